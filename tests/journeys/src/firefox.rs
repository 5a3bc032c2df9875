//! Starts Firefox, as Debian's `firefox-esr` has it, without a screen, and ends it.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};

use crate::driver::{Driver, PATIENCE, Process, program};
use crate::marionette;
use crate::page::GLANCE;
use crate::server::Server;

/// A running Firefox and what it is driven through; it ends with the value.
pub struct Firefox {
    // In this order: nothing is asked of a Firefox that has ended.
    server: Server,
    _process: Process,
}

impl Firefox {
    /// Starts it with a new profile in `folder`.
    pub fn start(folder: &Path, downloads: &Path) -> Self {
        let program = program("FIREFOX", &["firefox-esr"]);
        let profile = folder.join("profile");
        std::fs::create_dir(&profile).expect("a folder for the profile");
        std::fs::write(profile.join("user.js"), preferences(downloads))
            .expect("the preferences are written");
        let child = Command::new(&program)
            .args(["--marionette", "--headless", "--no-remote", "--profile"])
            .arg(&profile)
            // Whatever it keeps outside its profile.
            .env("HOME", folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let process = Process(child);
        let started = Instant::now();
        loop {
            // It writes the port that it has chosen there.
            let port = std::fs::read_to_string(profile.join("MarionetteActivePort"));
            let server = port.ok().and_then(|port| port.trim().parse().ok());
            if let Some(Ok(server)) = server.map(marionette::serve) {
                return Self {
                    server,
                    _process: process,
                };
            }
            assert!(
                started.elapsed() < PATIENCE,
                "{} does not listen after {PATIENCE:?}",
                program.display()
            );
            std::thread::sleep(GLANCE);
        }
    }
}

impl Driver for Firefox {
    fn address(&self) -> String {
        self.server.address()
    }
}

/// Downloads land in a folder without a question, and the port is a free one. That nothing else is
/// fetched, it sees to itself where it is remote-controlled.
fn preferences(downloads: &Path) -> String {
    let preferences: [(&str, Value); 3] = [
        ("marionette.port", json!(0)),
        ("browser.download.folderList", json!(2)),
        ("browser.download.dir", json!(downloads)),
    ];
    let mut lines = String::new();
    for (name, value) in preferences {
        writeln!(lines, "user_pref(\"{name}\", {value});").expect("text can be written to");
    }
    lines
}
