//! What users paste: their manifests and userData, the manifest of their image, and the events of
//! their pods. Whatever the text, the answer is what was understood or a message; time and memory are bounded by its length.

mod ami_name;
mod compare;
mod deployment;
mod documents;
mod ec2_node_class;
mod engine;
mod family;
mod image;
mod json;
mod keeping;
mod keeping_user_data;
mod node_pool;
mod on_node;
mod paste;
mod pull_events;
mod read;
mod recommend;
mod report;
mod set;
mod taking;
mod traps;
mod user_data;

pub use image::{ImageFound, ImageImport, Platform, PlatformChoice, read_image};
pub use on_node::{NodeLimit, NodeSetting, NodeStep, OnNode, SaidValue, SociVerdict};
pub use pull_events::{
    AlreadyPresent, Comparison, PullEvent, PullEvents, Side, compare_pulls, read_pull_events,
};
pub use read::{on_nodes_of, read_files};
pub use report::{Import, InputFile, KeptHow, KeptValue, Place, Recognised, Remark, Taken};
