//! The image and the workload that pulls it.

use super::choice::choices;
use super::image_layer::Layer;
use super::own_figure::OwnFigure;
use super::scheduling::Toleration;
use super::text::{BaseName, ImageReference, ObjectName, Quantity};
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
    pub own_figures: Vec<OwnFigure>,
}

choices! {
    /// What the container runs.
    Command, "a command", {
        /// Sleep until it is told to stop: the pull is what is tried out.
        Sleep = "sleep", "Sleep", "The container only sleeps until it is stopped, as in the blueprint: the pull is what you try out.";
        /// The image's own entry point.
        Image = "image", "The image's own", "The container starts what the image says.";
    }
}

/// The Deployment that pulls the image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workload {
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
