//! Two Configs side by side: their numbers, the settings in which they differ, and their files.

mod figures;
mod lines;

use super::config::{Config, Field};
use super::evaluate::Evaluation;
use super::manifest::File;
pub use figures::ComparedNumber;
pub use lines::{DiffLine, DiffRow};

/// One side of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct OneSide<'a> {
    /// The settings.
    pub config: &'a Config,
    /// What follows from them.
    pub evaluation: &'a Evaluation,
}

/// A setting in which both sides differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The field.
    pub field: &'static Field,
    /// What a control shows on the left.
    pub left: String,
    /// What a control shows on the right.
    pub right: String,
}

/// A file of one side and the same file of the other.
#[derive(Debug, Clone, PartialEq)]
pub struct FilePair {
    /// Its path on the left, if it is there.
    pub left: Option<String>,
    /// Its path on the right, if it is there.
    pub right: Option<String>,
    /// What differs with the lines around it; empty if nothing does.
    pub rows: Vec<DiffRow>,
}

impl FilePair {
    /// The path, or both where they differ.
    pub fn name(&self) -> String {
        match (&self.left, &self.right) {
            (Some(left), Some(right)) if left != right => format!("{left} and {right}"),
            (Some(path), _) | (None, Some(path)) => path.clone(),
            (None, None) => String::new(),
        }
    }

    /// How many rows differ.
    pub fn differing(&self) -> usize {
        self.rows.iter().filter(|row| row.differs()).count()
    }
}

/// Two Configs side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct SideBySide {
    /// Numbers of both sides.
    pub figures: Vec<ComparedNumber>,
    /// Settings that differ, in the order of the form.
    pub settings: Vec<Difference>,
    /// Files of both sides; first as on the left, then what only the right has.
    pub files: Vec<FilePair>,
}

/// Compares two sides.
pub fn side_by_side(left: OneSide<'_>, right: OneSide<'_>) -> SideBySide {
    SideBySide {
        figures: figures::figures(left.evaluation, right.evaluation),
        settings: settings(left.config, right.config),
        files: files(
            left.evaluation.bundle.files(),
            right.evaluation.bundle.files(),
        ),
    }
}

fn settings(left: &Config, right: &Config) -> Vec<Difference> {
    Field::all()
        .filter(|field| field.is_changed(right, left))
        .map(|field| Difference {
            field,
            left: field.value(left).text(field.kind),
            right: field.value(right).text(field.kind),
        })
        .collect()
}

