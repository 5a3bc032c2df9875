//! From a plan to files.

mod bundle;
pub use bundle::{Bundle, File, Syntax};
