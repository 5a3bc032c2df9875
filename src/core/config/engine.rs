//! How images are pulled: the settings of the engine.

use super::literal::literal;
use super::text::{NodePath, SociVersion};
use crate::core::choice::choices;
use crate::core::engines::{EngineKind, EngineSpec, ImagesIn, SociLimits};

choices! {
    /// How limits other than the AMI's own reach SOCI on AL2023.
    Tuning, "a way to set SOCI's limits", {
        /// A systemd drop-in that sets them at every start of the service.
        DropIn = "drop-in", "systemd drop-in", "Sets the limits at every SOCI start; they survive a reboot.";
        /// One sed in the script part.
        Sed = "sed", "sed", "The blueprint's simple way: set once; a reboot restores the AMI's default limits.";
    }
}

choices! {
    /// Where the install script comes from.
    ScriptSource, "a source of the script", {
        /// One commit, its checksum verified before it runs.
        Pinned = "pinned", "Pinned commit, checksum verified", "Runs only if it is byte for byte the script of 2025-09-29.";
        /// Whatever the main branch holds when a node starts.
        Main = "main", "The main branch, unverified", "As published in July 2025: anyone who can change that branch runs code as root on your nodes.";
    }
}

choices! {
    /// The distribution of the nodes.
    Distribution, "a distribution", {
        /// Amazon Linux 2023.
        Al2023 = "al2023", "AL2023", "NodeConfig contains the containerd and kubelet settings.";
        /// Anything else: fragments to merge by hand.
        Other = "other", "Another distribution", "The script, and containerd and kubelet fragments that you merge into your image by hand.";
    }
}

/// What only the install script can set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstallScript {
    /// Where the script comes from.
    pub source: ScriptSource,
    /// Release of SOCI; the script's own 0.11.1 if empty.
    pub soci_version: Option<SociVersion>,
    /// Where SOCI keeps its data.
    pub root_dir: NodePath,
    /// Program that unpacks gzip.
    pub decompressor: NodePath,
    /// Distribution of the nodes.
    pub distribution: Distribution,
}

/// How images are pulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    /// The engine.
    pub kind: EngineKind,
    /// SOCI's limits; without effect on Auto Mode and stock containerd.
    pub limits: SociLimits,
    /// How limits other than the AMI's own are set; FastImagePull only.
    pub tuning: Tuning,
    /// What only the install script can set.
    pub install: InstallScript,
}

impl Default for Engine {
    fn default() -> Self {
        Self {
            kind: EngineKind::default(),
            limits: SociLimits::AL2023_AMI,
            tuning: Tuning::DropIn,
            install: InstallScript {
                source: ScriptSource::Pinned,
                soci_version: None,
                root_dir: literal("/var/lib/soci-snapshotter-grpc"),
                decompressor: literal("/usr/bin/unpigz"),
                distribution: Distribution::Al2023,
            },
        }
    }
}

impl Engine {
    /// Whether the nodes run a distribution that the user sets up by hand: no node class is
    /// written then.
    pub fn is_set_up_by_hand(&self) -> bool {
        self.spec().has_install_script() && self.install.distribution == Distribution::Other
    }

    /// The directory in which nodes keep images; none where the system decides it.
    pub(crate) fn image_directory(&self) -> Option<&str> {
        match self.spec().images_in {
            ImagesIn::Directory(directory) => Some(directory),
            ImagesIn::ChosenDirectory => Some(self.install.root_dir.as_str()),
            ImagesIn::SystemsOwn => None,
        }
    }

    /// What there is to know of the engine.
    pub(crate) const fn spec(&self) -> &'static EngineSpec {
        self.kind.spec()
    }
}
