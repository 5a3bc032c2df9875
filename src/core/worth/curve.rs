//! Pull time and cost against the throughput of a gp3 volume that holds the images.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::{Asked, NOTICED, are_alike};
use super::setting::rates;
use crate::core::catalogue::Instance;
use crate::core::config::{Config, VolumeType};
use crate::core::disk::rate::volume_of;
use crate::core::pull::{Bottleneck, PullVariant, Segment};
use crate::core::units::{ByteRate, ByteSize, Iops, LikelyRange, Money, Throughput, TimeSpan};
use crate::core::volume_limits::{GP3_IOPS, GP3_THROUGHPUT, IOPS_PER_MEBIBYTE, iops_for};

/// One throughput of a gp3 volume, with the IOPS that carry it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurvePoint {
    /// MiB/s.
    pub throughput: u32,
    /// IOPS: the included 3,000, or four for each MiB/s.
    pub iops: u32,
    /// The pull; none if the image's size is not known.
    pub time: Option<LikelyRange<TimeSpan>>,
    /// What the volume costs a month; none if a price is not known.
    pub per_month: Option<Money>,
}

/// What keeps a pull from being faster with more throughput.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ceiling {
    /// The instance lets its volumes write no faster.
    Instance(ByteRate),
    /// The volume takes no more MiB/s, and more would help.
    Volume(u32),
    /// The pull does not wait for the disk any more, but for this.
    Pull(Bottleneck),
}

/// The point from which more throughput buys nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enough {
    /// The least MiB/s whose likely pull is within 5 %, or half a second, of the fastest.
    pub throughput: u32,
    /// The most MiB/s that the volume takes here.
    pub most: u32,
}

/// Pull time and cost against throughput, on the type in view.
#[derive(Debug, Clone, PartialEq)]
pub struct ThroughputCurve {
    /// Throughputs that EC2 takes, lowest first; denser where the time bends. Between two of them
    /// the likely time lies within a percent, or 0.3 s, of a straight line.
    pub points: Vec<CurvePoint>,
    /// From where on more buys nothing; none if the image's size is not known.
    pub enough: Option<Enough>,
    /// What keeps the pull from being faster there; none if the image's size is not known.
    pub ceiling: Option<Ceiling>,
    /// Whether memory takes a tenth or more of what is written there, and the pull ends before the
    /// disk does.
    pub memory_carries: bool,
    /// The instance's own EBS maximum, for 30 minutes a day; none if that is not known.
    pub instance_maximum: Option<ByteRate>,
}

impl ThroughputCurve {
    /// The point of this throughput, if it is one.
    pub fn at(&self, throughput: u32) -> Option<&CurvePoint> {
        self.points
            .iter()
            .find(|point| point.throughput == throughput)
    }
}

/// Throughputs that are always among the points: those of the settings that people name, and
/// where more IOPS have to be bought.
const NAMED: [u32; 4] = [GP3_THROUGHPUT, 600, GP3_IOPS / IOPS_PER_MEBIBYTE, 1000];

/// The curve of a Config that keeps images on its volume.
pub(super) fn throughput_curve(asked: &mut Asked<'_>, base: Config) -> ThroughputCurve {
    let instance = asked.taking.instance;
    let limits = asked.taking.gp3_limits();
    let most_iops = limits.iops_at(base.storage.volume.volume_size.to_gib());
    let most = limits
        .most_throughput
        .min(most_iops / IOPS_PER_MEBIBYTE)
        .max(GP3_THROUGHPUT);
    let mut sweep = Sweep {
        asked,
        base,
        likely: BTreeMap::new(),
    };
    let enough = sweep.enough(most);
    let mut at: BTreeSet<u32> = NAMED.into_iter().collect();
    at.extend([most, capped_at(instance).unwrap_or(most)]);
    at.extend(enough.map(|enough| enough.throughput));
    at.extend(sweep.present());
    at.retain(|throughput| (GP3_THROUGHPUT..=most).contains(throughput));
    sweep.bend(&mut at);
    let points = at.into_iter().map(|it| sweep.point(it)).collect();
    let (ceiling, memory_carries) = match enough {
        Some(enough) => (sweep.ceiling(enough), sweep.memory_carries(enough)),
        None => (None, false),
    };
    ThroughputCurve {
        points,
        enough,
        ceiling,
        memory_carries,
        instance_maximum: instance.ebs.maximum.map(ByteRate::from),
    }
}

/// The least whole MiB/s at which the instance is what holds a volume back.
fn capped_at(instance: &Instance) -> Option<u32> {
    let maximum = ByteRate::from(instance.ebs.maximum?).to_bytes();
    u32::try_from(maximum.div_ceil(1 << 20)).ok()
}

