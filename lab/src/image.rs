//! Images made of generated layers: blobs with their digests, and the archive that containerd imports.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};

use crate::layers::{LayerPlan, header, padding};
use crate::run::{command, run};

/// How layers are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    Gzip,
    Zstd,
}

/// A file that is known by its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    pub file: PathBuf,
    /// SHA-256 in hexadecimal digits.
    pub digest: String,
    pub size: u64,
    media: &'static str,
}

/// A packed layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedLayer {
    pub blob: Blob,
    /// The digest of what it unpacks to.
    diff: String,
    /// Bytes of the archive that it unpacks to.
    pub unpacked: u64,
    /// Files in it.
    pub files: u64,
}

/// An image in files.
#[derive(Debug, Clone)]
pub struct Image {
    /// As containerd and the registry know it: `lab/few`.
    pub name: String,
    pub layers: Vec<PackedLayer>,
    pub config: Blob,
    pub manifest: Blob,
    /// The archive that `ctr images import` takes.
    pub archive: PathBuf,
}

const GZIP: &str = "application/vnd.oci.image.layer.v1.tar+gzip";
const ZSTD: &str = "application/vnd.oci.image.layer.v1.tar+zstd";
const CONFIG: &str = "application/vnd.oci.image.config.v1+json";
/// What a manifest is.
pub const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";

fn digest(file: &Path) -> Result<String> {
    let said = run(&["sha256sum", &file.display().to_string()])?;
    let digest = said.split_whitespace().next().unwrap_or_default();
    ensure!(digest.len() == 64, "sha256sum said {said}");
    Ok(digest.to_owned())
}

impl Blob {
    fn read(file: PathBuf, media: &'static str) -> Result<Self> {
        Ok(Self {
            digest: digest(&file)?,
            size: fs::metadata(&file)?.len(),
            file,
            media,
        })
    }

    fn descriptor(&self, more: &str) -> String {
        format!(
            r#"{{"mediaType":"{}","digest":"sha256:{}","size":{}{more}}}"#,
            self.media, self.digest, self.size
        )
    }
}

/// Makes a layer in a folder, and packs it with all cores: how it was packed is not what is measured.
pub fn pack(folder: &Path, plan: &LayerPlan, packing: Packing) -> Result<PackedLayer> {
    let name = format!(
        "{}-{}-{:?}-{:?}",
        plan.number, plan.bytes, plan.content, plan.files
    );
    let tar = folder.join(format!("{name}.tar"));
    let mut file = BufWriter::with_capacity(1 << 20, File::create(&tar)?);
    let files = plan.write(&mut file)?;
    file.flush()?;
    let (end, words, media) = match packing {
        Packing::Gzip => ("gz", ["pigz", "-6", "-c"], GZIP),
        Packing::Zstd => ("zst", ["zstd", "-3", "-qc"], ZSTD),
    };
    let packed = folder.join(format!("{name}.tar.{end}"));
    let mut program = command(&words);
    program.arg(&tar).stdout(File::create(&packed)?);
    let status = program.status().context(words[0])?;
    ensure!(status.success(), "{} failed", words[0]);
    let layer = PackedLayer {
        blob: Blob::read(packed, media)?,
        diff: digest(&tar)?,
        unpacked: fs::metadata(&tar)?.len(),
        files,
    };
    fs::remove_file(tar)?;
    Ok(layer)
}

impl Image {
    /// An image of these layers, the lowest first.
    pub fn new(folder: &Path, name: &str, layers: Vec<PackedLayer>) -> Result<Self> {
        let file = |end: &str| folder.join(format!("{}-{end}", name.replace('/', "-")));
        let listed = |words: Vec<String>| words.join(",");
        let diffs = listed(
            layers
                .iter()
                .map(|it| format!(r#""sha256:{}""#, it.diff))
                .collect(),
        );
        let config = format!(
            r#"{{"architecture":"{}","os":"linux","config":{{}},"rootfs":{{"type":"layers","diff_ids":[{diffs}]}}}}"#,
            architecture()
        );
        fs::write(file("config.json"), config)?;
        let config = Blob::read(file("config.json"), CONFIG)?;
        let blobs = listed(layers.iter().map(|it| it.blob.descriptor("")).collect());
        let manifest = format!(
            r#"{{"schemaVersion":2,"mediaType":"{MANIFEST}","config":{},"layers":[{blobs}]}}"#,
            config.descriptor("")
        );
        fs::write(file("manifest.json"), manifest)?;
        let manifest = Blob::read(file("manifest.json"), MANIFEST)?;
        let image = Self {
            name: name.to_owned(),
            layers,
            config,
            manifest,
            archive: file("image.tar"),
        };
        image.write_archive()?;
        Ok(image)
    }

    fn blobs(&self) -> impl Iterator<Item = &Blob> {
        let own = [&self.config, &self.manifest];
        self.layers.iter().map(|layer| &layer.blob).chain(own)
    }

    fn write_archive(&self) -> Result<()> {
        let mut archive = BufWriter::with_capacity(1 << 20, File::create(&self.archive)?);
        let named = format!(
            r#","annotations":{{"io.containerd.image.name":"{}"}}"#,
            self.reference()
        );
        let index = format!(
            r#"{{"schemaVersion":2,"manifests":[{}]}}"#,
            self.manifest.descriptor(&named)
        );
        let texts = [
            ("oci-layout", r#"{"imageLayoutVersion":"1.0.0"}"#),
            ("index.json", &index),
        ];
        for (name, text) in texts {
            archive.write_all(&header(name, text.len() as u64, false))?;
            archive.write_all(text.as_bytes())?;
            archive.write_all(&[0; 512][..padding(text.len() as u64)])?;
        }
        for blob in self.blobs() {
            let name = format!("blobs/sha256/{}", blob.digest);
            archive.write_all(&header(&name, blob.size, false))?;
            std::io::copy(&mut File::open(&blob.file)?, &mut archive)?;
            archive.write_all(&[0; 512][..padding(blob.size)])?;
        }
        archive.write_all(&[0; 1024])?;
        Ok(archive.flush()?)
    }

    /// The name by which containerd imports it.
    pub fn reference(&self) -> String {
        format!("lab.example/{}:latest", self.name)
    }

    /// Bytes that all layers unpack to.
    pub fn unpacked(&self) -> u64 {
        self.layers.iter().map(|layer| layer.unpacked).sum()
    }

    /// Bytes of all layers in the registry.
    pub fn compressed(&self) -> u64 {
        self.layers.iter().map(|layer| layer.blob.size).sum()
    }

    /// The snapshots that it unpacks to, the topmost first.
    pub fn chain(&self) -> Result<Vec<String>> {
        let mut chain: Vec<String> = Vec::new();
        for layer in &self.layers {
            let next = match chain.last() {
                None => format!("sha256:{}", layer.diff),
                Some(parent) => {
                    let mut sum = command(&["sha256sum"]);
                    let both = format!("{parent} sha256:{}", layer.diff);
                    let child = sum.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
                    let mut child = child.context("sha256sum")?;
                    let input = child.stdin.take();
                    input.context("no input")?.write_all(both.as_bytes())?;
                    let said = String::from_utf8(child.wait_with_output()?.stdout)?;
                    format!("sha256:{}", said.split(' ').next().unwrap_or_default())
                }
            };
            chain.push(next);
        }
        chain.reverse();
        Ok(chain)
    }
}

/// This machine's architecture as images name it.
fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}
