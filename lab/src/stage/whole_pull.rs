//! A whole pull by containerd: what overlaps what.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use soci_configurator::core::{ByteSize, GivenRates, PullTimeline, UnpackOrder};

use crate::Lab;
use crate::containerd::{Containerd, Setup};
use crate::disk::{Limits, LoopDisk};
use crate::http::Connection;
use crate::image::{Image, Packing, pack};
use crate::layers::{Content, Files, LayerPlan};
use crate::link::{Registry, endpoint};
use crate::machine::{Throttling, cores, memory};
use crate::report::{Comparison, StageReport, number};
use crate::run::median;
use crate::simulated::{layer, layers, page_cache, rate, seconds, unhindered};
use crate::sysctl::DirtyLimits;
use crate::verdict::{Point, Verdict, amounts, ratios};

pub const NAME: &str = "A whole pull";

/// Bytes a second.
const LINK: u64 = 60_000_000;
const DISK: u64 = 60_000_000;
const BACKGROUND: u64 = 16 << 20;
const MOST_DIRTY: u64 = 32 << 20;
/// MB of each layer's files, the lowest first; the largest is a third, in the middle, as in published
/// images.
const LAYERS: [u64; 6] = [60, 30, 150, 75, 90, 45];

/// When files appear in containerd's folders.
struct Watched {
    /// Seconds at which each layer was in the store, the lowest first.
    fetched: Vec<f64>,
    /// Seconds at which each layer was unpacked.
    unpacked: Vec<f64>,
    seconds: f64,
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect()
}

/// Pulls, and looks every few milliseconds at what is there.
fn watch(containerd: &Containerd, image: &Image, reference: &str) -> Result<Watched> {
    let blobs = containerd.blobs();
    let trees = containerd
        .root
        .join("io.containerd.snapshotter.v1.overlayfs/snapshots");
    let before = names(&trees);
    let (done, started) = (AtomicBool::new(false), Instant::now());
    let (seen, trees_at, pulled) = std::thread::scope(|scope| {
        let looking = scope.spawn(|| {
            let (mut seen, mut trees_at) = (BTreeMap::new(), Vec::new());
            while !done.load(Ordering::Relaxed) {
                let now = started.elapsed().as_secs_f64();
                for name in names(&blobs) {
                    seen.entry(name).or_insert(now);
                }
                let count = names(&trees)
                    .iter()
                    .filter(|name| !before.contains(name))
                    .count();
                while trees_at.len() < count {
                    trees_at.push(now);
                }
                std::thread::sleep(Duration::from_millis(5));
            }
            (seen, trees_at)
        });
        let pulled = containerd.pull(reference);
        done.store(true, Ordering::Relaxed);
        let (seen, trees_at) = looking.join().unwrap_or_default();
        (seen, trees_at, pulled)
    });
    let seconds = pulled?.wall;
    let fetched = image
        .layers
        .iter()
        .map(|layer| seen.get(&layer.blob.digest).copied());
    let fetched = fetched
        .collect::<Option<Vec<f64>>>()
        .context("a layer was never in the store")?;
    // A layer's tree is made when the one below it is done.
    let mut unpacked: Vec<f64> = trees_at.into_iter().skip(1).collect();
    unpacked.push(seconds);
    Ok(Watched {
        fetched,
        unpacked,
        seconds,
    })
}

/// The parts of a pull, alone and together.
struct Times {
    fetch: f64,
    unpack: f64,
    whole: f64,
    watched: Watched,
}

fn times(lab: &Lab, disk: &LoopDisk, image: &Image, downloads: u32) -> Result<Times> {
    let host = endpoint(0).to_string();
    let reference = format!("{host}/{}:latest", image.name);
    let setup = Setup {
        downloads,
        registry: Some(&host),
        ..Setup::USUAL
    };
    let containerd = Containerd::start(&lab.undo, disk, &lab.work, setup)?;
    let runs = lab.repeat(|| {
        let fetch = containerd.fetch(&reference)?.wall;
        let unpack = containerd.unpack(&[image])?.wall;
        containerd.clear()?;
        let watched = watch(&containerd, image, &reference)?;
        containerd.clear()?;
        Ok((fetch, unpack, watched))
    })?;
    let fetch = runs.iter().map(|run| run.0).collect();
    let unpack = runs.iter().map(|run| run.1).collect();
    let mut runs: Vec<Watched> = runs.into_iter().map(|run| run.2).collect();
    runs.sort_by(|one, other| one.seconds.total_cmp(&other.seconds));
    let watched = runs.swap_remove(runs.len() / 2);
    let times = Times {
        fetch: median(fetch),
        unpack: median(unpack),
        whole: watched.seconds,
        watched,
    };
    eprintln!(
        "    {downloads} downloads at once: fetched in {:.2} s, unpacked in {:.2} s, pulled in {:.2} s",
        times.fetch, times.unpack, times.whole
    );
    Ok(times)
}

