//! Says which browsers besides Chromium are there: without one its journey is ignored, and shown so.

use std::env;
use std::path::{Path, PathBuf};

/// Where apt puts programs. What is installed there later is noticed.
const PROGRAMS: &str = "/usr/bin";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-check-cfg=cfg(has_firefox, has_webkit)");
    let has_all = |programs: &[(&str, &str)]| {
        // All of them are looked for, so that cargo hears of each.
        let found = programs.iter().filter(|(variable, name)| {
            println!("cargo:rerun-if-env-changed={variable}");
            let named = env::var_os(variable).map(PathBuf::from);
            let program = named
                .or_else(|| on_path(name))
                .filter(|file| file.is_file());
            let watched = program.as_deref().unwrap_or(Path::new(PROGRAMS));
            // A path that is not there would make cargo build anew every time.
            if watched.exists() {
                println!("cargo:rerun-if-changed={}", watched.display());
            }
            program.is_some()
        });
        found.count() == programs.len()
    };
    if has_all(&[("FIREFOX", "firefox-esr")]) {
        println!("cargo:rustc-cfg=has_firefox");
    }
    if has_all(&[("WEBKIT_WEBDRIVER", "WebKitWebDriver"), ("XVFB", "Xvfb")]) {
        println!("cargo:rustc-cfg=has_webkit");
    }
}

fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}
