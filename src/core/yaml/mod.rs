//! YAML: read as a tree that knows its lines, written by one serializer with fixed options.

mod read;
mod write;

pub(crate) use read::{Key, Node, Tree, read};
pub(crate) use write::{Yaml, write, write_all};
