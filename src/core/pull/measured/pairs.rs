//! Pulls of which only two times on one node were published: what an image and a type would be
//! needed for cannot be predicted of them, how the two times compare can.

use super::published::{MeasuredEngine, MeasuredPull, cells, read, read_measured_pulls};
use crate::core::catalogue::{Catalogue, TableError};
use crate::core::pull::estimate::Estimator;
use crate::core::pull::node::NodeSetup;
use crate::core::pull::numbers::duration;
use crate::core::pull::parameter::Constants;
use crate::core::units::{LikelyRange, TimeSpan};

const HEADER: &str = "id,source,source_date,soci_seconds,containerd_parallel_seconds,notes";

/// By how much two runs of one SOCI pull differ, as published with the workshop's reference results
/// (2026): 9 %.
const RUN_TO_RUN: f64 = 0.09;

/// SOCI and containerd's own parallel pull of one image on one node; neither was published with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasuredPair {
    /// Short name of the pair.
    pub id: String,
    /// Who published it.
    pub source: String,
    /// What SOCI took.
    pub soci: TimeSpan,
    /// What containerd's own parallel pull took.
    pub containerd_parallel: TimeSpan,
    /// What else was said.
    pub notes: String,
}

/// A pair, and how the simulation says that its times compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PredictedPair {
    /// What was published.
    pub measured: MeasuredPair,
    /// What is predicted of containerd's own parallel pull from the time that SOCI took: over the
    /// images, nodes and limits of the published SOCI pulls on known types, and 9 % more to either
    /// side, by which runs of one pull differ.
    pub predicted: LikelyRange<TimeSpan>,
    /// How many published pulls these are.
    pub settings: usize,
}

impl PredictedPair {
    /// Predicts every pair of `measured_pairs.csv` with the pulls of `measurements.csv`.
    ///
    /// # Errors
    /// The first row of either table that cannot be read, or a table without SOCI pulls on known types.
    pub fn all(
        catalogue: &Catalogue,
        pairs: &str,
        pulls: &str,
        constants: &Constants,
    ) -> Result<Vec<Self>, TableError> {
        let pulls = read_measured_pulls(pulls)?;
        let mut relations: Vec<f64> = pulls
            .iter()
            .filter_map(|pull| relation(pull, catalogue, constants))
            .collect();
        relations.sort_by(f64::total_cmp);
        let [low, middle, high] = [0, relations.len() / 2, relations.len().saturating_sub(1)]
            .map(|at| relations.get(at).copied());
        let none = || TableError {
            line: 1,
            message: "there is no SOCI pull on a known type".to_owned(),
        };
        let low = low.ok_or_else(none)? * (1.0 - RUN_TO_RUN);
        let middle = middle.ok_or_else(none)?;
        let high = high.ok_or_else(none)? * (1.0 + RUN_TO_RUN);
        let settings = relations.len();
        let predict = |measured: MeasuredPair| {
            let soci = f64::from(measured.soci.as_millis()) / 1000.0;
            PredictedPair {
                predicted: LikelyRange::new(
                    duration(soci * low),
                    duration(soci * middle),
                    duration(soci * high),
                ),
                measured,
                settings,
            }
        };
        Ok(read_measured_pairs(pairs)?
            .into_iter()
            .map(predict)
            .collect())
    }

    /// How far the likely time is from the measured one, in tenths of a percent of it.
    pub fn error(&self) -> i32 {
        self.predicted
            .likely()
            .off_by(self.measured.containerd_parallel)
    }

    /// Whether the measured time lies in the predicted range.
    pub fn is_in_range(&self) -> bool {
        self.predicted.contains(self.measured.containerd_parallel)
    }
}

/// How long containerd's own parallel pull takes as a share of SOCI's, with the image, node and limits
/// of a published SOCI pull.
fn relation(pull: &MeasuredPull, catalogue: &Catalogue, constants: &Constants) -> Option<f64> {
    if pull.engine != MeasuredEngine::Soci {
        return None;
    }
    let instance = catalogue.instance(pull.instance_type.as_ref()?)?;
    let profile = pull.profile();
    let mut estimator = Estimator::new(&profile, constants);
    let mut likely = |setup: Option<NodeSetup>| Some(estimator.compared(&setup?));
    let soci = likely(pull.setup(instance))?;
    let mut same = pull.clone();
    same.engine = MeasuredEngine::ContainerdParallel;
    let own = likely(same.setup(instance))?;
    Some(own / soci)
}

/// Reads `measured_pairs.csv`.
///
/// # Errors
/// The first row that is not as the header says, with its line.
pub fn read_measured_pairs(table: &str) -> Result<Vec<MeasuredPair>, TableError> {
    read(table, HEADER, pair)
}

fn pair(text: &str) -> Result<MeasuredPair, String> {
    let cells: [String; 6] = cells(text)
        .try_into()
        .map_err(|cells: Vec<String>| format!("there are {} cells, not 6", cells.len()))?;
    let [id, source, _date, soci, containerd_parallel, notes] = cells;
    let time = |text: &str| {
        text.parse::<TimeSpan>()
            .map_err(|error| error.to_string())
            .and_then(|time| match time {
                TimeSpan::ZERO => Err("a pull takes some time".to_owned()),
                time => Ok(time),
            })
    };
    Ok(MeasuredPair {
        soci: time(&soci)?,
        containerd_parallel: time(&containerd_parallel)?,
        id,
        source,
        notes,
    })
}

#[cfg(test)]
mod tests {
    use super::{HEADER, read_measured_pairs};

    #[test]
    fn a_broken_pair_is_refused_with_its_line() {
        assert_eq!(read_measured_pairs("id\n").unwrap_err().line, 1);
        for row in ["a,b", "X2,who,2026,0,1,", "X2,who,2026,1,soon,"] {
            let table = format!("{HEADER}\nX1,who,2026,157.7,160.5,\n{row}\n");
            assert_eq!(read_measured_pairs(&table).unwrap_err().line, 3, "{row}");
        }
    }
}