/// Seconds to fetch alone, to disks of so many bytes a second, while memory has room for all of it.
fn fetched_to(lab: &Lab, disk: &LoopDisk, image: &Image) -> Result<Vec<Point>> {
    let reference = format!("{}/{}:latest", endpoint(0), image.name);
    let mut points = Vec::new();
    for rate_of_disk in [0, LINK, LINK / 2, LINK / 4] {
        let containerd = Containerd::start(&lab.undo, disk, &lab.work, Setup::USUAL)?;
        disk.limit(Limits {
            write_bytes: rate_of_disk,
            write_iops: 0,
        })?;
        let name = match rate_of_disk {
            0 => "no limit".to_owned(),
            rate => format!("{} MB/s", rate / 1_000_000),
        };
        let measured = lab.median(&format!("fetched alone, disk {name}, s"), || {
            let time = containerd.fetch(&reference)?.wall;
            containerd.clear()?;
            Ok(time)
        });
        disk.limit(Limits::default())?;
        let rates = GivenRates {
            requests: 3,
            connection: rate(LINK as f64 / 1e6),
            network: rate(LINK as f64 / 1e6),
            order: UnpackOrder::OneAfterTheOther,
            disk: match rate_of_disk {
                0 => unhindered().disk,
                disk => rate(disk as f64 / 1e6),
            },
            cache: ByteSize::bytes(page_cache(memory() / 5) as u64),
            syncs_layers: true,
            ..unhindered()
        };
        let layers = image.layers.iter().map(|it| layer(it.blob.size, 1));
        let simulated = seconds(&rates.pull(&layers.collect::<Vec<_>>()));
        points.push(Point::new(name, measured?, simulated));
    }
    Ok(points)
}

/// The simulation, with the rates that the parts had alone without a limit of the disk.
fn simulated(
    image: &Image,
    fetch: f64,
    unpack: f64,
    downloads: u32,
    disk: Option<u64>,
) -> PullTimeline {
    let network = rate(image.compressed() as f64 / 1e6 / fetch);
    let limited = |rates: GivenRates| match disk {
        Some(disk) => GivenRates {
            disk: rate(disk as f64 / 1e6),
            cache: ByteSize::bytes(page_cache(MOST_DIRTY) as u64),
            ..rates
        },
        None => rates,
    };
    let rates = GivenRates {
        requests: downloads,
        connection: network,
        network,
        order: UnpackOrder::OneAfterTheOther,
        stream: rate(image.unpacked() as f64 / 1e6 / unpack),
        vcpus: u32::try_from(cores()).unwrap_or(u32::MAX),
        syncs_layers: true,
        ..unhindered()
    };
    limited(rates).pull(&layers(&image.layers))
}

fn course(title: &str, downloads: u32, measured: &[f64], simulated: &[f64]) -> Comparison {
    let pairs = measured.iter().zip(simulated).enumerate();
    let points: Vec<Point> = pairs
        .map(|(at, (measured, simulated))| Point::new(format!("{}", at + 1), *measured, *simulated))
        .collect();
    Comparison {
        title: format!("{title}, {downloads} downloads at once"),
        column: "layer",
        unit: "s",
        verdict: ratios(&points),
        points,
    }
}