struct Sweep<'a, 'b> {
    asked: &'a mut Asked<'b>,
    base: Config,
    /// Likely milliseconds by MiB/s.
    likely: BTreeMap<u32, u32>,
}

impl Sweep<'_, '_> {
    fn with(&self, throughput: u32) -> Config {
        let mut config = self.base.clone();
        let volume = &mut config.storage.volume;
        volume.volume_type = VolumeType::Gp3;
        volume.throughput = Some(Throughput::mebibytes(throughput));
        volume.iops = Some(Iops::new(iops_for(throughput)));
        config
    }

    /// Likely milliseconds; none if the image's size is not known.
    fn likely(&mut self, throughput: u32) -> Option<u32> {
        if let Some(known) = self.likely.get(&throughput) {
            return Some(*known);
        }
        let config = self.with(throughput);
        let position = self.asked.position();
        let time = self.asked.model(&config)?.likely(position)?;
        self.likely.insert(throughput, time.as_millis());
        Some(time.as_millis())
    }

    /// By bisection: more throughput does not make a pull slower, or with containerd's sync of layers by less
    /// than anybody notices.
    fn enough(&mut self, most: u32) -> Option<Enough> {
        let best = self.likely(most)?;
        let (mut low, mut high) = (GP3_THROUGHPUT, most);
        while low < high {
            let middle = low + (high - low) / 2;
            if are_alike(self.likely(middle)?, best) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Some(Enough {
            throughput: high,
            most,
        })
    }

    /// The present throughput, where it is one of a gp3 volume that holds the images.
    fn present(&self) -> Option<u32> {
        let volume = volume_of(self.asked.taking.config);
        (volume.volume_type == VolumeType::Gp3).then(|| {
            let (iops, throughput) = rates(&volume);
            throughput.min(iops / IOPS_PER_MEBIBYTE)
        })
    }

    /// Adds throughputs until the likely time is a straight line between each two.
    fn bend(&mut self, at: &mut BTreeSet<u32>) {
        let ends: Vec<u32> = at.iter().copied().collect();
        let mut spans: Vec<(u32, u32)> = ends
            .iter()
            .copied()
            .zip(ends.iter().copied().skip(1))
            .collect();
        while let Some((from, to)) = spans.pop() {
            const NARROW: u32 = 16;
            if to - from < NARROW {
                continue;
            }
            let middle = from + (to - from) / 2;
            let times = (self.likely(from), self.likely(middle), self.likely(to));
            let (Some(start), Some(time), Some(end)) = times else {
                return;
            };
            let (below, span) = (u64::from(middle - from), u64::from(to - from));
            let straight = (u64::from(start) * (span - below) + u64::from(end) * below) / span;
            let tolerance = (time / 100).max(300);
            if straight.abs_diff(time.into()) > tolerance.into() {
                at.insert(middle);
                spans.extend([(from, middle), (middle, to)]);
            }
        }
    }

    fn point(&mut self, throughput: u32) -> CurvePoint {
        let config = self.with(throughput);
        CurvePoint {
            throughput,
            iops: iops_for(throughput),
            time: self.asked.estimate(&config).map(|estimate| estimate.time),
            per_month: self.asked.per_month(&config),
        }
    }

    fn ceiling(&mut self, enough: Enough) -> Option<Ceiling> {
        let config = self.with(enough.most);
        let position = self.asked.position();
        let best = self.likely(enough.most)?;
        let free = self.asked.model(&config)?.likely_without_disk(position)?;
        let estimate = self.asked.estimate(&config)?;
        if best > free.as_millis().saturating_add(NOTICED) {
            let maximum = self.asked.taking.instance.ebs.maximum.map(ByteRate::from);
            return Some(match maximum {
                Some(maximum) if maximum <= ByteRate::mebibytes(enough.most) => {
                    Ceiling::Instance(maximum)
                }
                _ => Ceiling::Volume(enough.most),
            });
        }
        let other = estimate
            .bounds
            .into_iter()
            .map(|(bound, _)| bound)
            .find(|bound| !matches!(bound, Bottleneck::Disk { .. }));
        other.map(Ceiling::Pull)
    }

    /// Whether a tenth or more of the image is still to be written when the pull is over.
    fn memory_carries(&self, enough: Enough) -> bool {
        let config = self.with(enough.throughput);
        let position = self.asked.position();
        let model = self.asked.model(&config);
        let timeline = model.and_then(|model| model.timeline(PullVariant::Engine, position));
        timeline.is_some_and(|timeline| {
            let sum = |of: fn(&Segment) -> ByteSize| -> u128 {
                let segments = timeline.segments.iter();
                segments
                    .map(|segment| u128::from(of(segment).to_bytes()))
                    .sum()
            };
            sum(|segment| segment.to_disk) * 10 < sum(|segment| segment.written) * 9
        })
    }
}
