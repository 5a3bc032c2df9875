//! The pipeline: check, resolve, select, simulate, render; nothing else.

use super::catalogue::Catalogue;
use super::config::{Config, Field, Placeholders};
use super::cost::Costs;
use super::disk::StorageAdvice;
use super::findings::{self, Dismissed, Finding, Severity, Subject};
use super::manifest::{Bundle, Step, render};
use super::plan::{CLUSTER_NAME, NODE_ROLE, NodePlan};
use super::pull::{Constants, NoEstimate, PullEstimates, PullMemory, PullModel, PulledBy};
use super::selection::Selection;

/// A required value that is still empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// The field that takes it.
    pub field: &'static Field,
    /// Its name in placeholders: `CLUSTER_NAME`.
    pub variable: &'static str,
}

/// Everything that follows from one Config.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// What was noticed, worst first.
    pub findings: Vec<Finding>,
    /// What was noticed and dismissed; it counts nowhere.
    pub dismissed: Vec<Dismissed>,
    /// Required values that are still empty; none with placeholders for envsubst.
    pub missing: Vec<Missing>,
    /// The instance types that may be launched, and what keeps the others out.
    pub selection: Selection,
    /// What the nodes cost.
    pub costs: Costs,
    /// What the storage comes to on these types; none where the node class is the user's own.
    pub storage: Option<StorageAdvice>,
    /// How long pulls take on these types, with the engine and with stock containerd; or why that
    /// is not known.
    pub pull: Result<PullEstimates, NoEstimate>,
    /// The files. With something missing or an error found they are a preview only.
    pub bundle: Bundle,
    /// What to do with them.
    pub steps: Vec<Step>,
}

impl Evaluation {
    /// Whether the files may be copied, downloaded and applied.
    pub fn is_ready(&self) -> bool {
        self.missing.is_empty()
            && self
                .findings
                .iter()
                .all(|finding| finding.severity != Severity::Error)
    }
}

/// Evaluates a Config with what is known about the world: total, pure, the same for the same
/// Config and catalogue everywhere.
pub fn evaluate(config: &Config, catalogue: &Catalogue) -> Evaluation {
    Evaluator::default().evaluate(config, catalogue)
}

/// Evaluates one Config after another, each as [`evaluate`] does, and the sooner for what it has
/// simulated before.
#[derive(Debug, Default)]
pub struct Evaluator {
    pulls: PullMemory,
}

impl Evaluator {
    /// Evaluates the next Config.
    pub fn evaluate(&mut self, config: &Config, catalogue: &Catalogue) -> Evaluation {
        evaluate_from(&mut self.pulls, config, catalogue)
    }
}

fn evaluate_from(memory: &mut PullMemory, config: &Config, catalogue: &Catalogue) -> Evaluation {
    let plan = NodePlan::new(config);
    let selection = Selection::new(&plan, catalogue);
    let pulls = PullModel::new(config, catalogue, &Constants::of(config));
    let costs = Costs::new(&plan, catalogue, &selection.admitted, &|position| {
        let pull = pulls.as_ref()?.on(PulledBy::Engine, position)?;
        Some(pull.estimate.time)
    });
    let storage = StorageAdvice::of(config, catalogue, &selection.admitted);
    let (bundle, steps) = render(&plan);
    let findings = findings::check(&Subject {
        config,
        plan: &plan,
        catalogue,
        selection: &selection,
        storage: storage.as_ref(),
    });
    let (findings, dismissed) = findings::part(config, findings);
    let pull = pulls
        .as_ref()
        .ok_or(NoEstimate::ImageSize)
        .and_then(|model| model.over_from(&selection.admitted, memory));
    Evaluation {
        findings,
        dismissed,
        pull,
        missing: missing(&plan),
        selection,
        costs,
        storage,
        bundle,
        steps,
    }
}

fn missing(plan: &NodePlan<'_>) -> Vec<Missing> {
    let cluster = &plan.config.cluster;
    if plan.config.placeholders == Placeholders::Envsubst {
        return Vec::new();
    }
    let required = [
        (
            cluster.name.is_none() && plan.needs_cluster_name(),
            "cluster.name",
            CLUSTER_NAME,
        ),
        (
            cluster.node_role.is_none() && plan.needs_node_role(),
            "cluster.nodeRole",
            NODE_ROLE,
        ),
    ];
    required
        .into_iter()
        .filter(|(empty, ..)| *empty)
        .filter_map(|(_, path, variable)| {
            let field = Field::find(path)?;
            Some(Missing { field, variable })
        })
        .collect()
}
