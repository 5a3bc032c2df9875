//! The table of all fields: what the form shows, what a Config file holds, what `--set` takes
//! and what the JSON Schema says, from one place.
//!
//! To add a field: add it and its default to its struct in `config/`, add one row to the group's
//! table here, and a code for links. The form, the file format, the schema, the files that are
//! written, their import and explanation, and docs/config-reference.md follow; docs/architecture.md
//! names the places for fields with logic of their own.

mod applies;
mod changes;
mod cluster;
mod costs;
mod engine;
mod field;
mod group;
mod image;
mod in_manifest;
mod kind;
mod nodes;
mod place;
mod row;
mod storage;
mod table;
mod value;

pub use applies::Applies;
pub use changes::FieldChanges;
pub use field::Field;
pub(super) use field::leading_first;
pub use group::Group;
pub use kind::Kind;
pub(crate) use place::ManifestPlace;
pub(super) use value::FieldValue;
pub(crate) use value::MAX_LIST_LENGTH;
pub use value::Value;
