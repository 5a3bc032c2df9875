//! Builds the page and serves it, rebuilding on every change.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::Stdio;
use std::time::Duration;

use crate::shell::{Failure, Outcome, line, step};
use crate::tools;

/// How to serve.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    port: u16,
    release: bool,
}

impl Options {
    /// Reads the options of the command line.
    pub fn parse(words: &[String]) -> Outcome<Self> {
        let mut options = Self {
            port: 8080,
            release: false,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--release" => options.release = true,
                "--port" => {
                    let value = words.next().map(String::as_str).unwrap_or_default();
                    options.port =
                        value
                            .parse()
                            .ok()
                            .filter(|port| *port != 0)
                            .ok_or_else(|| {
                                Failure::new(format!(
                                    "--port takes a number from 1 to 65535, got {value:?}."
                                ))
                            })?;
                }
                other => {
                    return Err(Failure::new(format!(
                        "`serve` knows --port and --release, not {other:?}."
                    )));
                }
            }
        }
        Ok(options)
    }
}

/// Serves until it is interrupted.
pub fn run(options: &Options) -> Outcome {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    // Before the build, which would otherwise be waited for in vain.
    TcpListener::bind(address).map_err(|error| {
        Failure::new(format!("Port {} cannot be used: {error}.", options.port))
            .by_hand("end what uses it, or choose another: `cargo xtask serve --port 8081`.")
    })?;
    let tools = tools::for_page()?;
    let duration = if options.release {
        "1 to 2 min"
    } else {
        "about 1 min the first time"
    };
    step(&format!("the page ({duration})"));
    let mut command = tools.trunk("serve")?;
    command.args([
        "--address",
        "127.0.0.1",
        "--port",
        &options.port.to_string(),
    ]);
    // dist/ stays the release page, which the journeys and the pictures are about.
    command.args(["--dist", "target/serve"]);
    if options.release {
        command.arg("--release");
    }
    let mut trunk = command.stdin(Stdio::null()).spawn().map_err(|error| {
        Failure::new(format!(
            "`{}` could not be started: {error}.",
            line(&command)
        ))
    })?;
    let mut announced = false;
    loop {
        match trunk.try_wait() {
            Ok(None) => {}
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => {
                return Err(Failure::new(format!(
                    "`{}` ended ({status}).",
                    line(&command)
                )));
            }
            Err(error) => return Err(Failure::new(format!("`{}`: {error}.", line(&command)))),
        }
        // Trunk also listens when the first build failed, and then has no page to give.
        if !announced && answers(address) {
            announced = true;
            step(&format!(
                "The page is at http://{address} (Ctrl-C stops it)"
            ));
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Whether there is a page at the address.
fn answers(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<String> {
        let limit = Duration::from_millis(500);
        let mut stream = TcpStream::connect_timeout(&address, limit)?;
        stream.set_read_timeout(Some(limit))?;
        write!(
            stream,
            "GET / HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
        )?;
        let mut status = String::new();
        BufReader::new(stream).read_line(&mut status)?;
        Ok(status)
    };
    ask().is_ok_and(|status| status.starts_with("HTTP/1.1 200"))
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn parse(words: &[&str]) -> Option<Options> {
        Options::parse(&words.iter().map(ToString::to_string).collect::<Vec<_>>()).ok()
    }

    #[test]
    fn options_have_defaults_and_refuse_nonsense() {
        assert_eq!(
            parse(&[]),
            Some(Options {
                port: 8080,
                release: false
            })
        );
        assert_eq!(
            parse(&["--release", "--port", "9000"]),
            Some(Options {
                port: 9000,
                release: true
            })
        );
        assert_eq!(parse(&["--port", "0"]), None);
        assert_eq!(parse(&["--port"]), None);
        assert_eq!(parse(&["--prot", "9000"]), None);
    }
}
