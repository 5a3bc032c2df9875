//! SOCI Configurator: Karpenter manifests and userData that switch SOCI parallel pull on.
//!
//! [`core`] is pure and decides everything; `ui` draws it in a browser; `src/bin/cli.rs` is the
//! same core as a command.

pub mod background;
pub mod core;
pub mod data;
#[cfg(feature = "ui")]
pub mod ui;