pub fn measure(lab: &Lab) -> Result<StageReport> {
    let packed = LAYERS.iter().enumerate().map(|(at, size)| {
        let plan = LayerPlan {
            number: 60 + at as u64,
            bytes: lab.megabytes(*size),
            content: Content::Usual,
            files: Files::Few,
        };
        pack(&lab.work, &plan, Packing::Gzip)
    });
    let image = Image::new(&lab.work, "pull", packed.collect::<Result<_>>()?)?;
    let registry = Registry::start(&lab.undo, &lab.work)?;
    Connection::open(endpoint(0))?.push(&image)?;
    registry.limit(LINK, None)?;
    let disk = LoopDisk::new(&lab.undo, &lab.work, "whole-pull", 3 << 30, &lab.throttling)?;
    let (mut whole, mut overlap, mut courses) = (Vec::new(), Vec::new(), Vec::new());
    let milliseconds =
        |time: soci_configurator::core::TimeSpan| f64::from(time.as_millis()) / 1000.0;
    let mut add =
        |name: &str, downloads: u32, times: &Times, timeline: &PullTimeline, alone: (f64, f64)| {
            let at = format!("{name}, {downloads} at once");
            let (fetch, unpack) = alone;
            whole.push(Point::new(at.clone(), times.whole, seconds(timeline)));
            overlap.push(Point::new(
                at,
                times.whole / (times.fetch + times.unpack),
                seconds(timeline) / (fetch + unpack),
            ));
            let ends = timeline
                .layers
                .iter()
                .map(|layer| milliseconds(layer.download_ends));
            let title = format!("when each layer is in the store, {name}");
            courses.push(course(
                &title,
                downloads,
                &times.watched.fetched,
                &ends.collect::<Vec<_>>(),
            ));
            let ends = timeline
                .layers
                .iter()
                .map(|layer| milliseconds(layer.unpack_ends));
            let title = format!("when each layer is unpacked, {name}");
            courses.push(course(
                &title,
                downloads,
                &times.watched.unpacked,
                &ends.collect::<Vec<_>>(),
            ));
        };
    let mut free = Vec::new();
    for downloads in [1, 3] {
        let times = times(lab, &disk, &image, downloads)?;
        let timeline = simulated(&image, times.fetch, times.unpack, downloads, None);
        add(
            "free disk",
            downloads,
            &times,
            &timeline,
            (times.fetch, times.unpack),
        );
        free.push((downloads, times.fetch, times.unpack));
    }
    let mut to_store = Vec::new();
    if !matches!(lab.throttling, Throttling::Missing(_)) {
        to_store = fetched_to(lab, &disk, &image)?;
        let _dirty = DirtyLimits::set(&lab.undo, BACKGROUND, MOST_DIRTY)?;
        disk.limit(Limits {
            write_bytes: DISK,
            write_iops: 0,
        })?;
        for (downloads, fetch, unpack) in free {
            let times = times(lab, &disk, &image, downloads)?;
            let timeline = simulated(&image, fetch, unpack, downloads, Some(DISK));
            // The parts alone, as the simulation has them on this disk: what does not fit into memory
            // goes at the disk's rate.
            let cache = page_cache(MOST_DIRTY);
            let part = |bytes: u64, alone: f64| alone.max((bytes as f64 - cache) / DISK as f64);
            let alone = (
                part(image.compressed(), fetch),
                part(image.unpacked(), unpack),
            );
            add("slow disk", downloads, &times, &timeline, alone);
        }
        disk.limit(Limits::default())?;
    }
    let note = format!(
        "What overlaps is measured by the pull's time as a share of fetching and unpacking alone: 1 is nothing. Measured {}.",
        overlap
            .iter()
            .map(|it| format!("{} ({})", number(it.measured), it.at))
            .collect::<Vec<_>>()
            .join(", ")
    );
    let mut comparisons = vec![
        Comparison {
            title: "the whole pull".to_owned(),
            column: "how",
            unit: "s",
            verdict: amounts(&whole),
            points: whole,
        },
        Comparison {
            title: "the pull against its parts, one after the other".to_owned(),
            column: "how",
            unit: "of their sum",
            verdict: amounts(&overlap),
            points: overlap,
        },
    ];
    if !to_store.is_empty() {
        comparisons.push(Comparison {
            title: "fetching alone, with memory for all of it".to_owned(),
            column: "disk",
            unit: "s",
            verdict: amounts(&to_store),
            points: to_store,
        });
    }
    comparisons.append(&mut courses);
    if matches!(lab.throttling, Throttling::Missing(_)) {
        comparisons.push(Comparison {
            title: "a slow disk".to_owned(),
            column: "",
            unit: "",
            points: Vec::new(),
            verdict: Verdict::NotMeasured(lab.throttling.describe()),
        });
    }
    Ok(StageReport {
        name: NAME,
        how: format!(
            "An image of {} layers, {:.0} MB that unpack to {:.0}, pulled by containerd through its Container Runtime Interface, as the kubelet \
             does it, over a link of {} MB/s. The slow disk writes {} MB/s, with `vm.dirty_bytes` at {} MiB. The simulation has the rates of \
             fetching and unpacking alone on the free disk.",
            image.layers.len(),
            image.compressed() as f64 / 1e6,
            image.unpacked() as f64 / 1e6,
            LINK / 1_000_000,
            DISK / 1_000_000,
            MOST_DIRTY >> 20,
        ),
        comparisons,
        notes: vec![note],
    })
}
