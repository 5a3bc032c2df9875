//! One layer unpacks: which decompressor, how fast, on how many cores.

use std::fs::File;

use anyhow::{Result, ensure};
use soci_configurator::core::Parameter;

use crate::Lab;
use crate::containerd::{Containerd, GzipBy, Setup};
use crate::disk::{LoopDisk, filesystem};
use crate::image::{Image, PackedLayer, Packing, pack};
use crate::layers::{Content, Files, LayerPlan};
use crate::machine::is_intel;
use crate::report::{Comparison, StageReport, number};
use crate::run::{Took, command, median_took, took};
use crate::simulated::figure;
use crate::verdict::{Point, Verdict, amounts, ratios};

pub const NAME: &str = "One stream";

/// What the model says of each way, as a factor of pigz.
fn ways() -> [(&'static str, GzipBy, Packing, f64); 4] {
    let igzip = if is_intel() {
        Parameter::IgzipIntel
    } else {
        Parameter::IgzipAmd
    };
    [
        ("unpigz", GzipBy::Unpigz, Packing::Gzip, 1.0),
        ("igzip", GzipBy::Igzip, Packing::Gzip, figure(igzip)),
        (
            "Go's gzip",
            GzipBy::Go,
            Packing::Gzip,
            figure(Parameter::GoGzip),
        ),
        (
            "Go's zstd",
            GzipBy::Go,
            Packing::Zstd,
            figure(Parameter::Zstd),
        ),
    ]
}

/// Decompresses a blob into nothing.
fn decompress(lab: &Lab, words: &[&str], layer: &PackedLayer) -> Result<Took> {
    let runs = lab.repeat(|| {
        let mut program = command(words);
        program
            .stdin(File::open(&layer.blob.file)?)
            .stdout(std::process::Stdio::null());
        let (time, status) = took(&[], || Ok(program.status()?))?;
        ensure!(status.success(), "{} failed", words[0]);
        Ok(time)
    });
    let middle = median_took(runs?);
    middle.ok_or_else(|| anyhow::anyhow!("it was not run"))
}

pub fn measure(lab: &Lab) -> Result<StageReport> {
    let contents = [("usual files", Content::Usual), ("texts", Content::Text)];
    let mut images = Vec::new();
    for (at, (name, content)) in contents.into_iter().enumerate() {
        let plan = LayerPlan {
            number: at as u64 + 1,
            bytes: lab.megabytes(300),
            content,
            files: Files::Few,
        };
        for packing in [Packing::Gzip, Packing::Zstd] {
            let layer = pack(&lab.work, &plan, packing)?;
            let image = Image::new(
                &lab.work,
                &format!("one/{at}{packing:?}").to_lowercase(),
                vec![layer],
            )?;
            images.push((name, packing, image));
        }
    }
    let disk = LoopDisk::new(&lab.undo, &lab.work, "one-stream", 3 << 30, &lab.throttling)?;
    let mut times: Vec<(&str, &str, f64, Took, u64)> = Vec::new();
    for (way, gzip, packing, factor) in ways() {
        let setup = Setup {
            gzip,
            ..Setup::USUAL
        };
        let containerd = Containerd::start(&lab.undo, &disk, &lab.work, setup)?;
        for (name, _, image) in images.iter().filter(|(_, other, _)| *other == packing) {
            containerd.import(image)?;
            // The first one finds nothing warm.
            containerd.unpack(&[image])?;
            let runs = lab.repeat(|| containerd.unpack(&[image]))?;
            if let Some(middle) = median_took(runs) {
                let rate = image.unpacked() as f64 / 1e6 / middle.wall;
                eprintln!(
                    "    {way}, {name}: {rate:.0} MB/s, {:.2} cores",
                    middle.cores()
                );
                times.push((way, name, factor, middle, image.unpacked()));
            }
        }
    }
    drop(disk);
    let stream = figure(Parameter::GzipStream);
    let of = |name: &str, what: fn(f64, &Took, u64, f64) -> (f64, f64)| -> Vec<Point> {
        let own = times.iter().filter(|(_, other, ..)| *other == name);
        own.map(|(way, _, factor, took, bytes)| {
            let (measured, simulated) = what(*factor, took, *bytes, figure(Parameter::GzipStream));
            Point::new(*way, measured, simulated)
        })
        .collect()
    };
    let mut comparisons = Vec::new();
    for (name, _) in contents {
        let points = of(name, |factor, took, bytes, stream| {
            (bytes as f64 / 1e6 / took.wall, factor * stream)
        });
        comparisons.push(Comparison {
            title: format!("unpacked by containerd, {name}"),
            column: "by",
            unit: "MB/s of output",
            verdict: ratios(&points),
            points,
        });
    }
    // Two threads of a core do 1.4 times what one does: what is left of the figure is what a stream keeps
    // busy where every vCPU is a core.
    let own = figure(Parameter::VcpuPerStream) / 1.4;
    let mut points = of("usual files", |_, took, _, _| (took.cores(), 0.0));
    for point in &mut points {
        let has_one_thread = matches!(point.at.as_str(), "igzip" | "Go's gzip");
        let need = if has_one_thread {
            figure(Parameter::VcpuOneThread)
        } else {
            1.0
        };
        point.simulated = own * need;
    }
    comparisons.push(Comparison {
        title: "cores that one stream keeps busy".to_owned(),
        column: "by",
        unit: "cores",
        verdict: amounts(&points),
        points,
    });
    let mut points = Vec::new();
    for (words, wanted) in [
        (&["unpigz", "-d", "-c"][..], Packing::Gzip),
        (&["igzip", "-d", "-c"], Packing::Gzip),
        (&["gzip", "-d", "-c"], Packing::Gzip),
        (&["zstd", "-d", "-c", "-q"], Packing::Zstd),
    ] {
        for (name, packing, image) in &images {
            if *packing != wanted {
                continue;
            }
            let time = decompress(lab, words, &image.layers[0])?;
            let rate = image.unpacked() as f64 / 1e6 / time.wall;
            points.push(Point::new(format!("{}, {name}", words[0]), rate, f64::NAN));
        }
    }
    comparisons.push(Comparison {
        title: "decompressed into nothing".to_owned(),
        column: "by",
        unit: "MB/s of output",
        verdict: Verdict::NotInModel("it has one rate for decompressing and writing".to_owned()),
        points,
    });
    let ratio = |at: usize| {
        let image = &images[at].2;
        number(image.unpacked() as f64 / image.compressed() as f64)
    };
    Ok(StageReport {
        name: NAME,
        how: format!(
            "A layer of {} MB in files of 16 MB, unpacked by `ctr snapshots unpack` of a private containerd to {} on a loop device in \
             memory without limits. The simulation's numbers are its figure for m6i, {stream:.0} MB/s, times the decompressor's factor.",
            lab.megabytes(300) / 1_000_000,
            filesystem(),
        ),
        comparisons,
        notes: vec![
            format!(
                "Usual files unpack to {} times their size with gzip, texts to {} times.",
                ratio(0),
                ratio(2)
            ),
            "Go's gzip alone is not measured: Debian has no program that decompresses with it."
                .to_owned(),
        ],
    })
}
