//! Ranges of a blob, over several connections through a link with known rates.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use anyhow::{Result, bail};
use soci_configurator::core::{ChunkSize, GivenRates};

use crate::Lab;
use crate::http::Connection;
use crate::image::{Image, Packing, pack};
use crate::layers::{Content, Files, LayerPlan};
use crate::link::{Registry, endpoint, has_netem};
use crate::report::{Comparison, StageReport};
use crate::simulated::{layer, rate, seconds, unhindered};
use crate::verdict::{Point, Verdict, saturation};

pub const NAME: &str = "Download";

/// Bytes a second: one connection, and all.
const CONNECTION: u64 = 10_000_000;
const LINK: u64 = 50_000_000;
const MIB: u64 = 1 << 20;

/// Fetches a whole blob in chunks over so many connections; seconds.
fn fetch(path: &str, size: u64, chunk: u64, connections: usize) -> Result<f64> {
    let opened = (0..connections).map(|at| Connection::open(endpoint(at)));
    let mut opened = opened.collect::<Result<Vec<_>>>()?;
    let next = AtomicU64::new(0);
    let started = Instant::now();
    let came: Result<u64> = std::thread::scope(|scope| {
        let threads = opened.iter_mut().map(|connection| {
            let next = &next;
            scope.spawn(move || {
                let mut came = 0;
                loop {
                    let from = next.fetch_add(chunk, Ordering::Relaxed);
                    if from >= size {
                        return anyhow::Ok(came);
                    }
                    came += connection.fetch(path, from, size.min(from + chunk))?;
                }
            })
        });
        let threads: Vec<_> = threads.collect();
        let mut sum = 0;
        for thread in threads {
            sum += thread
                .join()
                .map_err(|_| anyhow::anyhow!("a connection panicked"))??;
        }
        Ok(sum)
    });
    let seconds = started.elapsed().as_secs_f64();
    match came? {
        came if came == size => Ok(seconds),
        came => bail!("{came} of {size} bytes came"),
    }
}

pub fn measure(lab: &Lab) -> Result<StageReport> {
    let plan = LayerPlan {
        number: 50,
        bytes: 48_000_000,
        content: Content::Noise,
        files: Files::Few,
    };
    let image = Image::new(
        &lab.work,
        "download",
        vec![pack(&lab.work, &plan, Packing::Gzip)?],
    )?;
    let registry = Registry::start(&lab.undo, &lab.work)?;
    Connection::open(endpoint(0))?.push(&image)?;
    let blob = &image.layers[0].blob;
    let path = format!("/v2/{}/blobs/sha256:{}", image.name, blob.digest);
    let counts: &[usize] = if lab.is_quick {
        &[1, 4, 8, 32]
    } else {
        &[1, 2, 4, 8, 16, 32]
    };
    let mut comparisons = Vec::new();
    let ways = [
        (
            "each connection limited, chunks of 1 MiB",
            Some(CONNECTION),
            MIB,
        ),
        (
            "each connection limited, chunks of 8 MiB",
            Some(CONNECTION),
            8 * MIB,
        ),
        ("only the link limited, chunks of 1 MiB", None, MIB),
    ];
    for (title, connection, chunk) in ways {
        registry.limit(LINK, connection)?;
        let mut points = Vec::new();
        for count in counts {
            let measured = lab.median(&format!("{title}, {count} connections, MB/s"), || {
                Ok(blob.size as f64 / 1e6 / fetch(&path, blob.size, chunk, *count)?)
            })?;
            let rates = GivenRates {
                requests: *count as u32,
                chunk: ChunkSize::Bytes(chunk),
                connection: rate(connection.unwrap_or(LINK) as f64 / 1e6),
                network: rate(LINK as f64 / 1e6),
                ..unhindered()
            };
            let simulated = seconds(&rates.pull(&[layer(blob.size, 1)]));
            points.push(Point::new(
                count.to_string(),
                measured,
                blob.size as f64 / 1e6 / simulated,
            ));
        }
        comparisons.push(Comparison {
            title: title.to_owned(),
            column: "connections",
            unit: "MB/s",
            verdict: saturation(&points),
            points,
        });
    }
    let why = if has_netem() {
        "the kernel could delay packets, but the lab does not ask it to yet"
    } else {
        "the kernel has no netem"
    };
    comparisons.push(Comparison {
        title: "a link with a delay".to_owned(),
        column: "",
        unit: "",
        points: Vec::new(),
        verdict: Verdict::NotMeasured(why.to_owned()),
    });
    Ok(StageReport {
        name: NAME,
        how: format!(
            "A blob of {:.0} MB, fetched in ranges from docker-registry in a network namespace, over a pair of virtual cards. The link lets {} \
             MB/s through (tbf, htb), and where that is said each connection {} MB/s (htb, by the address that it is to).",
            blob.size as f64 / 1e6,
            LINK / 1_000_000,
            CONNECTION / 1_000_000,
        ),
        comparisons,
        notes: Vec::new(),
    })
}
