//! From a plan to files.
//!
//! `model/` has the objects with only the fields that are written, `build/` makes them from a
//! plan, `userdata/` makes what a node reads before it joins, `guide` the next steps; `render`
//! puts all of it into a [`Bundle`].
//!
//! To add an engine: a word in `config/engine.rs`, its NodeClass in `build/`, its userData in
//! `userdata/`, its steps in `guide.rs`; the compiler names every `match` that needs it.

mod ami;
mod as_written;
mod build;
mod bundle;
mod guide;
mod keep;
mod limits;
mod model;
mod objects;
mod placement;
mod render;
mod toml;
mod tree;
mod userdata;

pub(crate) use ami::of_ami_name;
pub(crate) use as_written::{Demand, Eviction, Kubelet};
pub use bundle::{Bundle, File, Syntax};
pub use guide::{Command, Step};
pub(crate) use limits::{PoolLimits, RESOURCES};
pub use objects::{CreatedObject, CreatedObjects};
pub(crate) use placement::Placement;
pub(crate) use render::{object, overriding, render, user_data, written_instead};
