//! From a plan to files.
//!
//! `model/` has the objects with only the fields that are written, `build/` makes them from a
//! plan, `userdata/` makes what a node reads before it joins, `guide` the next steps; `render`
//! puts all of it into a [`Bundle`].
//!
//! To add an engine: a word in `config/engine.rs`, its NodeClass in `build/`, its userData in
//! `userdata/`, its steps in `guide.rs`; the compiler names every `match` that needs it.

mod as_written;
mod build;
mod bundle;
mod guide;
mod keep;
mod model;
mod objects;
mod render;
mod toml;
mod userdata;

pub(crate) use as_written::{Demand, Eviction, Kubelet, PoolLimits};
pub use bundle::{Bundle, File, Syntax};
pub use guide::{Command, Step};
pub use objects::{CreatedObject, CreatedObjects};
pub(crate) use render::{object, overriding, render, user_data, written_instead};
