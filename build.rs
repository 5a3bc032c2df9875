//! Decides whether the page is one program or several: the page that visitors load is split, and
//! `site hook` takes it apart after Trunk. What is built to be tested or worked on stays whole.

#![allow(
    clippy::disallowed_methods,
    reason = "cargo tells a build script in variables what it builds"
)]

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-check-cfg=cfg(split)");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let is_page =
        env::var_os("CARGO_FEATURE_UI").is_some() && is("CARGO_CFG_TARGET_ARCH", "wasm32");
    if is_page && is("PROFILE", "release") {
        println!("cargo:rustc-cfg=split");
        // Where functions and data are named: without it nothing can be moved.
        println!("cargo:rustc-link-arg-bin=web=--emit-relocs");
    }
}
