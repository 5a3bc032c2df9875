//! Decides whether the page is one program or several: the page that visitors load is split, and
//! `site hook` takes it apart after Trunk. What is built to be tested or worked on stays whole.
//! Turns the table of instance types into the form in which it travels (`build/columns.rs`).
//! And says which facts lie beside the repository that some tests need: without them they are ignored,
//! and shown so.

#![allow(
    clippy::disallowed_methods,
    reason = "cargo tells a build script in variables what it builds"
)]

#[path = "build/columns.rs"]
mod columns;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=build/columns.rs");
    println!("cargo:rerun-if-changed=data/instances.csv");
    write_columns();
    println!("cargo:rustc-check-cfg=cfg(split, has_crds, has_published_page, can_mount)");
    for (path, cfg) in [
        ("../shared/crds", "has_crds"),
        (
            "../shared/blueprint/original-blueprint.md",
            "has_published_page",
        ),
    ] {
        // A path that is not there would make cargo build anew every time.
        if Path::new(path).exists() {
            println!("cargo:rerun-if-changed={path}");
            println!("cargo:rustc-cfg={cfg}");
        }
    }
    if can_mount() {
        println!("cargo:rustc-cfg=can_mount");
    }
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let is_page =
        env::var_os("CARGO_FEATURE_UI").is_some() && is("CARGO_CFG_TARGET_ARCH", "wasm32");
    if is_page && is("PROFILE", "release") {
        println!("cargo:rustc-cfg=split");
        // Where functions and data are named: without it nothing can be moved.
        println!("cargo:rustc-link-arg-bin=web=--emit-relocs");
    }
}

/// Writes the columns of the instance types to where the program takes them from.
fn write_columns() {
    let table = std::fs::read_to_string("data/instances.csv").expect("data/instances.csv");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo gives a folder"));
    std::fs::write(folder.join("instances.txt"), columns::of(&table))
        .expect("the folder can be written");
}

/// Whether a program may mount a file system in a namespace of its own, as a test of full disks does.
fn can_mount() -> bool {
    let mounts = Command::new("unshare")
        .args(["-rm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    mounts.is_ok_and(|status| status.success())
}
