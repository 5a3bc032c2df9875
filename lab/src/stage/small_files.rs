//! The same bytes in few files and in very many.

use anyhow::Result;

use crate::Lab;
use crate::containerd::{Containerd, Setup};
use crate::disk::{LoopDisk, filesystem};
use crate::image::{Image, Packing, pack};
use crate::layers::{Content, Files, LayerPlan};
use crate::report::{Comparison, StageReport, number};
use crate::run::median_took;
use crate::verdict::{Point, Verdict};

pub const NAME: &str = "Small files";

pub fn measure(lab: &Lab) -> Result<StageReport> {
    let disk = LoopDisk::new(
        &lab.undo,
        &lab.work,
        "small-files",
        3 << 30,
        &lab.throttling,
    )?;
    let containerd = Containerd::start(&lab.undo, &disk, &lab.work, Setup::USUAL)?;
    let bytes = lab.megabytes(180);
    let mut points = Vec::new();
    let mut measured = Vec::new();
    for (name, number, files) in [("few", 30, Files::Few), ("many", 31, Files::Many)] {
        let plan = LayerPlan {
            number,
            bytes,
            content: Content::Usual,
            files,
        };
        let layer = pack(&lab.work, &plan, Packing::Gzip)?;
        let count = layer.files;
        let image = Image::new(&lab.work, &format!("files/{name}"), vec![layer])?;
        containerd.import(&image)?;
        containerd.unpack(&[&image])?;
        let runs = lab.repeat(|| containerd.unpack(&[&image]))?;
        let Some(middle) = median_took(runs) else {
            continue;
        };
        eprintln!(
            "    {count} files: {:.2} s, {:.2} s of cores",
            middle.wall, middle.cpu
        );
        points.push(Point::new(format!("{count}"), middle.wall, f64::NAN));
        measured.push((count, middle));
    }
    let [(few, fast), (many, slow)] = measured[..] else {
        anyhow::bail!("a layer is missing");
    };
    let cost = |seconds: f64| seconds / (many - few) as f64 * 10_000.0;
    let (wall, cpu) = (cost(slow.wall - fast.wall), cost(slow.cpu - fast.cpu));
    let say = format!(
        "10,000 files more take {} s more, and {} s of cores",
        number(wall),
        number(cpu)
    );
    Ok(StageReport {
        name: NAME,
        how: format!(
            "{} MB in files of 16 MB, and in files of 1 to 8 KB, unpacked by containerd with unpigz to {} without limits.",
            bytes / 1_000_000,
            filesystem()
        ),
        comparisons: vec![Comparison {
            title: "the same bytes in more files".to_owned(),
            column: "files",
            unit: "s",
            points,
            verdict: Verdict::NotInModel(say),
        }],
        notes: vec![format!(
            "One large file in place of {} small ones unpacks {} times as fast.",
            many,
            number(slow.wall / fast.wall)
        )],
    })
}
