//! What users have: their manifests and userData. Whatever the text, the answer is what was understood or a message; time and memory are bounded by its length.

mod diagnostic;
mod document;
mod node;
mod pipeline;
mod recommend;
mod report;
mod settings;
mod source;
mod verdicts;

pub use diagnostic::Remark;
pub use node::{NodeLimit, NodeSetting, NodeStep, OnNode, SaidValue, SociVerdict};
pub use pipeline::{on_nodes_of, read_files};
pub use report::{Import, KeptHow, KeptValue, Recognised, Taken};
pub use source::{InputFile, Place};
