//! The parts of the page. They read narrow memos and dispatch edits.

mod actions;
mod announce;
mod cost;
mod field;
mod file;
mod finding;
mod findings;
mod form;
mod header;
mod instances;
mod open;
mod rail;
mod result;
mod result_line;
mod steps;
mod storage;

pub use announce::Announcer;
pub use form::Form;
pub use header::Header;
pub use open::{DropTarget, OpenDialog, Opening};
pub use rail::Rail;
pub use result::ResultPanel;
pub use result_line::ResultLine;
