//! The pipeline: resolve, select, launch, simulate, cost, check, render; nothing else.

use std::sync::Arc;

use super::catalogue::Catalogue;
use super::config::{Config, Field, Placeholders};
use super::cost::Costs;
use super::disk::StorageAdvice;
use super::explain::with_comments;
use super::findings::{self, Dismissed, Finding, RuleContext, Severity};
use super::launch::{InView, Launch};
use super::manifest::{Bundle, Step, render};
use super::plan::{CLUSTER_NAME, NODE_ROLE, NodePlan};
use super::pull::{
    Constants, NoEstimate, PullEstimates, PullModel, PullVariant, Pulls, SimulationCache,
};
use super::selection::Selection;
use super::units::{LikelyRange, TimeSpan};

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
    pub selection: Arc<Selection>,
    /// The nodes that Karpenter launches for the workload.
    pub launch: Launch,
    /// How many NodePools the set has, each with a Deployment of its own: 2 with the comparison pair.
    pub pools: u32,
    /// The type that pull, costs and storage are about; none where no type is eligible, or the
    /// user's choice is no type that is known.
    pub in_view: Option<InView>,
    /// What the nodes cost.
    pub costs: Costs,
    /// What the storage comes to on these types; none where the node class is the user's own.
    pub storage: Option<StorageAdvice>,
    /// How long the pull takes on the type in view, with the engine and with stock containerd, and
    /// over the others; or why that is not known.
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

    /// How many nodes start at once when all files are applied: those for the replicas, in each of
    /// the pools.
    pub fn nodes_at_once(&self) -> u32 {
        self.launch.nodes().saturating_mul(self.pools)
    }
}

/// Evaluates a Config with what is known about the world: total, pure, the same for the same
/// Config and catalogue everywhere.
pub fn evaluate(config: &Config, catalogue: &Catalogue) -> Evaluation {
    Evaluator::default().evaluate(config, catalogue)
}

/// What is noticed about a Config, as [`Evaluation::findings`] has it, without the pulls, the costs and
/// the files.
pub fn findings_of(config: &Config, catalogue: &Catalogue) -> Vec<Finding> {
    let plan = NodePlan::new(config);
    let selection = Selection::new(&plan, catalogue);
    let launch = Launch::new(&plan, catalogue, &selection);
    let storage = StorageAdvice::new(config, catalogue, &selection.admitted);
    let found = findings::check(&RuleContext {
        config,
        plan: &plan,
        catalogue,
        selection: &selection,
        storage: storage.as_ref(),
        launch: &launch,
    });
    findings::part(config, found).0
}

/// Evaluates one Config after another, each as [`evaluate`] does, and the sooner for the pulls that
/// it has simulated before. Nothing else is kept: `cargo bench --bench edits` showed that all other
/// stages cost less than what keeping them did.
#[derive(Debug, Default)]
pub struct Evaluator {
    pulls: SimulationCache,
}

impl Evaluator {
    /// Evaluates the next Config.
    pub fn evaluate(&mut self, config: &Config, catalogue: &Catalogue) -> Evaluation {
        let plan = NodePlan::new(config);
        let selection = Arc::new(Selection::new(&plan, catalogue));
        let launch = Launch::new(&plan, catalogue, &selection);
        let in_view = InView::from_config(config, catalogue, &launch, &selection.admitted);
        let model = PullModel::new(config, catalogue, &Constants::from_config(config));
        let mut pulls = model
            .as_ref()
            .map(|model| model.pulls(std::mem::take(&mut self.pulls)));
        let pull = match &mut pulls {
            Some(pulls) => estimates(config, pulls, &selection, &launch, in_view),
            None => Err(NoEstimate::ImageSize),
        };
        let costs = Costs::new(
            &plan,
            catalogue,
            &selection.admitted,
            (
                launch.nodes(),
                in_view.map(|node| (node.because.cost_role(), node.position)),
            ),
            &mut |position| {
                let pull = pulls.as_mut()?.estimate_on(PullVariant::Engine, position)?;
                Some(pull.estimate.time)
            },
        );
        if let Some(pulls) = pulls {
            self.pulls = pulls.into_cache();
        }
        let storage = StorageAdvice::new(config, catalogue, &selection.admitted);
        let starts = launch.starts(&plan, catalogue);
        let (mut bundle, steps) = render(&plan, &starts);
        if plan.config.comments {
            bundle.rewrite_applied(|file| with_comments(plan.config, file));
        }
        let findings = findings::check(&RuleContext {
            config,
            plan: &plan,
            catalogue,
            selection: &selection,
            storage: storage.as_ref(),
            launch: &launch,
        });
        let (findings, dismissed) = findings::part(config, findings);
        Evaluation {
            pools: u32::try_from(plan.sides.len()).unwrap_or(u32::MAX),
            findings,
            dismissed,
            pull,
            missing: missing(&plan),
            selection,
            launch,
            in_view,
            costs,
            storage,
            bundle,
            steps,
        }
    }
}

/// The pulls on the type in view, and the likely times on the others.
fn estimates(
    config: &Config,
    pulls: &mut Pulls<'_>,
    selection: &Selection,
    launch: &Launch,
    in_view: Option<InView>,
) -> Result<PullEstimates, NoEstimate> {
    let Some(in_view) = in_view else {
        return Err(
            if config.costs.instance_type.is_some() && !selection.admitted.is_empty() {
                NoEstimate::UnknownType
            } else {
                NoEstimate::InstanceTypes
            },
        );
    };
    let node = pulls
        .node(in_view.position)
        .ok_or(NoEstimate::InstanceTypes)?;
    let spread = pulls.over(PullVariant::Engine, &selection.admitted);
    let on = |position: usize| -> Option<TimeSpan> {
        let at = selection.admitted.binary_search(&position).ok()?;
        spread.as_ref()?.likely.get(at).copied()
    };
    let candidates = launch.groups.first().and_then(|group| {
        let times = group.candidates.iter().filter_map(|it| on(it.position));
        let (fastest, slowest) = (times.clone().min()?, times.max()?);
        let likely = on(launch.likely()?)?;
        (group.candidates.len() > 1).then(|| LikelyRange::new(fastest, likely, slowest))
    });
    Ok(PullEstimates {
        node,
        spread,
        candidates,
    })
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
