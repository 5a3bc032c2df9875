//! Unpacking to a disk that lets through so much, or so many writes.

use anyhow::Result;
use soci_configurator::core::{ByteSize, GivenRates};

use crate::Lab;
use crate::containerd::{Containerd, Setup};
use crate::disk::{Limits, LoopDisk, filesystem};
use crate::image::{Image, Packing, pack};
use crate::layers::{Content, Files, LayerPlan};
use crate::machine::Throttling;
use crate::report::{Comparison, StageReport};
use crate::simulated::{layers, page_cache, rate, seconds, unhindered};
use crate::sysctl::DirtyLimits;
use crate::verdict::{Point, Verdict, amounts, saturation};

pub const NAME: &str = "A throttled disk";

const BACKGROUND: u64 = 8 << 20;
const MOST_DIRTY: u64 = 16 << 20;
/// The most of one EBS I/O.
const IO: f64 = 262_144.0;

struct Bench {
    // Before the disk that it lies on.
    containerd: Containerd,
    disk: LoopDisk,
    few: Image,
    many: Image,
}

impl Bench {
    /// MB/s of output, and bytes of each write.
    fn unpack(&mut self, image: fn(&Self) -> &Image, limits: Limits) -> Result<(f64, f64)> {
        self.disk.limit(limits)?;
        let before = self.disk.written()?;
        let took = self.containerd.unpack(&[image(self)])?;
        let after = self.disk.written()?;
        self.disk.limit(Limits::default())?;
        let bytes = image(self).unpacked() as f64;
        let each = (after.bytes - before.bytes) as f64 / (after.ios - before.ios).max(1) as f64;
        Ok((bytes / 1e6 / took.wall, each))
    }
}

pub fn measure(lab: &Lab) -> Result<StageReport> {
    let title = "a disk with a known rate";
    if let Throttling::Missing(why) = &lab.throttling {
        return Ok(StageReport {
            name: NAME,
            how: "It was not measured.".to_owned(),
            comparisons: vec![Comparison {
                title: title.to_owned(),
                column: "",
                unit: "",
                points: Vec::new(),
                verdict: Verdict::NotMeasured((*why).to_owned()),
            }],
            notes: Vec::new(),
        });
    }
    let bytes = lab.megabytes(120);
    let image = |number, name: &str, files| {
        let plan = LayerPlan {
            number,
            bytes,
            content: Content::Usual,
            files,
        };
        let layer = pack(&lab.work, &plan, Packing::Gzip)?;
        Image::new(&lab.work, &format!("disk/{name}"), vec![layer])
    };
    let (few, many) = (
        image(40, "few", Files::Few)?,
        image(41, "many", Files::Many)?,
    );
    let disk = LoopDisk::new(&lab.undo, &lab.work, "throttled", 2 << 30, &lab.throttling)?;
    let containerd = Containerd::start(&lab.undo, &disk, &lab.work, Setup::USUAL)?;
    containerd.import(&few)?;
    containerd.import(&many)?;
    let _dirty = DirtyLimits::set(&lab.undo, BACKGROUND, MOST_DIRTY)?;
    let mut bench = Bench {
        containerd,
        disk,
        few,
        many,
    };
    bench.unpack(|it| &it.few, Limits::default())?;
    let free = lab.median("no limit, MB/s", || {
        Ok(bench.unpack(|it| &it.few, Limits::default())?.0)
    })?;
    let simulated = |disk: f64| {
        let rates = GivenRates {
            stream: rate(free),
            disk: rate(disk),
            cache: ByteSize::bytes(page_cache(MOST_DIRTY) as u64),
            ..unhindered()
        };
        // Downloaded before: only what is unpacked is written.
        let mut layers = layers(&bench.few.layers);
        layers
            .iter_mut()
            .for_each(|layer| layer.compressed = ByteSize::bytes(1));
        bench.few.unpacked() as f64 / 1e6 / seconds(&rates.pull(&layers))
    };
    let rates: &[u64] = if lab.is_quick {
        &[40, 160]
    } else {
        &[20, 40, 80, 160, 320]
    };
    let expected: Vec<f64> = rates.iter().map(|rate| simulated(*rate as f64)).collect();
    let ios: &[u64] = if lab.is_quick {
        &[100, 400]
    } else {
        &[50, 100, 200, 400, 800]
    };
    let expected_ios: Vec<f64> = ios
        .iter()
        .map(|ios| simulated(*ios as f64 * IO / 1e6))
        .collect();
    let mut points = Vec::new();
    for (limit, simulated) in rates.iter().zip(expected) {
        let limits = Limits {
            write_bytes: limit * 1_000_000,
            write_iops: 0,
        };
        let measured = lab.median(&format!("{limit} MB/s"), || {
            Ok(bench.unpack(|it| &it.few, limits)?.0)
        })?;
        points.push(Point::new(format!("{limit} MB/s"), measured, simulated));
    }
    points.push(Point::new("none", free, free));
    let mut of_ios = Vec::new();
    for (limit, simulated) in ios.iter().zip(expected_ios) {
        let limits = Limits {
            write_bytes: 0,
            write_iops: *limit,
        };
        let measured = lab.median(&format!("{limit} IOPS, MB/s"), || {
            Ok(bench.unpack(|it| &it.few, limits)?.0)
        })?;
        of_ios.push(Point::new(format!("{limit} IOPS"), measured, simulated));
    }
    of_ios.push(Point::new("none", free, free));
    let mut sizes = Vec::new();
    let slow = Limits {
        write_bytes: 0,
        write_iops: 400,
    };
    let few: fn(&Bench) -> &Image = |it| &it.few;
    let many: fn(&Bench) -> &Image = |it| &it.many;
    for (what, image, limits) in [
        ("files of 16 MB", few, Limits::default()),
        ("files of 16 MB, 400 IOPS", few, slow),
        ("files of 1 to 8 KB", many, Limits::default()),
    ] {
        let size = lab.median(&format!("{what}, KiB a write"), || {
            Ok(bench.unpack(image, limits)?.1 / 1024.0)
        })?;
        sizes.push(Point::new(what, size, IO / 1024.0));
    }
    Ok(StageReport {
        name: NAME,
        how: format!(
            "A layer of {} MB, unpacked by containerd with unpigz to {} on a loop device whose writes are throttled by {}, no larger than \
             256 KiB each, as EBS has them. `vm.dirty_bytes` is {} MiB meanwhile, so that memory hides little.",
            bytes / 1_000_000,
            filesystem(),
            lab.throttling.describe(),
            MOST_DIRTY >> 20,
        ),
        comparisons: vec![
            Comparison {
                title: title.to_owned(),
                column: "limit",
                unit: "MB/s of output",
                verdict: saturation(&points),
                points,
            },
            Comparison {
                title: "a disk with so many writes a second".to_owned(),
                column: "limit",
                unit: "MB/s of output",
                verdict: saturation(&of_ios),
                points: of_ios,
            },
            Comparison {
                title: "size of a write".to_owned(),
                column: "layer",
                unit: "KiB",
                verdict: amounts(&sizes),
                points: sizes,
            },
        ],
        notes: Vec::new(),
    })
}
