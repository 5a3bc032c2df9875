//! A containerd of the lab's own: its own folders and socket, beside any that the machine has.

use std::fs::{self, File};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::cri;
use crate::disk::LoopDisk;
use crate::image::Image;
use crate::run::{Took, all_at_once, command, output, run, took};
use crate::undo::{Guard, Step, Undo};

/// What unpacks gzip in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GzipBy {
    /// Go's own.
    Go,
    /// unpigz, which containerd takes wherever it finds it.
    Unpigz,
    /// igzip under unpigz's name, which is how Bottlerocket came to it.
    Igzip,
}

/// How it is set up.
#[derive(Debug, Clone, Copy)]
pub struct Setup<'a> {
    pub gzip: GzipBy,
    /// As `taskset -c` takes them; none for all.
    pub cores: Option<&'a str>,
    /// `max_concurrent_downloads`.
    pub downloads: u32,
    /// Host and port of a registry without TLS.
    pub registry: Option<&'a str>,
}

impl Setup<'_> {
    /// As containerd comes, with unpigz installed.
    pub const USUAL: Self = Self {
        gzip: GzipBy::Unpigz,
        cores: None,
        downloads: 3,
        registry: None,
    };
}

/// It runs as long as this lives.
#[derive(Debug)]
pub struct Containerd {
    socket: PathBuf,
    /// Where it keeps images.
    pub root: PathBuf,
    cores: Option<String>,
    process: Child,
    guard: Option<Guard>,
}

const NAMESPACE: &str = "k8s.io";

