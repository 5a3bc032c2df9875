//! Starts WebKitGTK's driver, as Debian's `webkit2gtk-driver` has it, on a screen that nobody sees,
//! and ends both: unlike the others, this browser wants a screen.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::driver::{Driver, PATIENCE, Process, program};
use crate::page::GLANCE;

/// A running driver and its screen; they end with the value.
pub struct WebKit {
    // In this order: the browser's screen goes last.
    _driver: Process,
    _screen: Process,
    port: u16,
}

impl WebKit {
    /// Starts it, with everything that the browser keeps in `folder`.
    pub fn start(folder: &Path, downloads: &Path) -> Self {
        let program = program("WEBKIT_WEBDRIVER", &["WebKitWebDriver"]);
        let settings = folder.join("config");
        std::fs::create_dir(&settings).expect("a folder for settings");
        // The browser asks the desktop where downloads belong.
        let places = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads.display());
        std::fs::write(settings.join("user-dirs.dirs"), places).expect("settings are written");
        let (screen, display) = screen();
        let port = free_port();
        let driver = Command::new(&program)
            .arg(format!("--port={port}"))
            .env("DISPLAY", display)
            // On the desktop of whoever runs this it would show itself.
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("HOME", folder)
            .env("XDG_CONFIG_HOME", settings)
            .env("XDG_CACHE_HOME", folder.join("cache"))
            .env("XDG_DATA_HOME", folder.join("data"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let started = Self {
            _driver: Process(driver),
            _screen: screen,
            port,
        };
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(
                begun.elapsed() < PATIENCE,
                "{} does not listen after {PATIENCE:?}",
                program.display()
            );
            std::thread::sleep(GLANCE);
        }
        started
    }
}

impl Driver for WebKit {
    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// A screen in memory, and its name.
fn screen() -> (Process, String) {
    let program = program("XVFB", &["Xvfb"]);
    let screen = Command::new(&program)
        .args(["-displayfd", "1", "-screen", "0", "1600x1200x24"])
        .args(["-nolisten", "tcp"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
    let mut screen = Process(screen);
    // It says its number when it is ready, and nothing if it cannot be.
    let mut number = String::new();
    if let Some(output) = screen.0.stdout.take() {
        BufReader::new(output).read_line(&mut number).ok();
    }
    let number = number.trim();
    assert!(
        !number.is_empty(),
        "{} ended before it was ready",
        program.display()
    );
    (screen, format!(":{number}"))
}

/// A port that was free a moment ago: this driver cannot say which one it has chosen.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port on 127.0.0.1");
    listener.local_addr().expect("it has an address").port()
}
