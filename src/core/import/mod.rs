//! What users have: their manifests and userData. Whatever the text, the answer is what was understood or a message; time and memory are bounded by its length.

mod ami_name;
mod compare;
mod deployment;
mod documents;
mod ec2_node_class;
mod engine;
mod family;
mod keeping;
mod keeping_user_data;
mod node_pool;
mod on_node;
mod read;
mod recommend;
mod report;
mod set;
mod taking;
mod traps;
mod user_data;

pub use on_node::{NodeLimit, NodeSetting, NodeStep, OnNode, SaidValue, SociVerdict};
pub use read::{on_nodes_of, read_files};
pub use report::{Import, InputFile, KeptHow, KeptValue, Place, Recognised, Remark, Taken};
