//! What the user asked for. A [`Config`] may be unwise, it is never ill-typed.

mod budget;
mod cluster;
mod costs;
mod cron;
mod dismissal;
mod edit;
mod engine;
pub(crate) mod fields;
mod fix;
pub(crate) mod format;
mod image;
mod image_layer;
mod link;
mod literal;
mod nodes;
mod overrides;
mod own_figure;
pub(crate) mod presets;
pub(crate) mod regions;
mod scheduling;
mod schema;
pub(crate) mod sources;
mod storage;
pub(crate) mod text;
mod version;
mod well_known_label;
pub(crate) mod wire;

pub use crate::core::choice::Choice;
pub use crate::core::engines::{EngineKind, SociLimits};
pub use budget::Budget;
pub(crate) use budget::is_budget_duration;
pub use cluster::Cluster;
pub use costs::{CostSettings, TypeInView};
pub(crate) use cron::{SCHEDULE_NAMES, ScheduleFault, check_schedule};
pub use dismissal::Dismissal;
pub use edit::Edit;
pub use engine::{Distribution, Engine, ScriptSource, Tuning};
pub(crate) use fields::MAX_LIST_LENGTH;
pub use fields::{Applies, Field, FieldChanges, Group, Kind, Value};
pub use fix::Fix;
pub use image::{Command, Image, Workload, WorkloadKind};
pub use image_layer::{Compression, Layer};
pub use link::{Link, LinkProblem, ReadLink, left_out, read_link, without_names};
pub use nodes::{
    Architecture, BandwidthScope, CapacityType, ConsolidationPolicy, NodeCount, Nodes,
};
pub use overrides::Override;
#[cfg(test)]
pub(crate) use overrides::written;
pub(crate) use overrides::{OverrideTarget, Step};
pub use own_figure::ParameterOverride;
pub use presets::Preset;
pub(crate) use scheduling::LabelPair;
pub use scheduling::{Taint, Toleration};
pub use schema::json_schema;
pub use sources::Source;
pub use storage::{InstanceStore, Storage, Tristate, Volume, VolumeType};
pub(crate) use text::is_go_duration;
pub use version::{Al2023Version, BottlerocketVersion, KarpenterVersion, KubernetesVersion};
pub(crate) use well_known_label::{current_name, is_kubernetes_own};

crate::core::choice::choices! {
    /// What happens with required values that are still empty.
    Placeholders, "a way to handle missing values", {
        /// The preview shows `<NAME>`; copy and download wait.
        Wait = "wait", "Wait for them", "The preview shows <CLUSTER_NAME>; copying and downloading wait until it is filled in.";
        /// The files hold `${NAME}` for envsubst.
        Envsubst = "envsubst", "Leave them for envsubst", "The files contain ${CLUSTER_NAME}; the next steps show the envsubst command to fill them in.";
    }
}

/// Everything that a set of manifests is made from. `Default` is a good set that lacks only the
/// cluster's name and the node role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The cluster and how its nodes find their place in it.
    pub cluster: Cluster,
    /// The image to pull.
    pub image: Image,
    /// The pod that pulls it.
    pub workload: Workload,
    /// Instances Karpenter may launch, and how long they live.
    pub nodes: Nodes,
    /// Volumes and instance store.
    pub storage: Storage,
    /// How images are pulled.
    pub engine: Engine,
    /// What the user knows about prices, and what to price.
    pub costs: CostSettings,
    /// Whether a second pool with stock containerd and the same storage is emitted.
    pub comparison: bool,
    /// What happens with required values that are still empty.
    pub placeholders: Placeholders,
    /// What imported files hold beyond the settings.
    pub kept: Vec<Override>,
    /// Whether the manifests say over each line what it does and why it has its value.
    pub comments: bool,
    /// Rules that somebody dismissed, each with a reason.
    pub dismissed: Vec<Dismissal>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            cluster: Cluster::default(),
            image: Image::default(),
            workload: Workload::default(),
            nodes: Nodes::default(),
            storage: Storage::default(),
            engine: Engine::default(),
            costs: CostSettings::default(),
            comparison: false,
            placeholders: Placeholders::Wait,
            kept: Vec::new(),
            comments: false,
            dismissed: Vec::new(),
        }
    }
}

impl Config {
    /// The defaults beside this Config: nothing is known of an image that is not the default one.
    #[must_use]
    pub fn defaults_beside(&self) -> Self {
        let mut defaults = Self::default();
        let reference = defaults.image.reference.clone();
        defaults.image.refer_to(self.image.reference.clone());
        defaults.image.reference = reference;
        defaults
    }
}
