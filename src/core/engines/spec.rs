//! What is said of an engine: plain data, which everything outside asks by its meaning.

use super::soci_limits::SociLimits;
use crate::core::units::ChunkGrammar;

/// The system that an engine's nodes run, which is also who writes their node class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NodeSystem {
    /// EKS' AL2023 AMI, or a distribution that is set up by hand.
    Al2023,
    /// Bottlerocket.
    Bottlerocket,
    /// EKS Auto Mode's own, which is a Bottlerocket without settings.
    AutoMode,
}

impl NodeSystem {
    /// Group and kind of its node class.
    pub(crate) const fn node_class(self) -> (&'static str, &'static str) {
        match self {
            Self::Al2023 | Self::Bottlerocket => ("karpenter.k8s.aws", "EC2NodeClass"),
            Self::AutoMode => ("eks.amazonaws.com", "NodeClass"),
        }
    }
}

/// How SOCI is brought to pull on a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SociSetup {
    /// nodeadm's feature gate switches the AMI's own on.
    FeatureGate,
    /// A script installs it when a node starts.
    InstallScript,
    /// Settings of the system switch it on.
    Settings,
    /// The system decides it; there is nothing to set.
    BuiltIn,
    /// It is not there: containerd's own transfer service pulls in parallel in its place.
    TransferService,
    /// It is not there.
    Absent,
}

/// Who pulls the images on an engine's nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PulledBy {
    /// SOCI, in its parallel mode.
    Soci,
    /// containerd's own transfer service, in parallel.
    TransferService,
    /// containerd, one layer after the other.
    Stock,
}

impl PulledBy {
    /// What is replaced by another engine.
    pub(crate) const fn describe(self) -> &'static str {
        match self {
            Self::Soci => "SOCI",
            Self::TransferService => "containerd's own parallel pull",
            Self::Stock => "stock containerd",
        }
    }
}

/// The instance types on which an engine does anything; on others stock containerd pulls in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WorksOn {
    /// All of them.
    AllTypes,
    /// Those that reach nodeadm's floor for the feature gate.
    GateFloor,
    /// Those on which Auto Mode has SOCI.
    AutoModeSociTypes,
}

/// Where containerd keeps its data, images with it.
pub(crate) const CONTAINERD_ROOT: &str = "/var/lib/containerd";
/// Where SOCI keeps its data on AL2023 unless told otherwise.
pub(crate) const SOCI_ROOT: &str = "/var/lib/soci-snapshotter-grpc";
/// Where SOCI keeps its data on Bottlerocket.
pub(crate) const BOTTLEROCKET_SOCI_ROOT: &str = "/var/lib/soci-snapshotter";

/// Whether a directory is containerd's own, or within it.
pub(crate) fn is_containerds(directory: &str) -> bool {
    directory
        .strip_prefix(CONTAINERD_ROOT)
        .is_some_and(|below| below.is_empty() || below.starts_with('/'))
}

/// Where an engine's nodes keep images; from which release on a RAID0 holds it is known where disks are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ImagesIn {
    /// In this directory.
    Directory(&'static str),
    /// In the directory that the settings name.
    ChosenDirectory,
    /// Wherever the system puts them.
    SystemsOwn,
}

/// What an engine is called as a change from another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Proposed {
    /// Where the system or the setup is what changes: “Bottlerocket”.
    pub(crate) name: &'static str,
    /// Where it is who pulls: “SOCI (Bottlerocket)”, in place of another.
    pub(crate) puller: &'static str,
}

/// The files of an engine's set that hold nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileNames {
    /// Nodes with the engine.
    pub(crate) nodes: &'static str,
    /// Nodes with stock containerd, to compare with or instead.
    pub(crate) baseline: &'static str,
}

impl FileNames {
    /// Where SOCI pulls, or is what is left out.
    pub(super) const SOCI: Self = Self {
        nodes: "soci-snapshotter.yaml",
        baseline: "non-soci-snapshotter.yaml",
    };
    /// Where containerd's own parallel pull does.
    pub(super) const PARALLEL: Self = Self {
        nodes: "containerd-parallel.yaml",
        baseline: "non-containerd-parallel.yaml",
    };
}

