//! What users have: their manifests and userData. Whatever the text, the answer is what was understood or a message; time and memory are bounded by its length.

mod assumed;
mod diagnostic;
mod document;
mod node;
mod noticed;
mod own_files;
mod pipeline;
mod recommend;
mod report;
mod settings;
mod source;
mod verdicts;
mod words;

pub use assumed::Assumed;
pub use diagnostic::Diagnostic;
pub use node::{NodeLimit, NodeReport, NodeSetting, NodeStep, SettingSource, SociStatus};
pub use own_files::{OwnFiles, read_own_files};
pub use pipeline::read_files;
pub use report::{
    Account, DocumentSummary, Import, ImportedOverride, ImportedSet, OverrideKind, Taken,
};
pub use source::{Coverage, InputFile, NotText, SourceLocation, Unread};
