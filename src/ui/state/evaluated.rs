//! An evaluation together with what it changed against the one before.

use crate::core::{
    Catalogue, Config, Evaluation, Evaluator, Finding, Role, Severity, changed_lines,
};

/// How a file differs from the same file before the last edit.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It is the same, or there was nothing before.
    None,
    /// There was no such file.
    New,
    /// These lines, one-based, changed.
    Lines(Vec<usize>),
}

impl Change {
    /// Whether this line changed.
    pub fn has(&self, line: usize) -> bool {
        matches!(self, Self::Lines(lines) if lines.binary_search(&line).is_ok())
    }

    /// The first line that changed.
    pub fn first(&self) -> Option<usize> {
        match self {
            Self::Lines(lines) => lines.first().copied(),
            Self::None | Self::New => None,
        }
    }
}

/// An evaluation and its difference from the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluated {
    /// What follows from the Config.
    pub evaluation: Evaluation,
    /// What changed, in the order of the bundle's files.
    pub changes: Vec<Change>,
    /// Findings that were not there before, by their place in the evaluation.
    pub appeared: Vec<usize>,
    /// The type that Karpenter most likely launches, if the last edit made it another one.
    pub launched: Option<String>,
    /// Counts edits, so that the same line can flash twice.
    pub serial: u32,
    config: Config,
}

impl Evaluated {
    /// Evaluates a Config and compares with what was before.
    pub fn after(
        before: Option<&Self>,
        evaluator: &mut Evaluator,
        config: &Config,
        catalogue: &Catalogue,
    ) -> Self {
        let evaluation = evaluator.evaluate(config, catalogue);
        let Some(before) = before else {
            return Self {
                changes: vec![Change::None; evaluation.bundle.files().len()],
                appeared: Vec::new(),
                launched: None,
                evaluation,
                serial: 0,
                config: config.clone(),
            };
        };
        // Prices arrived: the last edit is still the last one, and what it changed.
        if before.config == *config {
            let same = before.evaluation.findings == evaluation.findings;
            return Self {
                changes: before.changes.clone(),
                appeared: if same {
                    before.appeared.clone()
                } else {
                    Vec::new()
                },
                launched: None,
                evaluation,
                serial: before.serial,
                config: config.clone(),
            };
        }
        let changes = evaluation
            .bundle
            .files()
            .iter()
            .map(|file| match before.evaluation.bundle.file(&file.path) {
                Some(old) if old.text == file.text => Change::None,
                Some(old) => Change::Lines(changed_lines(&old.text, &file.text)),
                None => Change::New,
            })
            .collect();
        let appeared = evaluation
            .findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| !before.evaluation.findings.contains(finding))
            .map(|(index, _)| index)
            .collect();
        let before_it = launched(&before.evaluation);
        let launched = launched(&evaluation)
            .filter(|now| before_it.is_some_and(|before| before != *now))
            .map(str::to_owned);
        Self {
            evaluation,
            changes,
            appeared,
            launched,
            serial: before.serial.wrapping_add(1),
            config: config.clone(),
        }
    }

    /// What all this follows from.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What changed in the file with this path.
    pub fn change(&self, path: &str) -> &Change {
        self.evaluation
            .bundle
            .files()
            .iter()
            .position(|file| file.path == path)
            .and_then(|index| self.changes.get(index))
            .unwrap_or(&Change::None)
    }

    /// Findings of level error.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.evaluation
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
    }
}

/// The name of the launched type, if that is what the numbers are about.
fn launched(evaluation: &Evaluation) -> Option<&str> {
    let cases = evaluation.costs.cases.iter();
    let mut launched = cases.filter(|case| case.role == Role::Launched);
    launched.next()?.instance_type.as_deref()
}