/// How to see on a node that its engine is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeCheck {
    /// What the step is called.
    pub(crate) title: &'static str,
    /// What to do or to know.
    pub(crate) text: &'static str,
    /// Whether it is seen in a session on a node; how to open one comes first then.
    pub(crate) in_session: bool,
    /// Commands, each after what it shows. `{pool}` selects the pool's nodes, `{images}` is the directory
    /// of the images.
    pub(crate) commands: &'static [(&'static str, &'static str)],
}

impl NodeCheck {
    /// The command that shows on which disk images lie.
    pub(super) const IMAGES_ARE_ON: (&str, &str) = (
        "In the session: the disk with the images",
        "findmnt --target {images}",
    );

    /// How to see that SOCI runs as a service of systemd.
    pub(super) const SOCI_SERVICE: Self = Self {
        title: "Check on the node that SOCI is on",
        text: "The first log line shows the limits in force. If it is missing, the feature gate was ignored, or the service is not running.",
        in_session: true,
        commands: &[
            (
                "In the session: the limits in force",
                "sudo journalctl -u soci-snapshotter | grep 'Parallel image pull enabled'",
            ),
            (
                "In the session: containerd's snapshotter is soci",
                "sudo containerd config dump | grep 'snapshotter ='",
            ),
            Self::IMAGES_ARE_ON,
        ],
    };
}

/// What tells a way to bring SOCI from containerd's own parallel pull: sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BesideContainerd {
    /// What switches it off without a word.
    pub(crate) switched_off_by: &'static str,
    /// The AMI that it needs.
    pub(crate) needs: &'static str,
    /// Whose it is.
    pub(crate) support: &'static str,
}

/// The AMI releases on which an engine works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AmiReleases {
    /// All of them, or none that anybody chooses.
    Any,
    /// AL2023 from this date on.
    Al2023From(u32),
    /// AL2023 before this date.
    Al2023Before(u32),
    /// Bottlerocket from this minor release of 1 on.
    BottlerocketFrom(u16),
}

/// What unpacks gzip on an engine's nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GzipBy {
    /// unpigz.
    Pigz,
    /// ISA-L's igzip on x86_64, unpigz on arm64.
    IgzipOnAmd64,
    /// The program that the settings name.
    Chosen,
}

/// Why settings of a group have no effect with an engine; nothing where they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unavailable {
    /// Limits for one image, and chunks.
    pub(crate) limits: Option<&'static str>,
    /// Limits over all images.
    pub(crate) limits_in_all: Option<&'static str>,
    /// Whether layers are discarded.
    pub(crate) discard: Option<&'static str>,
    /// How limits reach the node.
    pub(crate) tuning: Option<&'static str>,
    /// What an install script takes.
    pub(crate) install: Option<&'static str>,
}

