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
            Self::Cluster => "The cluster the nodes join, and how their network is found.",
            Self::Image => "The image to pull, and the pod that pulls it.",
            Self::Nodes => "Instances Karpenter may launch, and how long they live.",
            Self::Storage => "The disk the image is written to; usually the deciding factor.",
            Self::Engine => "How the image is pulled, and its limits.",
            Self::Prices => "Node costs; they do not affect the manifests.",
        }
    }
}
