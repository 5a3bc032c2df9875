//! YAML: read as a tree that knows its lines, written by one serializer with fixed options.

mod document;
mod grammar;
mod json;
mod node;
mod pairs;
mod path;
mod places;
mod read;
mod scalar;
mod split;
mod tag;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use document::Document;
pub(crate) use node::{Key, Node, Tree};
pub(crate) use path::DocumentPath;
pub(crate) use places::{Entry, Place, Places, places};
pub(crate) use read::{MAX_DOCUMENTS, read, read_all};
pub(crate) use scalar::Scalar;
pub(crate) use tag::decode_base64;
pub(crate) use write::{Yaml, write, write_all};
