//! Files as they were given, what wraps the documents in them, and places in them.

mod aligned;
mod bytes;
mod coverage;
mod dialect;
mod encoded;
mod given_files;
mod gzip;
mod held;
mod heredoc;
mod input_file;
mod launcher;
mod left;
mod lines;
mod markdown;
mod node_ami;
mod node_archive;
mod node_file;
mod part;
mod shell;
mod source_location;
mod statement;
mod taken_apart;
mod template;
mod terraform;
mod unread;
mod unwrap_text;
mod wrapped;

pub use bytes::NotText;
pub use coverage::Coverage;
pub(in crate::core::import) use dialect::Dialect;
pub(in crate::core::import) use encoded::{base64_text, decoded as unpacked_base64};
pub(in crate::core::import) use given_files::GivenFiles;
pub(in crate::core::import) use held::{Held, can_hold};
pub use input_file::InputFile;
pub(in crate::core::import) use launcher::Launcher;
pub(in crate::core::import) use left::{Absent, Left};
pub(in crate::core::import) use lines::Lines;
pub(in crate::core::import) use node_ami::NodeAmi;
pub(in crate::core::import) use node_file::NodeFile;
pub(in crate::core::import) use part::{Content, Part, PartForm, Partial};
pub use source_location::SourceLocation;
pub(in crate::core::import) use statement::{ClusterFact, Statement};
pub(in crate::core::import) use taken_apart::TakenApart;
pub(in crate::core::import) use template::{
    GONE, Guard, Lost, Plain, value_places, without_directives, without_template,
};
pub use unread::Unread;
pub(in crate::core::import) use unwrap_text::unwrap_text;
pub(in crate::core::import) use wrapped::{
    PatchFile, PatchFiles, of_values, patches_in_files, statements, unwrap_document, without_tags,
};
