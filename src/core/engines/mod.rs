//! The engines that pull images: for each one file with everything that is particular to it.
//!
//! [`EngineSpec`] is plain data. Whatever else depends on the engine (rules, the pull model, costs, guides)
//! asks its spec, never which engine it is, so that a new engine is a file here and a line in
//! [`EngineKind`]. One that gets onto its nodes in a new way, a new [`SociSetup`], has its userData written
//! and recognised besides.

mod auto_mode;
mod bottlerocket;
mod bottlerocket_containerd_parallel;
mod containerd;
mod containerd_parallel;
mod fast_image_pull;
mod install_script;
mod soci_limits;
mod spec;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trial;

use crate::core::choice::choices;
use crate::core::units::ChunkGrammar;

pub use soci_limits::SociLimits;
pub(crate) use spec::{
    AmiReleases, BOTTLEROCKET_SOCI_ROOT, BesideContainerd, CONTAINERD_ROOT, EngineSpec, FileNames,
    GzipBy, ImagesIn, NodeCheck, NodeSystem, Proposed, PulledBy, SOCI_ROOT, SociSetup, Unavailable,
    WorksOn, is_containerds,
};

choices! {
    /// How images are pulled.
    EngineKind, "an engine", {
        /// The AL2023 AMI's own SOCI, switched on by nodeadm's feature gate.
        FastImagePull = "fast-image-pull", "AL2023 FastImagePull", "SOCI is in the AMI; one feature gate switches it on. Nothing is downloaded at node start.";
        /// SOCI installed by a script when a node starts.
        InstallScript = "install-script", "AL2023 install script", "The 2025 blueprint's way: a script downloads SOCI at node start. Lets you choose the SOCI release.";
        /// Bottlerocket's built-in SOCI.
        Bottlerocket = "bottlerocket", "Bottlerocket", "SOCI is in the OS and needs only settings. On Intel it unpacks gzip fastest.";
        /// EKS Auto Mode.
        AutoMode = "auto-mode", "EKS Auto Mode", "SOCI is built in on G, P and Trn types with NVMe; no configuration.";
        /// containerd's own parallel pull on AL2023.
        ContainerdParallel = "containerd-parallel", "AL2023 containerd parallel pull", "containerd 2.2 fetches in chunks and unpacks in parallel itself, without SOCI. It buffers in memory, whereas SOCI writes to disk.";
        /// containerd's own parallel pull on Bottlerocket.
        BottlerocketContainerdParallel = "bottlerocket-containerd-parallel", "Bottlerocket containerd parallel pull", "The same with Bottlerocket settings, 1.60.0 and newer.";
        /// Stock containerd.
        Containerd = "containerd", "Stock containerd", "No SOCI: the baseline to compare with.";
        /// An engine that only tests know: it shows that a file here is enough.
        @[cfg(test)] Trial = "trial", "Trial engine", "For tests.";
    }
}

/// What most clusters can use: the AL2023 AMI's own SOCI.
impl Default for EngineKind {
    fn default() -> Self {
        Self::FastImagePull
    }
}

impl EngineKind {
    /// What pulls where SOCI is off.
    pub(crate) const STOCK: Self = Self::Containerd;

    /// What there is to know of the engine.
    pub(crate) const fn spec(self) -> &'static EngineSpec {
        match self {
            Self::FastImagePull => &fast_image_pull::SPEC,
            Self::InstallScript => &install_script::SPEC,
            Self::Bottlerocket => &bottlerocket::SPEC,
            Self::AutoMode => &auto_mode::SPEC,
            Self::ContainerdParallel => &containerd_parallel::SPEC,
            Self::BottlerocketContainerdParallel => &bottlerocket_containerd_parallel::SPEC,
            Self::Containerd => &containerd::SPEC,
            #[cfg(test)]
            Self::Trial => &trial::SPEC,
        }
    }

    /// The engine whose nodes run this system and whose SOCI gets there in this way, the first of them.
    pub(crate) fn with_setup(system: NodeSystem, soci: SociSetup) -> Option<Self> {
        let is_meant = |kind: &Self| kind.spec().system == system && kind.spec().soci == soci;
        Self::ALL.iter().copied().find(is_meant)
    }

    /// What turns SOCI on where stock containerd pulls: the first engine of the same system that pulls
    /// with it.
    pub(crate) fn soci_beside(self) -> Option<Self> {
        let spec = self.spec();
        let is_meant =
            |kind: &Self| kind.spec().system == spec.system && kind.spec().pulls_with_soci();
        let mut all = Self::ALL.iter().copied();
        all.find(is_meant).filter(|_| !spec.pulls_in_parallel())
    }

    /// The engine that a feature gate of nodeadm switches on.
    pub(crate) fn of_feature_gate(gate: &str) -> Option<Self> {
        let is_meant = |kind: &Self| kind.spec().feature_gate == Some(gate);
        Self::ALL.iter().copied().find(is_meant)
    }

    /// The grammar in which this engine's node reads sizes.
    pub const fn chunk_grammar(self) -> ChunkGrammar {
        self.spec().chunk_grammar
    }

    /// What the node does when no limit is set, where limits can be set at all.
    pub const fn own_limits(self) -> Option<SociLimits> {
        self.spec().own_limits
    }

    /// The engines that the same cluster can use, this one included: another mode of EKS is another
    /// cluster.
    pub(crate) fn alternatives(self) -> Vec<Self> {
        if self.spec().is_auto_mode() {
            return vec![self];
        }
        let proposed = |kind: &Self| kind.spec().proposed.is_some() && !kind.spec().is_auto_mode();
        let mut all: Vec<Self> = Self::ALL.iter().copied().filter(proposed).collect();
        if !all.contains(&self) {
            all.push(self);
        }
        all
    }

    /// The engines that a search goes through: the alternatives, and after them containerd's own parallel
    /// pull. With SOCI's limits it is as fast as SOCI, so it is no change to propose by itself; but it can be
    /// what nothing else beats on a type where nodeadm ignores SOCI, beside a SOCI that keeps its layers,
    /// or with few unpacks, which it gives to the layers in another order.
    pub(crate) fn searched(self) -> Vec<Self> {
        let mut all = self.alternatives();
        if !self.spec().is_auto_mode() {
            let others = Self::ALL.iter().copied();
            all.extend(others.filter(|kind| kind.spec().has_transfer_service() && *kind != self));
        }
        all
    }

    /// What a person reads.
    pub(crate) fn label(self) -> &'static str {
        Self::ALL
            .iter()
            .zip(Self::CHOICES)
            .find(|(kind, _)| **kind == self)
            .map_or("", |(_, choice)| choice.label)
    }
}
