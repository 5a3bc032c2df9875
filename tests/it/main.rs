//! One native test program: what the whole of core must hold to.

#![allow(
    clippy::disallowed_methods,
    reason = "these tests read files and run programs; core itself may not"
)]

mod architecture;
mod blueprint;
mod catalogue;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod cli_import;
#[cfg(feature = "cli")]
mod cli_instances;
<<<<<<< HEAD
mod costs;
mod crd_schema;
mod crds;
mod frontier;
mod import_events;
mod import_images;
=======
#[cfg(feature = "cli")]
mod cli_links;
mod crd_schema;
mod crds;
mod links;
>>>>>>> 7e6778a (A link holds every setting, stays readable for later versions, and says what it could not read)
mod mime;
mod own_figures;
mod properties;
mod pull;
mod readme;
mod rules;
mod samples;
#[path = "../scenarios/mod.rs"]
mod scenario_files;
mod scenarios;
mod schema;
mod scripts;
mod selection;
mod storage;
mod support;
mod yaml11;
