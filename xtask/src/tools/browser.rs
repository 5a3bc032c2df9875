//! A Chromium and the chromedriver that fits it, for the tests that need a real browser; Firefox and
//! WebKit, for the one journey that is walked in every browser.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::{apt, folder};
use crate::shell::{ByHand, on_path, step, write};

/// A browser that tests do without where it is missing.
struct Other {
    name: &'static str,
    /// The variables that name its programs, and what these are called on the PATH.
    programs: &'static [(&'static str, &'static str)],
    packages: &'static [&'static str],
}

/// `tests/journeys/build.rs` looks for the same programs.
const OTHERS: [Other; 2] = [
    Other {
        name: "Firefox",
        programs: &[("FIREFOX", "firefox-esr")],
        packages: &["firefox-esr"],
    },
    Other {
        name: "WebKit",
        programs: &[("WEBKIT_WEBDRIVER", "WebKitWebDriver"), ("XVFB", "Xvfb")],
        // It wants a screen.
        packages: &["webkit2gtk-driver", "xvfb"],
    },
];

/// Installs the other browsers where that is allowed; where one is missing, its journey is ignored
/// and shown so.
pub fn others() {
    for other in &OTHERS {
        let is_there = |&(variable, name): &(&str, &str)| find(variable, &[name]).is_some();
        if other.programs.iter().all(is_there) {
            continue;
        }
        if apt::may_install() {
            step(&format!("{} with apt-get (about 20 s, once)", other.name));
        }
        if let Err(error) = apt::install(other.packages) {
            step(&format!("no journey through {}: {error:#}", other.name));
        }
    }
}

/// A program that a variable names, or the first of some names that is on the PATH.
fn find(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    named
        .filter(|path| path.is_file())
        .or_else(|| names.iter().find_map(|name| on_path(name)))
}

/// The browser's and its driver's programs.
pub struct Browser {
    /// The browser.
    chromium: PathBuf,
    /// The program that remote-controls it.
    chromedriver: PathBuf,
}

/// What makes the browser run as root, without a screen and without reaching for the network.
const ARGUMENTS: [&str; 7] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

impl Browser {
    /// Makes sure of both programs; where this machine may not install them, says the command.
    pub fn ensure() -> Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        step("Chromium and chromedriver with apt-get (about 1 min, once)");
        apt::install(&["chromium", "chromium-driver", "fonts-dejavu-core"])
            .and_then(|()| Self::find().context("apt-get installed no chromium and chromedriver"))
            .context("there is no browser for the tests")
            .by_hand(
                "`apt-get install chromium chromium-driver` as root, or any Chrome with its chromedriver on \
                 the PATH; the variables CHROMIUM and CHROMEDRIVER name programs that are elsewhere.",
            )
    }

    fn find() -> Option<Self> {
        let names = [
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ];
        Some(Self {
            chromium: find("CHROMIUM", &names)?,
            chromedriver: find("CHROMEDRIVER", &["chromedriver"])?,
        })
    }

    /// Tells a command, and whatever it starts, which programs to use.
    pub fn name_to(&self, command: &mut Command) {
        command
            .env("CHROMIUM", &self.chromium)
            .env("CHROMEDRIVER", &self.chromedriver);
    }

    /// Writes the file from which wasm-bindgen's test runner takes the browser's settings.
    pub fn write_settings(&self) -> Result<PathBuf> {
        let path = folder().join("webdriver.json");
        // Rust quotes a path as JSON does, as far as paths of programs go.
        let binary = self.chromium.to_string_lossy();
        let options = format!("{{ \"binary\": {binary:?}, \"args\": {ARGUMENTS:?} }}");
        write(&path, &format!("{{ \"goog:chromeOptions\": {options} }}\n"))?;
        Ok(path)
    }
}