/// Everything that is particular to an engine.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct EngineSpec {
    /// What its nodes run.
    pub(crate) system: NodeSystem,
    /// How SOCI gets there.
    pub(crate) soci: SociSetup,
    /// Who pulls the images.
    pub(crate) pulled_by: PulledBy,
    /// On which types it does anything.
    pub(crate) works_on: WorksOn,
    /// Where images lie.
    pub(crate) images_in: ImagesIn,
    /// Whether SOCI comes with the AMI, so that a release can break it.
    pub(crate) soci_in_ami: bool,
    /// The AMI releases on which it works.
    pub(crate) releases: AmiReleases,
    /// The oldest minor version of Kubernetes 1 whose AMIs can have what it needs, where that matters.
    pub(crate) kubernetes_from: Option<u8>,
    /// What to do where no release suits: a sentence, in which `{kubernetes}` is the cluster's version and
    /// `{needed}` the oldest one that does.
    pub(crate) no_release: &'static str,
    /// nodeadm's feature gate that switches it on, where there is one.
    pub(crate) feature_gate: Option<&'static str>,
    /// What the node does when no limit is set, where limits can be set at all.
    pub(crate) own_limits: Option<SociLimits>,
    /// Whose the defaults of its settings are: “nodeadm's”.
    pub(crate) defaults_of: &'static str,
    /// The grammar in which its nodes read sizes of chunks.
    pub(crate) chunk_grammar: ChunkGrammar,
    /// What unpacks gzip.
    pub(crate) gzip: GzipBy,
    /// What it is called where it is proposed to a cluster that uses another one; none where it is not.
    pub(crate) proposed: Option<Proposed>,
    /// How its nodes pull, for people: “SOCI parallel pull (Bottlerocket)”.
    pub(crate) pulls_by: &'static str,
    /// What fetches and unpacks on its nodes: “SOCI”.
    pub(crate) puller: &'static str,
    /// What tells its Deployment from the one to compare with.
    pub(crate) suffix: &'static str,
    /// What its files are called.
    pub(crate) files: FileNames,
    /// How to see that it is on; none for what is there without doing anything.
    pub(crate) node_check: Option<NodeCheck>,
    /// What is said of it where SOCI and containerd's own parallel pull are compared; none for what is no
    /// way to bring SOCI, or the only one.
    pub(crate) beside_containerd: Option<BesideContainerd>,
    /// What a reader of its manifests must know and cannot see in them.
    pub(crate) notes: &'static [&'static str],
    /// Settings that do nothing with it.
    pub(crate) unavailable: Unavailable,
}

impl EngineSpec {
    /// Whether images are pulled with SOCI, where it has an effect.
    pub(crate) const fn pulls_with_soci(&self) -> bool {
        matches!(self.pulled_by, PulledBy::Soci)
    }

    /// Whether images are pulled in parallel, by SOCI or by containerd itself.
    pub(crate) const fn pulls_in_parallel(&self) -> bool {
        !matches!(self.pulled_by, PulledBy::Stock)
    }

    /// What its nodes have and those to compare with have not, for people: “Nodes with SOCI”.
    pub(crate) const fn parallel_pull(&self) -> &'static str {
        match self.pulled_by {
            PulledBy::Soci | PulledBy::Stock => "SOCI",
            PulledBy::TransferService => "containerd's parallel pull",
        }
    }

    /// Whether containerd's own transfer service pulls in parallel.
    pub(crate) const fn has_transfer_service(&self) -> bool {
        matches!(self.pulled_by, PulledBy::TransferService)
    }

    /// Whether a pool with stock containerd can stand beside it: Auto Mode pulls with SOCI wherever it
    /// can, and stock containerd would be compared with itself.
    pub(crate) const fn has_comparison(&self) -> bool {
        self.pulls_in_parallel() && !self.is_auto_mode()
    }

    /// What nodeadm calls the mount of a RAID0 that holds the images, by which they are kept off it.
    pub(crate) fn image_mount(&self) -> &'static str {
        match self.images_in {
            ImagesIn::Directory(directory) if is_containerds(directory) => "Containerd",
            _ => "SOCI",
        }
    }

    /// Whether the AMIs of this minor version of Kubernetes 1 can have what it needs.
    pub(crate) fn suits_kubernetes(&self, minor: u8) -> bool {
        self.kubernetes_from.is_none_or(|first| minor >= first)
    }

    /// Whether EKS Auto Mode launches and manages the nodes.
    pub(crate) const fn is_auto_mode(&self) -> bool {
        matches!(self.system, NodeSystem::AutoMode)
    }

    /// Whether nodes run a Bottlerocket AMI of the cluster's own.
    pub(crate) const fn is_bottlerocket(&self) -> bool {
        matches!(self.system, NodeSystem::Bottlerocket)
    }

    /// Whether nodes run the EKS AL2023 AMI, or a distribution in its place.
    pub(crate) const fn on_al2023(&self) -> bool {
        matches!(self.system, NodeSystem::Al2023)
    }

    /// Whether nodeadm's FastImagePull switches SOCI on.
    pub(crate) const fn has_feature_gate(&self) -> bool {
        self.feature_gate.is_some()
    }

    /// Whether SOCI's own script installs it, as the settings of the script say.
    pub(crate) const fn has_install_script(&self) -> bool {
        self.unavailable.install.is_none()
    }
}