impl Containerd {
    /// Starts one whose images lie on a disk; `work` is for everything else.
    pub fn start(undo: &Undo, disk: &LoopDisk, work: &Path, setup: Setup) -> Result<Self> {
        let own = work.join("containerd");
        fs::create_dir_all(own.join("programs"))?;
        let mut guard = undo.guard();
        guard.add(Step::Remove(own.display().to_string()));
        let root = disk.folder.join("containerd");
        let socket = own.join("containerd.sock");
        let config = own.join("config.toml");
        let mut text = format!(
            "version = 2\nroot = {root:?}\nstate = {:?}\n[grpc]\naddress = {socket:?}\n\
             [plugins.\"io.containerd.grpc.v1.cri\"]\nmax_concurrent_downloads = {}\n\
             [plugins.\"io.containerd.grpc.v1.cri\".containerd]\nsnapshotter = \"overlayfs\"\n\
             discard_unpacked_layers = true\n",
            own.join("state"),
            setup.downloads,
        );
        if let Some(registry) = setup.registry {
            let hosts = own.join("hosts").join(registry);
            fs::create_dir_all(&hosts)?;
            let host = format!(
                "server = \"http://{registry}\"\n[host.\"http://{registry}\"]\ncapabilities = [\"pull\", \"resolve\"]\n"
            );
            fs::write(hosts.join("hosts.toml"), host)?;
            text.push_str(&format!(
                "[plugins.\"io.containerd.grpc.v1.cri\".registry]\nconfig_path = {:?}\n",
                own.join("hosts")
            ));
        }
        fs::write(&config, text)?;
        let mut program = match setup.cores {
            Some(cores) => command(&["taskset", "-c", cores, "containerd"]),
            None => command(&["containerd"]),
        };
        program.arg("--config").arg(&config);
        let log = own.join("log");
        program
            .stdout(File::create(own.join("said"))?)
            .stderr(File::create(&log)?);
        match setup.gzip {
            GzipBy::Go => {
                program.env("CONTAINERD_DISABLE_PIGZ", "1");
            }
            GzipBy::Unpigz => {}
            GzipBy::Igzip => {
                let stand_in = own.join("programs/unpigz");
                fs::write(&stand_in, "#!/bin/sh\nexec igzip \"$@\"\n")?;
                run(&["chmod", "755", &stand_in.display().to_string()])?;
                let path = std::env::var("PATH").unwrap_or_default();
                program.env("PATH", format!("{}:{path}", own.join("programs").display()));
            }
        }
        let process = program.spawn().context("containerd")?;
        guard.add(Step::End(process.id(), "containerd".to_owned()));
        let containerd = Self {
            socket,
            root,
            cores: setup.cores.map(str::to_owned),
            process,
            guard: Some(guard),
        };
        let started = Instant::now();
        while UnixStream::connect(&containerd.socket).is_err()
            || output(&mut containerd.ctr(&["images", "ls", "-q"])).is_err()
        {
            let said = || fs::read_to_string(&log).unwrap_or_default();
            ensure!(
                started.elapsed() < Duration::from_secs(20),
                "containerd does not start: {}",
                said().lines().rev().take(3).collect::<Vec<_>>().join("; ")
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(containerd)
    }

    /// Its client.
    pub fn ctr(&self, words: &[&str]) -> Command {
        let mut ctr = match &self.cores {
            Some(cores) => command(&["taskset", "-c", cores, "ctr"]),
            None => command(&["ctr"]),
        };
        ctr.arg("-a")
            .arg(&self.socket)
            .args(["-n", NAMESPACE])
            .args(words);
        ctr
    }

    /// Takes an image in, without unpacking it.
    pub fn import(&self, image: &Image) -> Result<()> {
        let archive = image.archive.display().to_string();
        let words = [
            "images",
            "import",
            "--no-unpack",
            "--snapshotter",
            "overlayfs",
            &archive,
        ];
        output(&mut self.ctr(&words))?;
        self.settle()
    }

    /// Brings everything that waits in memory to its disk.
    pub fn settle(&self) -> Result<()> {
        run(&["sync", "-f", &self.root.display().to_string()]).map(|_| ())
    }

    /// Unpacks images that were taken in, all at once, and forgets what it made of them.
    pub fn unpack(&self, images: &[&Image]) -> Result<Took> {
        let digests = images
            .iter()
            .map(|image| format!("sha256:{}", image.manifest.digest));
        let digests: Vec<String> = digests.collect();
        let commands = digests
            .iter()
            .map(|digest| self.ctr(&["snapshots", "--snapshotter", "overlayfs", "unpack", digest]));
        let mut commands: Vec<Command> = commands.collect();
        let (time, ()) = took(&[self.process.id()], || all_at_once(&mut commands))?;
        for image in images {
            self.forget_snapshots(image)?;
        }
        self.settle()?;
        Ok(time)
    }

    /// Removes what an image was unpacked to.
    pub fn forget_snapshots(&self, image: &Image) -> Result<()> {
        for key in image.chain()? {
            let words = ["snapshots", "--snapshotter", "overlayfs", "rm", &key];
            if let Err(error) = output(&mut self.ctr(&words)) {
                // Once the topmost is gone, containerd itself removes the others.
                ensure!(error.to_string().contains("not found"), "{error:#}");
            }
        }
        Ok(())
    }

    /// Fetches an image without unpacking it.
    pub fn fetch(&self, reference: &str) -> Result<Took> {
        let mut fetch = self.ctr(&["content", "fetch", "--plain-http", reference]);
        fetch.stdout(Stdio::null());
        Ok(took(&[self.process.id()], || output(&mut fetch))?.0)
    }

    /// Pulls an image as the kubelet has it pulled.
    pub fn pull(&self, reference: &str) -> Result<Took> {
        Ok(took(&[self.process.id()], || cri::pull(&self.socket, reference))?.0)
    }

    /// Where it keeps layers as they came.
    pub fn blobs(&self) -> PathBuf {
        self.root
            .join("io.containerd.content.v1.content/blobs/sha256")
    }

    /// Removes all images and what they lie in. The interface for the kubelet gives each a second name,
    /// a moment after the first.
    pub fn clear(&self) -> Result<()> {
        let is_empty =
            || fs::read_dir(self.blobs()).is_ok_and(|mut folder| folder.next().is_none());
        for _ in 0..50 {
            let names = output(&mut self.ctr(&["images", "ls", "-q"]))?;
            if names.is_empty() && is_empty() {
                return self.settle();
            }
            if !names.is_empty() {
                let mut remove = self.ctr(&["images", "rm", "--sync"]);
                output(remove.args(names.lines()))?;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        anyhow::bail!("containerd keeps layers that no image has")
    }
}

impl Drop for Containerd {
    fn drop(&mut self) {
        drop(self.guard.take());
        // The guard has ended it. What it kept goes, so that the next one starts from nothing.
        self.process.wait().ok();
        fs::remove_dir_all(&self.root).ok();
    }
}
