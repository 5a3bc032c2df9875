//! How much memory takes in before whoever writes is held back.

use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use soci_configurator::core::{ByteSize, GivenRates, Parameter};

use crate::Lab;
use crate::disk::{Limits, LoopDisk, filesystem};
use crate::machine::Throttling;
use crate::report::{Comparison, StageReport, number};
use crate::run::{median, run};
use crate::simulated::{figure, layer, page_cache, rate, seconds, unhindered};
use crate::sysctl::DirtyLimits;
use crate::verdict::{Point, Verdict, amounts, ratios};

pub const NAME: &str = "The page cache";

/// What the disk writes, in bytes a second.
const DISK: u64 = 40_000_000;
const MIB: u64 = 1 << 20;

/// One MiB after the other, as fast as the kernel takes it.
struct Writing {
    /// Seconds, bytes written and bytes that reached the disk, after each MiB.
    steps: Vec<(f64, u64, u64)>,
}

impl Writing {
    fn run(disk: &LoopDisk, seconds: f64) -> Result<Self> {
        let file = disk.folder.join("written");
        let mut to = File::create(&file)?;
        let block = vec![0x5A; MIB as usize];
        let (before, started) = (disk.written()?.bytes, Instant::now());
        let (mut steps, mut written) = (Vec::new(), 0);
        while started.elapsed() < Duration::from_secs_f64(seconds) {
            to.write_all(&block)?;
            written += MIB;
            let on_disk = disk.written()?.bytes - before;
            steps.push((started.elapsed().as_secs_f64(), written, on_disk));
        }
        std::fs::remove_file(&file)?;
        run(&["sync", "-f", &disk.folder.display().to_string()])?;
        Ok(Self { steps })
    }

    /// What waits in memory once the writer goes at the disk's pace: over the last third of the time.
    fn settled(&self) -> f64 {
        let end = self.steps.last().map_or(0.0, |step| step.0);
        let late = self.steps.iter().filter(|step| step.0 > end * 2.0 / 3.0);
        median(
            late.map(|step| step.1.saturating_sub(step.2) as f64)
                .collect(),
        )
    }

    /// What was written before the disk got anything.
    fn untouched(&self) -> f64 {
        let idle = self.steps.iter().take_while(|step| step.2 < MIB);
        idle.last().map_or(0.0, |step| step.1 as f64)
    }

    /// When so much was written.
    fn at(&self, bytes: u64) -> f64 {
        let there = self.steps.iter().find(|step| step.1 >= bytes);
        there.map_or(f64::NAN, |step| step.0)
    }
}

pub fn measure(lab: &Lab) -> Result<StageReport> {
    if let Throttling::Missing(why) = &lab.throttling {
        return Ok(StageReport {
            name: NAME,
            how: "It was not measured.".to_owned(),
            comparisons: vec![Comparison {
                title: "what memory takes in".to_owned(),
                column: "",
                unit: "",
                points: Vec::new(),
                verdict: Verdict::NotMeasured((*why).to_owned()),
            }],
            notes: Vec::new(),
        });
    }
    let disk = LoopDisk::new(&lab.undo, &lab.work, "page-cache", 2 << 30, &lab.throttling)?;
    disk.limit(Limits {
        write_bytes: DISK,
        write_iops: 0,
    })?;
    let pairs: &[(u64, u64)] = if lab.is_quick {
        &[(32, 64)]
    } else {
        &[(16, 32), (32, 64), (64, 128), (32, 128), (96, 128)]
    };
    let (mut settled, mut untouched, mut course) = (Vec::new(), Vec::new(), Vec::new());
    for (background, most) in pairs {
        let (background, most) = (background * MIB, most * MIB);
        let _dirty = DirtyLimits::set(&lab.undo, background, most)?;
        let seconds_of = 2.0 + most as f64 / DISK as f64;
        let runs = lab.repeat(|| Writing::run(&disk, seconds_of))?;
        ensure!(!runs.is_empty(), "it was not run");
        let of = |what: fn(&Writing) -> f64| median(runs.iter().map(what).collect());
        let name = format!("{} and {}", background / MIB, most / MIB);
        let (level, idle) = (of(Writing::settled), of(Writing::untouched));
        eprintln!(
            "    {name} MiB: settles at {:.0} MiB, the disk idle for {:.0} MiB",
            level / MIB as f64,
            idle / MIB as f64
        );
        settled.push(Point::new(
            name.clone(),
            level / MIB as f64,
            page_cache(most) / MIB as f64,
        ));
        untouched.push(Point::new(name, idle / MIB as f64, f64::NAN));
        if most == 2 * background {
            // The last such pair is the largest: least noise.
            let first = runs.first().and_then(|it| it.steps.get(8));
            let fast = first.map_or(1000.0, |step| step.1 as f64 / 1e6 / step.0);
            course = [
                most / 4,
                most / 2,
                most * 3 / 4,
                most,
                most * 5 / 4,
                most * 3 / 2,
            ]
            .into_iter()
            .map(|bytes| {
                let rates = GivenRates {
                    stream: rate(fast),
                    disk: rate(DISK as f64 / 1e6),
                    cache: ByteSize::bytes(page_cache(most) as u64),
                    ..unhindered()
                };
                let simulated = seconds(&rates.pull(&[layer(1, bytes)]));
                let measured = median(runs.iter().map(|run| run.at(bytes)).collect());
                Point::new(format!("{} MiB", bytes / MIB), measured, simulated)
            })
            .collect();
        }
    }
    let share = figure(Parameter::PageCache);
    // While everything is still taken in at once there is no shape but milliseconds.
    let held: Vec<Point> = course.iter().skip(3).cloned().collect();
    Ok(StageReport {
        name: NAME,
        how: format!(
            "One program writes to {} on a disk of {} MB/s. Limits are `vm.dirty_background_bytes` and `vm.dirty_bytes` in MiB; by default \
             they are 10 and 20 % of available memory, so the simulation's share of memory, {share}, is {} of the second.",
            filesystem(),
            DISK / 1_000_000,
            number(page_cache(100) / 100.0),
        ),
        comparisons: vec![
            Comparison {
                title: "what waits in memory when the writer is held back".to_owned(),
                column: "limits",
                unit: "MiB",
                verdict: amounts(&settled),
                points: settled,
            },
            Comparison {
                title: "when so much is written, limits as 1 to 2".to_owned(),
                column: "written",
                unit: "s",
                verdict: ratios(&held),
                points: course,
            },
            Comparison {
                title: "what is written before the disk gets any of it".to_owned(),
                column: "limits",
                unit: "MiB",
                verdict: Verdict::NotInModel("its disk writes from the first byte on".to_owned()),
                points: untouched,
            },
        ],
        notes: Vec::new(),
    })
}
