//! Several layers unpack at once.

use std::time::Instant;

use anyhow::Result;
use soci_configurator::core::{GivenRates, UnpackOrder};

use crate::Lab;
use crate::containerd::{Containerd, Setup};
use crate::disk::LoopDisk;
use crate::image::{Image, Packing, pack};
use crate::layers::{Content, Files, LayerPlan};
use crate::machine::{cores, threads_per_core};
use crate::report::{Comparison, StageReport, number};
use crate::run::{all_at_once, command};
use crate::simulated::{layers, rate, seconds, unhindered};
use crate::verdict::{Point, ratios, saturation};

pub const NAME: &str = "Many streams";

const MOST: usize = 8;

/// What a second vCPU adds to what one does: how many times as much two of them decompress, each by itself.
fn second_vcpu(lab: &Lab, image: &Image) -> Result<f64> {
    let file = image.layers[0].blob.file.display().to_string();
    let time = |cores: &[&str]| {
        let started = Instant::now();
        let commands = cores
            .iter()
            .map(|core| command(&["taskset", "-c", core, "gzip", "-t", &file]));
        all_at_once(&mut commands.collect::<Vec<_>>())?;
        anyhow::Ok(started.elapsed().as_secs_f64())
    };
    lab.median("two vCPUs against one", || {
        Ok(2.0 * time(&["0"])? / time(&["0", "1"])?)
    })
}

/// Two cores do nearly twice as much as one; two threads of one core far less.
const OF_ONE_CORE: f64 = 1.7;

pub fn measure(lab: &Lab) -> Result<StageReport> {
    let mut images = Vec::new();
    for number in 0..MOST {
        let plan = LayerPlan {
            number: 10 + number as u64,
            bytes: lab.megabytes(75),
            content: Content::Usual,
            files: Files::Few,
        };
        let layer = pack(&lab.work, &plan, Packing::Gzip)?;
        images.push(Image::new(
            &lab.work,
            &format!("many/{number}"),
            vec![layer],
        )?);
    }
    let counts: &[usize] = if lab.is_quick {
        &[1, 2, 4]
    } else {
        &[1, 2, 3, 4, 6, 8]
    };
    let disk = LoopDisk::new(
        &lab.undo,
        &lab.work,
        "many-streams",
        3 << 30,
        &lab.throttling,
    )?;
    let of_cores: Vec<usize> = [1, 2, 4]
        .into_iter()
        .filter(|count| *count <= cores())
        .collect();
    let gain = if of_cores.len() > 1 {
        second_vcpu(lab, &images[0])?
    } else {
        2.0
    };
    let threads_per_core = if gain < OF_ONE_CORE {
        2
    } else {
        threads_per_core()
    };
    // The rate of one stream with the most cores is what the simulation starts from.
    let mut series: Vec<(usize, Vec<f64>)> = Vec::new();
    for count in &of_cores {
        let list = (0..*count)
            .map(|core| core.to_string())
            .collect::<Vec<_>>()
            .join(",");
        let setup = Setup {
            cores: Some(&list),
            ..Setup::USUAL
        };
        let containerd = Containerd::start(&lab.undo, &disk, &lab.work, setup)?;
        for image in &images {
            containerd.import(image)?;
        }
        let all: Vec<&Image> = images.iter().collect();
        containerd.unpack(&all)?;
        let mut rates = Vec::new();
        for streams in counts {
            let some: Vec<&Image> = images.iter().take(*streams).collect();
            let bytes: u64 = some.iter().map(|image| image.unpacked()).sum();
            rates.push(
                lab.median(&format!("{count} cores, {streams} streams, MB/s"), || {
                    Ok(bytes as f64 / 1e6 / containerd.unpack(&some)?.wall)
                })?,
            );
        }
        series.push((*count, rates));
    }
    let alone = series
        .last()
        .and_then(|(_, rates)| rates.first())
        .copied()
        .unwrap_or(f64::NAN);
    let simulated = |cores: usize, streams: usize| {
        let rates = GivenRates {
            stream: rate(alone),
            threads_per_core,
            vcpus: u32::try_from(cores).unwrap_or(u32::MAX),
            order: UnpackOrder::AsTheyArrive(streams as u32),
            ..unhindered()
        };
        let some: Vec<_> = images
            .iter()
            .take(streams)
            .flat_map(|image| layers(&image.layers))
            .collect();
        let bytes: u64 = images.iter().take(streams).map(Image::unpacked).sum();
        bytes as f64 / 1e6 / seconds(&rates.pull(&some))
    };
    let mut comparisons = Vec::new();
    let mut most = Vec::new();
    for (count, rates) in &series {
        let points = counts.iter().zip(rates).map(|(streams, measured)| {
            Point::new(streams.to_string(), *measured, simulated(*count, *streams))
        });
        let points: Vec<Point> = points.collect();
        let top = |of: fn(&Point) -> f64| points.iter().map(of).fold(0.0, f64::max);
        let name = format!("{count} {}", if *count == 1 { "core" } else { "cores" });
        most.push(Point::new(
            name.clone(),
            top(|it| it.measured),
            top(|it| it.simulated),
        ));
        comparisons.push(Comparison {
            title: format!("layers at once on {name}"),
            column: "layers",
            unit: "MB/s of output",
            verdict: saturation(&points),
            points,
        });
    }
    comparisons.push(Comparison {
        title: "the most that so many cores unpack".to_owned(),
        column: "cores",
        unit: "MB/s of output",
        verdict: ratios(&most),
        points: most.clone(),
    });
    let together: Vec<String> = most
        .iter()
        .map(|it| format!("{} on {}", number(it.measured / alone), it.at))
        .collect();
    Ok(StageReport {
        name: NAME,
        how: format!(
            "Layers of {} MB, as many as the first column says, unpacked at once by one containerd with unpigz; containerd and all that it \
             starts are kept to one core or several by `taskset`. The simulation has the rate of one stream alone on all cores.",
            lab.megabytes(75) / 1_000_000
        ),
        comparisons,
        notes: vec![
            format!(
                "Two vCPUs decompress {} times as much as one, each by itself; the simulation takes {}.",
                number(gain),
                if threads_per_core > 1 {
                    "them for threads of one core"
                } else {
                    "each for a core"
                },
            ),
            format!(
                "The most, in streams that are alone with all cores: {}.",
                together.join(", ")
            ),
        ],
    })
}