/// Pairs files of the same path, then files of the same kind: those named after the pool have
/// another path when the pool has another name.
fn files(left: &[File], right: &[File]) -> Vec<FilePair> {
    let mut rest: Vec<&File> = right.iter().collect();
    let mut take = |wanted: &dyn Fn(&File) -> bool| {
        let at = rest.iter().position(|file| wanted(file))?;
        Some(rest.remove(at))
    };
    let mut pairs: Vec<(&File, Option<&File>)> = left
        .iter()
        .map(|file| (file, take(&|other| other.path == file.path)))
        .collect();
    for (file, other) in &mut pairs {
        if other.is_none() {
            let elsewhere = |path: &str| left.iter().any(|file| file.path == path);
            *other = take(&|other| {
                other.syntax == file.syntax
                    && other.applied == file.applied
                    && !elsewhere(&other.path)
            });
        }
    }
    let text = |file: Option<&File>| file.map_or(String::new(), |file| file.text.clone());
    let pair = |left: Option<&File>, right: Option<&File>| FilePair {
        left: left.map(|file| file.path.clone()),
        right: right.map(|file| file.path.clone()),
        rows: lines::rows(&text(left), &text(right)),
    };
    let both = pairs.iter().map(|(left, right)| pair(Some(left), *right));
    both.chain(rest.iter().map(|file| pair(None, Some(file))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{OneSide, side_by_side};
    use crate::core::config::{Config, Edit, Field, Preset};
    use crate::core::evaluate::evaluate;
    use crate::data::catalogue;

    fn set(config: &Config, path: &str, text: &str) -> Config {
        let field = Field::find(path).unwrap();
        config.apply(&Edit::typed(field, text, config).unwrap())
    }

    #[test]
    fn equal_sides_differ_in_nothing() {
        let config = Config::default();
        let evaluation = evaluate(&config, catalogue());
        let side = OneSide {
            config: &config,
            evaluation: &evaluation,
        };
        let comparison = side_by_side(side, side);
        assert!(comparison.settings.is_empty());
        assert!(comparison.files.iter().all(|pair| pair.rows.is_empty()));
        assert_eq!(comparison.files.len(), evaluation.bundle.files().len());
        assert!(comparison.figures.iter().all(|figure| !figure.differs()));
    }

    #[test]
    fn a_setting_shows_in_numbers_settings_and_lines() {
        let left = Config::default();
        let right = set(&left, "storage.volume.throughput", "1000");
        let sides = (evaluate(&left, catalogue()), evaluate(&right, catalogue()));
        let comparison = side_by_side(
            OneSide {
                config: &left,
                evaluation: &sides.0,
            },
            OneSide {
                config: &right,
                evaluation: &sides.1,
            },
        );
        let [setting] = comparison.settings.as_slice() else {
            panic!("{:?}", comparison.settings);
        };
        assert_eq!(
            (setting.left.as_str(), setting.right.as_str()),
            ("600", "1000")
        );
        let errors = comparison
            .figures
            .iter()
            .find(|figure| figure.label == "Errors")
            .unwrap();
        assert_eq!((errors.left.as_str(), errors.right.as_str()), ("0", "1"));
        let manifest = comparison
            .files
            .iter()
            .find(|pair| pair.name() == "soci-snapshotter.yaml")
            .unwrap();
        assert_eq!(manifest.differing(), 1, "{:?}", manifest.rows);
    }

    #[test]
    fn every_number_of_a_default_is_known_or_says_that_it_is_not() {
        let config = Config::default();
        let evaluation = evaluate(&config, catalogue());
        let side = OneSide {
            config: &config,
            evaluation: &evaluation,
        };
        let numbers = side_by_side(side, side).figures;
        let of = |label: &str| {
            let number = numbers.iter().find(|number| number.label == label);
            number.unwrap().left.clone()
        };
        assert!(
            of("Pull on that type").ends_with(" s)"),
            "{}",
            of("Pull on that type")
        );
        assert!(of("Volumes only, per month").starts_with('$'));
        // Prices of instances are loaded by Region, and here they are not.
        let hour = of("Node with its volumes, per hour");
        assert!(hour.starts_with("at least $"), "{hour}");
        assert!(numbers.iter().all(|number| !number.left.is_empty()));
    }

    #[test]
    fn each_side_is_about_its_own_launched_type_and_deltas_are_of_likely_values() {
        let known = catalogue()
            .with_on_demand("us-east-1", crate::data::US_EAST_1)
            .unwrap();
        let [left, right] = ["vllm-gpu", "auto-mode"].map(|preset| {
            let config = Preset::find(preset).unwrap().config();
            set(&config, "costs.instanceType", "")
        });
        let faster = set(&left, "costs.instanceType", "g6.2xlarge");
        let compared = |left: &Config, right: &Config| {
            let sides = (evaluate(left, &known), evaluate(right, &known));
            side_by_side(
                OneSide {
                    config: left,
                    evaluation: &sides.0,
                },
                OneSide {
                    config: right,
                    evaluation: &sides.1,
                },
            )
            .figures
        };
        let row = |figures: &[super::ComparedNumber], label: &str| {
            let found = figures.iter().find(|figure| figure.label == label);
            found.unwrap().clone()
        };
        let figures = compared(&left, &right);
        let name = row(&figures, "Instance type");
        assert_eq!(name.left, "g6.xlarge, likely launched");
        assert_eq!((name.right, name.delta), (name.left, String::new()));
        let pull = row(&figures, "Pull on that type");
        assert!(pull.left.starts_with("66 s ("), "{pull:?}");
        assert!(pull.right.starts_with("4 min 2 s ("), "{pull:?}");
        assert_eq!(pull.delta, "+2 min 56 s");
        // Auto Mode's fee is not known, so nobody knows how much more it costs.
        let hour = row(&figures, "Node with its volumes, per hour");
        assert!(hour.right.starts_with("at least $"), "{hour:?}");
        assert_eq!(hour.delta, "");

        let figures = compared(&left, &faster);
        assert_eq!(row(&figures, "Instance type").right, "g6.2xlarge, chosen");
        assert!(row(&figures, "Pull on that type").delta.starts_with('−'));
        let hour = row(&figures, "Node with its volumes, per hour");
        assert_eq!(hour.delta, "+$0.173");
        assert_eq!(row(&figures, "Files").delta, "");
    }

    #[test]
    fn files_named_after_the_pool_are_compared_whatever_its_name() {
        let left = Config::default();
        let right = set(&left, "nodes.name", "other");
        let sides = (evaluate(&left, catalogue()), evaluate(&right, catalogue()));
        let comparison = side_by_side(
            OneSide {
                config: &left,
                evaluation: &sides.0,
            },
            OneSide {
                config: &right,
                evaluation: &sides.1,
            },
        );
        assert!(
            comparison
                .files
                .iter()
                .all(|pair| pair.left.is_some() && pair.right.is_some()),
            "{:?}",
            comparison.files
        );
        let bottlerocket = Preset::find("auto-mode").unwrap().config();
        let other = evaluate(&bottlerocket, catalogue());
        let comparison = side_by_side(
            OneSide {
                config: &left,
                evaluation: &sides.0,
            },
            OneSide {
                config: &bottlerocket,
                evaluation: &other,
            },
        );
        let right_files = comparison.files.iter().filter(|pair| pair.right.is_some());
        assert_eq!(right_files.count(), other.bundle.files().len());
    }
}
