//! The image and the workload that pulls it.

use super::image_layer::Layer;
use super::literal::literal;
use super::own_figure::ParameterOverride;
use super::scheduling::Toleration;
use super::text::{BaseName, ImageReference, ObjectName, Quantity};
use crate::core::choice::choices;
use crate::core::units::ByteSize;

/// The image to pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Where the image is.
    pub reference: ImageReference,
    /// Size of all layers in the registry, as in the kubelet's “Image size” event.
    pub compressed_size: Option<ByteSize>,
    /// Size of the unpacked layers together.
    pub unpacked_size: Option<ByteSize>,
    /// Share of the largest layer in percent of the compressed size, 1 to 100.
    pub largest_layer: Option<u16>,
    /// The layers as its manifest lists them, the lowest one first; empty if not known.
    pub layers: Vec<Layer>,
    /// Figures of the pull model from the user's own pulls.
    pub own_figures: Vec<ParameterOverride>,
}

impl Default for Image {
    fn default() -> Self {
        Self {
            reference: literal(
                "763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:0.9-gpu-py312-ec2",
            ),
            compressed_size: Some(ByteSize::bytes(10_757_041_023)),
            unpacked_size: None,
            largest_layer: None,
            layers: Vec::new(),
            own_figures: Vec::new(),
        }
    }
}

impl Image {
    /// Its size in the registry: as it is stated, else that of its layers together; none if neither
    /// is known.
    pub fn size(&self) -> Option<ByteSize> {
        self.compressed_size.or_else(|| self.size_of_layers())
    }

    /// The size of its layers together; none if they are not known.
    pub fn size_of_layers(&self) -> Option<ByteSize> {
        let bytes = self.layers.iter().fold(0, |sum: u64, layer| {
            sum.saturating_add(layer.compressed.to_bytes())
        });
        (!self.layers.is_empty()).then(|| ByteSize::bytes(bytes))
    }

    /// Takes another reference. What is known of an image belongs to that image, so its sizes and
    /// layers go with the reference before; the default image brings its own.
    pub(super) fn refer_to(&mut self, reference: ImageReference) {
        if reference == self.reference {
            return;
        }
        let default = Self::default();
        let own_figures = std::mem::take(&mut self.own_figures);
        *self = if reference == default.reference {
            Self {
                own_figures,
                ..default
            }
        } else {
            Self {
                reference,
                compressed_size: None,
                unpacked_size: None,
                largest_layer: None,
                layers: Vec::new(),
                own_figures,
            }
        };
    }
}

choices! {
    /// What pulls the image.
    WorkloadKind, "a kind of workload", {
        /// Nothing in the set: the user's own pods do.
        Absent = "none", "None: your own pods", "Only the pool and its node class are written; a node starts when one of your pending pods fits the pool.";
        /// An `apps/v1` Deployment.
        Deployment = "deployment", "Deployment", "A Deployment on the pool, as in the blueprint: applying it starts nodes and pulls the image.";
    }
}

choices! {
    /// What the container runs.
    Command, "a command", {
        /// Sleep until it is told to stop: the pull is what is tried out.
        Sleep = "sleep", "Sleep", "The container only sleeps, as in the blueprint, to test the pull.";
        /// The image's own entry point.
        Image = "image", "The image's own", "The container runs the image's own command.";
    }
}

/// The pod that nodes are sized for, and the object that runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workload {
    /// What is written to run the pod.
    pub kind: WorkloadKind,
    /// Name of the Deployment; `-soci` is added for the one on SOCI nodes.
    pub name: BaseName,
    /// Namespace of the Deployment.
    pub namespace: ObjectName,
    /// Pods, 0 to 1,000.
    pub replicas: u16,
    /// GPUs of one pod, 1 to 16.
    pub gpus: Option<u16>,
    /// CPU request of one pod.
    pub cpu: Option<Quantity>,
    /// Memory request of one pod.
    pub memory: Option<Quantity>,
    /// Ephemeral storage request of one pod.
    pub ephemeral_storage: Option<Quantity>,
    /// What the container runs.
    pub command: Command,
    /// Taints that the pod tolerates, besides those of the pool.
    pub tolerations: Vec<Toleration>,
}

impl Default for Workload {
    fn default() -> Self {
        Self {
            kind: WorkloadKind::Absent,
            name: literal("vllm"),
            namespace: literal("default"),
            replicas: 1,
            gpus: None,
            cpu: None,
            memory: None,
            ephemeral_storage: None,
            command: Command::Sleep,
            tolerations: Vec::new(),
        }
    }
}
