//! One native test program: what the whole of core must hold to.

#![allow(
    clippy::disallowed_methods,
    reason = "these tests read files and run programs; core itself may not"
)]

#[cfg(feature = "cli")]
mod cli;
mod rules;
mod schema;
mod support;
mod yaml11;
mod readme;
mod crd_schema;
mod crds;
#[path = "../scenarios/mod.rs"]
mod scenario_files;
mod scenarios;
mod architecture;
mod blueprint;
mod mime;
mod scripts;
mod properties;
mod samples;
