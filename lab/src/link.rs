//! A registry behind a link whose rates are known: a network namespace of its own, a pair of virtual
//! cards, and the kernel's queueing.

use std::fs::{self, File};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::run::{command, run};
use crate::undo::{Guard, Step, Undo};

/// The registry with its link.
#[derive(Debug)]
pub struct Registry {
    process: Child,
    guard: Option<Guard>,
}

const SPACE: &str = "soci-lab";
/// Our end of the link; the other is `eth0` in the namespace.
const CARD: &str = "soci-lab0";
const PORT: u16 = 5000;
/// Addresses of the registry. Connections to different ones have limits of their own.
pub const ADDRESSES: u8 = 32;

/// RFC 2544 keeps this network free for measurements.
fn address(last: u8) -> Ipv4Addr {
    Ipv4Addr::new(198, 18, 77, last)
}

/// Where the registry answers connection number `at`.
pub fn endpoint(at: usize) -> SocketAddr {
    let last = u8::try_from(at % usize::from(ADDRESSES)).unwrap_or(0) + 1;
    SocketAddr::new(IpAddr::V4(address(last)), PORT)
}

impl Registry {
    /// Starts it with an unlimited link; `work` is for its files.
    pub fn start(undo: &Undo, work: &Path) -> Result<Self> {
        let mut guard = undo.guard();
        run(&["ip", "netns", "add", SPACE])?;
        guard.run(&["ip", "netns", "del", SPACE]);
        run(&[
            "ip", "link", "add", CARD, "type", "veth", "peer", "name", "eth0", "netns", SPACE,
        ])?;
        // The pair goes with the namespace, but only once nothing runs in it any more.
        run(&[
            "ip",
            "addr",
            "add",
            &format!("{}/24", address(254)),
            "dev",
            CARD,
        ])?;
        run(&["ip", "link", "set", CARD, "up"])?;
        for last in 1..=ADDRESSES {
            let own = format!("{}/24", address(last));
            run(&["ip", "-n", SPACE, "addr", "add", &own, "dev", "eth0"])?;
        }
        run(&["ip", "-n", SPACE, "link", "set", "eth0", "up"])?;
        let own = work.join("registry");
        fs::create_dir_all(&own)?;
        guard.add(Step::Remove(own.display().to_string()));
        let config = own.join("config.yml");
        let text = format!(
            "version: 0.1\nlog: {{level: error, accesslog: {{disabled: true}}}}\n\
             storage: {{filesystem: {{rootdirectory: {:?}}}, cache: {{blobdescriptor: inmemory}}}}\n\
             http: {{addr: \"0.0.0.0:{PORT}\", secret: lab}}\n",
            own.join("blobs")
        );
        fs::write(&config, text)?;
        let mut program = command(&["ip", "netns", "exec", SPACE, "docker-registry", "serve"]);
        program.arg(&config).stdout(File::create(own.join("said"))?);
        program.stderr(File::create(own.join("log"))?);
        let process = program.spawn().context("docker-registry")?;
        let id = process.id();
        let registry = Self {
            process,
            guard: Some(guard),
        };
        let started = Instant::now();
        while TcpStream::connect_timeout(&endpoint(0), Duration::from_millis(200)).is_err() {
            let said = || fs::read_to_string(own.join("log")).unwrap_or_default();
            ensure!(
                started.elapsed() < Duration::from_secs(15),
                "no registry: {}",
                said()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        let mut registry = registry;
        if let Some(guard) = &mut registry.guard {
            // Only now is the process the registry, and no longer `ip`.
            guard.add(Step::End(id, "docker-registry".to_owned()));
        }
        Ok(registry)
    }

    /// Sets what the link lets through, in bytes a second: all together, and each connection by the
    /// address that it is to.
    pub fn limit(&self, link: u64, connection: Option<u64>) -> Result<()> {
        let tc = |words: &str| {
            let words: Vec<&str> = ["tc", "-n", SPACE]
                .into_iter()
                .chain(words.split(' '))
                .collect();
            run(&words)
        };
        // There is none before the first time.
        tc("qdisc del dev eth0 root").ok();
        let bits = |bytes: u64| format!("{}kbit", bytes * 8 / 1000);
        let all = bits(link);
        let Some(connection) = connection else {
            let queue = format!("qdisc add dev eth0 root tbf rate {all} burst 256kb latency 50ms");
            return tc(&queue).map(|_| ());
        };
        // Addresses of which nothing is said are answered without a limit.
        tc("qdisc add dev eth0 root handle 1: htb")?;
        tc(&format!(
            "class add dev eth0 parent 1: classid 1:1000 htb rate {all} burst 64kb quantum 60000"
        ))?;
        for last in 1..=ADDRESSES {
            let (own, most) = (
                bits(link / u64::from(ADDRESSES)),
                bits(connection.min(link)),
            );
            let class = format!(
                "class add dev eth0 parent 1:1000 classid 1:{last} htb rate {own} ceil {most} burst 64kb cburst 64kb quantum 60000"
            );
            tc(&class)?;
            let from = address(last);
            tc(&format!(
                "filter add dev eth0 parent 1: protocol ip u32 match ip src {from}/32 flowid 1:{last}"
            ))?;
        }
        Ok(())
    }
}

/// Whether the kernel can delay packets; tried out on a device of the lab's own.
pub fn has_netem() -> bool {
    let name = "soci-lab-probe";
    if run(&["ip", "netns", "add", name]).is_err() {
        return false;
    }
    let words = [
        "tc", "-n", name, "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms",
    ];
    let has = run(&words).is_ok();
    run(&["ip", "netns", "del", name]).ok();
    has
}

impl Drop for Registry {
    fn drop(&mut self) {
        drop(self.guard.take());
        // What the guard did not end, as it was not yet what it was to be.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
