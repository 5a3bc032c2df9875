//! A Chromium and the chromedriver that fits it, for the tests that need a real browser.

use std::path::PathBuf;
use std::process::Command;

use super::debian_compiler::apt_install;
use super::folder;
use crate::shell::{Failure, Outcome, is_root, on_path, step, write};

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
    pub fn ensure() -> Outcome<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        let by_hand = "`apt-get install chromium chromium-driver` as root, or any Chrome with its chromedriver on \
                       the PATH; the variables CHROMIUM and CHROMEDRIVER name programs that are elsewhere.";
        if on_path("apt-get").is_none() || !is_root() {
            return Err(
                Failure::new("No Chromium with a chromedriver is on this machine.")
                    .by_hand(by_hand),
            );
        }
        step("Chromium and chromedriver with apt-get (about 1 min, once)");
        apt_install(&["chromium", "chromium-driver", "fonts-dejavu-core"]).map_err(|failure| {
            Failure::new(format!("The browser could not be installed. {failure}")).by_hand(by_hand)
        })?;
        Self::find().ok_or_else(|| {
            Failure::new("apt-get installed no chromium and chromedriver.").by_hand(by_hand)
        })
    }

    fn find() -> Option<Self> {
        let named = |variable: &str| {
            std::env::var_os(variable)
                .map(PathBuf::from)
                .filter(|path| path.is_file())
        };
        let names = [
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ];
        Some(Self {
            chromium: named("CHROMIUM").or_else(|| names.iter().find_map(|name| on_path(name)))?,
            chromedriver: named("CHROMEDRIVER").or_else(|| on_path("chromedriver"))?,
        })
    }

    /// Tells a command, and whatever it starts, which programs to use.
    pub fn name_to(&self, command: &mut Command) {
        command
            .env("CHROMIUM", &self.chromium)
            .env("CHROMEDRIVER", &self.chromedriver);
    }

    /// Writes the file from which wasm-bindgen's test runner takes the browser's settings.
    pub fn write_settings(&self) -> Outcome<PathBuf> {
        let quoted =
            |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let arguments = ARGUMENTS.map(quoted).join(", ");
        let binary = quoted(&self.chromium.to_string_lossy());
        let path = folder().join("webdriver.json");
        write(
            &path,
            &format!(
                "{{ \"goog:chromeOptions\": {{ \"binary\": {binary}, \"args\": [{arguments}] }} }}\n"
            ),
        )?;
        Ok(path)
    }
}

/// Installs shellcheck where that is allowed; the tests that use it say so themselves if it is
/// missing.
pub fn shellcheck() {
    if on_path("shellcheck").is_some() {
        return;
    }
    if on_path("apt-get").is_none() || !is_root() {
        step(
            "shellcheck is missing: `apt-get install shellcheck` lets the tests check the generated scripts",
        );
        return;
    }
    step("shellcheck with apt-get (about 10 s, once)");
    if let Err(failure) = apt_install(&["shellcheck"]) {
        step(&format!(
            "shellcheck could not be installed, going on without it ({failure})"
        ));
    }
}
