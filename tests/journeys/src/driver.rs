//! What a browser is driven through. Starts chromedriver, and ends it and the browsers that it started.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// Long enough for a machine that is busy with a build.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// So often it is started before the machine is to blame.
const STARTS: u32 = 5;

/// What a browser is driven through; it ends with the value.
pub trait Driver: Send {
    /// Where it listens.
    fn address(&self) -> String;
}

/// Starts a program, waits for the end of its own input, ends the program and deletes a folder. A browser
/// goes on from journey to journey, and what is kept for all of them is never dropped: its input ends with
/// the process of the journeys, however that ends.
const GUARD: &str = r#"folder=$1; shift; "$@" </dev/null & exec >/dev/null; cat; kill $!; wait $!; rm -rf "$folder""#;

/// A running chromedriver; it ends with the value, or with this process.
pub struct Chromedriver {
    guard: Child,
    /// The guard ends with it.
    input: Option<ChildStdin>,
    port: u16,
}

impl Chromedriver {
    /// Starts it on a port that it chooses itself. Another program may take that port between the
    /// choice and the start, and then the driver ends: it is started again. A folder is deleted when it
    /// has ended: its browser's profile.
    pub fn start(folder: &Path) -> Self {
        let program = program("CHROMEDRIVER", &["chromedriver"]);
        for _ in 0..STARTS {
            if let Some(driver) = Self::start_once(&program, folder) {
                return driver;
            }
        }
        panic!(
            "{} did not say its port in {STARTS} starts of at most {} s each",
            program.display(),
            PATIENCE.as_secs()
        );
    }

    /// None if it ended, or said nothing for too long.
    fn start_once(program: &Path, folder: &Path) -> Option<Self> {
        let mut guard = Command::new("sh")
            .args(["-c", GUARD, "guard"])
            .args([folder, program])
            .arg("--port=0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("sh does not start: {error}"));
        let output = guard.stdout.take().expect("its output is a pipe");
        let input = guard.stdin.take();
        let (sender, receiver) = mpsc::channel();
        // Reads to the end, so that the driver never waits for somebody to read.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(port) = port_in(&line) {
                    sender.send(port).ok();
                }
            }
        });
        let Ok(port) = receiver.recv_timeout(PATIENCE) else {
            drop(input);
            guard.wait().ok();
            std::fs::create_dir_all(folder.join("downloads")).ok()?;
            return None;
        };
        Some(Self { guard, input, port })
    }

    /// Asks it to end its browsers and itself: killed at once, it would leave them behind.
    fn ask_to_end(&self) -> std::io::Result<()> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(
            stream,
            "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
            self.port
        )?;
        stream.read_to_end(&mut Vec::new())?;
        Ok(())
    }
}

impl Driver for Chromedriver {
    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        // Whatever it answers, it ends now.
        self.ask_to_end().ok();
        drop(self.input.take());
        self.guard.wait().ok();
    }
}

/// Another program; it ends with the value.
pub struct Process(pub Child);

impl Drop for Process {
    fn drop(&mut self) {
        // If it has ended by itself, that is what was wanted.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// The program that a variable names, or the first of some names that is on the PATH.
pub fn program(variable: &str, names: &[&str]) -> PathBuf {
    if let Some(named) = std::env::var_os(variable) {
        return PathBuf::from(named);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    names
        .iter()
        .find_map(|name| std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file()))
        .unwrap_or_else(|| {
            panic!(
                "no {} on the PATH: `cargo xtask test` installs it where it may; the variable {variable} names one that is elsewhere",
                names.join(" or ")
            )
        })
}

/// The port in `ChromeDriver was started successfully on port 41235.`
fn port_in(line: &str) -> Option<u16> {
    line.split_once("successfully on port ")?
        .1
        .trim_end_matches('.')
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_port_is_read_from_the_announcement() {
        assert_eq!(
            super::port_in("ChromeDriver was started successfully on port 41235."),
            Some(41235)
        );
        assert_eq!(
            super::port_in("Starting ChromeDriver 156.0 on port 0"),
            None
        );
    }
}
