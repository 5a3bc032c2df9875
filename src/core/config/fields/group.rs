//! The steps of the form.

/// A group of fields: one step of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The cluster.
    Cluster,
    /// The image and its workload.
    Image,
    /// The instances.
    Nodes,
    /// Volumes and instance store.
    Storage,
    /// How images are pulled.
    Engine,
    /// What nodes cost.
    Prices,
}

impl Group {
    /// All groups in the order of the form.
    pub const ALL: [Self; 6] = [
        Self::Cluster,
        Self::Image,
        Self::Nodes,
        Self::Storage,
        Self::Engine,
        Self::Prices,
    ];

    /// Short heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cluster => "Cluster",
            Self::Image => "Image and workload",
            Self::Nodes => "Nodes",
            Self::Storage => "Storage",
            Self::Engine => "Engine",
            Self::Prices => "Prices",
        }
    }

    /// What the group decides, in one sentence.
    pub const fn help(self) -> &'static str {
        match self {
            Self::Cluster => "Where the nodes join, and what they are found by.",
            Self::Image => "What is pulled, and the pod that pulls it.",
            Self::Nodes => "Which instances Karpenter may launch, and how long they stay.",
            Self::Storage => "The disk that the image is written to; usually what decides.",
            Self::Engine => "How the image is pulled, and with which limits.",
            Self::Prices => "What nodes cost; no manifest depends on it.",
        }
    }
}
