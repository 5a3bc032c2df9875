//! Builds the page and serves it, rebuilding on every change.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::shell::{ByHand, line, step, succeeded};
use crate::{page, tools};

/// How to serve.
#[derive(Debug, PartialEq, Eq, clap::Args)]
pub struct Options {
    /// Where on 127.0.0.1
    #[arg(long, default_value_t = 8080, value_parser = clap::value_parser!(u16).range(1..))]
    pub port: u16,
    /// The page as visitors load it: small and quick, but slow to build
    #[arg(long)]
    pub release: bool,
}

/// dist/ stays the release page, which the journeys and the pictures are about.
const SERVED: &str = "target/serve";

/// Serves until it is interrupted.
pub fn run(options: &Options) -> Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    // Before the build, which would otherwise be waited for in vain.
    TcpListener::bind(address)
        .with_context(|| format!("port {} cannot be used", options.port))
        .by_hand("end what uses it, or choose another: `cargo xtask serve --port 8081`.")?;
    let tools = tools::for_page()?;
    let duration = if options.release {
        "optimised, 5 to 7 min on two cores"
    } else {
        "about 2 min on two cores the first time, then 15 s"
    };
    step(&format!("the page ({duration})"));
    let mut command = tools.trunk("serve")?;
    command.args([
        "--address",
        "127.0.0.1",
        "--port",
        &options.port.to_string(),
    ]);
    command.args(["--dist", SERVED]);
    if options.release {
        command.arg("--release");
    } else {
        page::write_worked_on()?;
        // Check sums of 40 MB would take a second and a half of every rebuild.
        command.arg("--no-sri=true").arg(page::WORKED_ON);
    }
    let spawned = command.stdin(Stdio::null()).spawn();
    let mut trunk = spawned.with_context(|| line(&command))?;
    let mut announced = false;
    loop {
        if let Some(status) = trunk.try_wait()? {
            return succeeded(&command, status);
        }
        // Trunk also listens when the first build failed, and then has no page to give.
        if !announced && answers(address) {
            announced = true;
            step(&format!(
                "The page is at http://{address} (Ctrl-C stops it)"
            ));
            if !options.release {
                std::thread::spawn(keep_static_pages);
            }
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Beside a page that is looked at already: what is written about it, rules and figures.
fn keep_static_pages() {
    if let Err(error) = page::keep_static_pages(SERVED) {
        step(&format!("there are no static pages: {error:#}"));
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
