//! The simulation: what each layer does when, exactly, for rates that stay the same from one
//! event to the next.
//!
//! Between events nothing changes but amounts, so the next event is computed, not searched for in
//! steps. Events are: a layer is downloaded, a layer is unpacked, the page cache is full of
//! written data, the disk has caught up. Chunks are a fluid: the layers that download share the
//! requests evenly, none more than it has chunks. (SOCI's semaphore takes turns, so this is off by
//! the time of one chunk at most.)
//!
//! Megabytes (decimal), seconds.

pub(in crate::core) mod outcome;
mod progress;
#[cfg(test)]
mod reference;
mod shares;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use self::outcome::{BottleneckKind, Outcome, Span, Times};
use self::progress::{Clock, NOTHING, Progress};
use super::conditions::Conditions;
use super::image::{SimulatedImage, SimulatedLayer};
use super::node::puller::Order;
use super::numbers::{fast_max, fast_min};

/// Runs pulls. Keeps its memory from one run to the next: a search does millions.
#[derive(Debug, Default)]
pub(in crate::core) struct Simulator {
    progress: Vec<Progress>,
    downloading: Vec<usize>,
    /// While there are more layers than requests, all layers in chunks get the same: how many of
    /// them are done, the smallest first, and how many MB each has got. None once there are not.
    evenly: Option<(usize, f64)>,
    unpacking: Vec<usize>,
    /// Downloaded, and waiting for the disk to have all of them, in the order of arrival.
    syncing: VecDeque<usize>,
    /// Downloaded and waiting, in the order of arrival; `waiting_from` is its head.
    waiting: Vec<usize>,
    waiting_from: usize,
    /// Layers that have a permit to unpack and have not arrived.
    held: Vec<usize>,
    /// Next layer to start downloading, and next to unpack where that goes in turns.
    next_download: usize,
    next_unpack: usize,
    clock: Clock,
    /// MB in the page cache that the disk has not got yet, and the most of it so far.
    dirty: f64,
    peak_dirty: f64,
    /// The most MB/s that were to be read again.
    peak_read: f64,
    /// What was written, and read again, between two events: seconds and MB/s.
    writes: Vec<(f64, f64)>,
    turns_clock: [f64; BottleneckKind::COUNT],
}

impl Simulator {
    /// The pull's time and what held it up.
    pub(in crate::core) fn run(
        &mut self,
        image: &SimulatedImage,
        conditions: &Conditions,
    ) -> Outcome {
        self.simulate(image, conditions, None)
    }

    /// The same, with what the node did from one event to the next.
    pub(in crate::core) fn run_with_spans(
        &mut self,
        image: &SimulatedImage,
        conditions: &Conditions,
        spans: &mut Vec<Span>,
    ) -> Outcome {
        spans.clear();
        self.simulate(image, conditions, Some(spans))
    }

    /// The same, with every layer's times besides.
    pub(in crate::core) fn record(
        &mut self,
        image: &SimulatedImage,
        conditions: &Conditions,
    ) -> (Outcome, Vec<Times>, Vec<Span>) {
        let mut spans = Vec::with_capacity(image.layers().len() * 3);
        let outcome = self.run_with_spans(image, conditions, &mut spans);
        let start = conditions.start;
        let times = self.progress.iter().map(|layer| Times {
            download_starts: start + layer.download_starts.now,
            download_ends: start + layer.download_ends.now,
            unpack_starts: start + layer.unpack_starts.now,
            unpack_ends: start + layer.unpack_ends,
        });
        (outcome, times.collect(), spans)
    }

    /// What the last run wrote, and read again, between two events: seconds and MB/s.
    pub(in crate::core) fn writes(&self) -> &[(f64, f64)] {
        &self.writes
    }

    /// The most MB/s that were to be read again in the last run.
    pub(in crate::core) fn peak_read(&self) -> f64 {
        self.peak_read
    }

    fn simulate(
        &mut self,
        image: &SimulatedImage,
        conditions: &Conditions,
        mut spans: Option<&mut Vec<Span>>,
    ) -> Outcome {
        let layers = image.layers();
        self.reset(layers, conditions);
        // Each layer ends three times, and the page cache fills and drains at most once in between.
        let most_events = layers.len() * 12 + 16;
        for _ in 0..most_events {
            self.start_downloads(conditions, image);
            self.start_unpacks(conditions, layers);
            let is_idle = self.unpacking.is_empty() && self.syncing.is_empty();
            if is_idle && self.downloads(image) == 0 {
                break;
            }
            self.advance(conditions, image, spans.as_deref_mut());
        }
        Outcome::new(
            &self.progress,
            self.clock,
            &self.turns_clock,
            self.peak_dirty,
            conditions,
        )
    }

    fn reset(&mut self, layers: &[SimulatedLayer], conditions: &Conditions) {
        self.progress.clear();
        self.progress.extend(layers.iter().map(|layer| Progress {
            left: layer.compressed,
            factor: fast_max((layer.compressed / conditions.chunk).ceil(), 1.0),
            ..Progress::default()
        }));
        self.downloading.clear();
        self.evenly = (conditions.chunk < f64::INFINITY).then_some((0, 0.0));
        self.unpacking.clear();
        self.syncing.clear();
        self.waiting.clear();
        self.waiting_from = 0;
        self.held.clear();
        self.next_download = 0;
        self.next_unpack = 0;
        self.clock = Clock::default();
        self.dirty = 0.0;
        self.peak_dirty = 0.0;
        self.peak_read = 0.0;
        self.writes.clear();
        self.turns_clock = [0.0; BottleneckKind::COUNT];
    }

    /// Layers that download.
    fn downloads(&self, image: &SimulatedImage) -> usize {
        match self.evenly {
            Some((done, _)) => image.layers().len() - done,
            None => self.downloading.len(),
        }
    }

    /// Layers in chunks all start at once; whole layers take one request each, in turn.
    fn start_downloads(&mut self, conditions: &Conditions, image: &SimulatedImage) {
        if let Some((done, each)) = self.evenly {
            let left = image.by_size().get(done..).unwrap_or(&[]);
            if conditions.requests <= left.len() as f64 && !left.is_empty() {
                return;
            }
            // From here on, a layer may have fewer chunks than there are requests for it.
            self.evenly = None;
            self.next_download = image.layers().len();
            self.downloading.extend_from_slice(left);
            for at in left {
                if let Some(layer) = self.progress.get_mut(*at) {
                    layer.left -= each;
                }
            }
            return;
        }
        while self.next_download < image.layers().len() {
            // A layer that is synced still has its place among those that download.
            let busy = self.downloading.len() + self.syncing.len();
            if busy as f64 + 1.0 > conditions.requests {
                break;
            }
            if let Some(layer) = self.progress.get_mut(self.next_download) {
                layer.download_starts = self.clock;
            }
            self.downloading.push(self.next_download);
            self.next_download += 1;
        }
    }

    fn start_unpacks(&mut self, conditions: &Conditions, layers: &[SimulatedLayer]) {
        match conditions.order {
            Order::LowestFirst => {
                let next = self.next_unpack;
                let is_there = self
                    .progress
                    .get(next)
                    .is_some_and(|layer| layer.is_downloaded);
                if self.unpacking.is_empty() && is_there {
                    self.next_unpack += 1;
                    self.start_unpack(next, conditions, layers);
                }
            }
            Order::AsTheyArrive { permits } => {
                while self.unpacking.len() < permits.max(1) {
                    let Some(next) = self.waiting.get(self.waiting_from).copied() else {
                        break;
                    };
                    self.waiting_from += 1;
                    self.start_unpack(next, conditions, layers);
                }
            }
            Order::InTurn { permits } => {
                let free = permits
                    .max(1)
                    .saturating_sub(self.unpacking.len() + self.held.len());
                let last = self.next_unpack.saturating_add(free).min(layers.len());
                self.held.extend(self.next_unpack..last);
                self.next_unpack = last;
                let mut at = 0;
                while let Some(next) = self.held.get(at).copied() {
                    let is_there = self.progress.get(next).is_some_and(|it| it.is_downloaded);
                    if is_there {
                        self.held.remove(at);
                        self.start_unpack(next, conditions, layers);
                    } else {
                        at += 1;
                    }
                }
            }
        }
    }

    fn start_unpack(&mut self, at: usize, conditions: &Conditions, layers: &[SimulatedLayer]) {
        let (Some(progress), Some(layer)) = (self.progress.get_mut(at), layers.get(at)) else {
            return;
        };
        progress.left = layer.unpacked;
        let written = conditions.written(layer);
        let now = self.clock.passed;
        let first = now - progress.download_starts.passed;
        let last = now + layer.unpacked * written - progress.arrived_at;
        progress.reads = conditions.read_again(first, last) * layer.compressed / layer.unpacked;
        progress.factor = written + progress.reads;
        progress.unpack_starts = self.clock;
        self.unpacking.push(at);
    }

    /// Goes to the next event.
    fn advance(
        &mut self,
        conditions: &Conditions,
        image: &SimulatedImage,
        spans: Option<&mut Vec<Span>>,
    ) {
        let layers = image.layers();
        let downloads = self.downloads(image);
        // What everything would do if the disk took it all.
        let share = match self.evenly {
            Some(_) => conditions.requests / downloads as f64,
            None => self.share(conditions.requests),
        };
        let mut requests = match self.evenly {
            Some(_) => conditions.requests,
            None => 0.0,
        };
        for at in &self.downloading {
            if let Some(layer) = self.progress.get_mut(*at) {
                layer.rate = fast_min(layer.factor, share);
                requests += layer.rate;
            }
        }
        let is_shared = requests * conditions.connection > conditions.network;
        let connection = if is_shared {
            conditions.network / requests
        } else {
            conditions.connection
        };
        let layer_of = |at: &usize| layers.get(*at);
        let unpacking = self.unpacking.iter().filter_map(layer_of);
        // Of all cores.
        let needed: f64 = unpacking
            .map(|layer| 1.0 / conditions.streams_of(layer.compression))
            .sum();
        let is_crowded = needed > 1.0 + NOTHING;
        let speed = if is_crowded { 1.0 / needed } else { 1.0 };
        let mut wanted_reads = 0.0;
        for at in &self.unpacking {
            if let (Some(progress), Some(layer)) = (self.progress.get_mut(*at), layers.get(*at)) {
                progress.rate = conditions.stream_of(layer.compression) * speed;
                wanted_reads += progress.rate * progress.reads;
            }
        }
        self.peak_read = fast_max(self.peak_read, wanted_reads);
        // Memory spares nobody what is read again: the disk gives no more than it can.
        let waits_to_read = wanted_reads > conditions.disk;
        // What unpacking writes, and reads again.
        let (mut unpacked, mut unpack_writes) = (0.0, 0.0);
        for at in &self.unpacking {
            if let Some(progress) = self.progress.get_mut(*at) {
                if waits_to_read && progress.reads > 0.0 {
                    progress.rate *= conditions.disk / wanted_reads;
                }
                unpacked += progress.rate;
                unpack_writes += progress.rate * progress.factor;
            }
        }

        // When the page cache is full, Linux holds every writer back to the same rate, so that
        // all together write what the disk takes.
        let wanted = requests * connection + unpack_writes;
        let is_full = self.dirty >= conditions.cache && wanted > conditions.disk;
        let connection = if is_full {
            let most = self.writer_rate(conditions.disk, requests, connection);
            (unpacked, unpack_writes) = (0.0, 0.0);
            for at in &self.unpacking {
                if let Some(progress) = self.progress.get_mut(*at) {
                    progress.rate = fast_min(progress.rate, most / progress.factor);
                    unpacked += progress.rate;
                    unpack_writes += progress.rate * progress.factor;
                }
            }
            fast_min(connection, most)
        } else {
            connection
        };
        let downloaded = requests * connection;
        // What is read again keeps the disk from writing.
        let passed = downloaded + unpack_writes;
        let filling = passed - conditions.disk;

        // The next event.
        let mut step = f64::INFINITY;
        let even_rate = share * connection;
        if let Some((done, each)) = self.evenly {
            let next = image.by_size().get(done).and_then(|at| layers.get(*at));
            step = next.map_or(step, |layer| (layer.compressed - each) / even_rate);
        }
        for at in &self.downloading {
            if let Some(layer) = self.progress.get_mut(*at) {
                layer.rate *= connection;
                step = fast_min(step, layer.left / layer.rate);
            }
        }
        for at in &self.unpacking {
            if let Some(layer) = self.progress.get(*at) {
                step = fast_min(step, layer.left / layer.rate);
            }
        }
        let synced = self.syncing.front().and_then(|at| self.progress.get(*at));
        if let Some(layer) = synced {
            step = fast_min(step, layer.left / conditions.disk);
        }
        let mut cache_event = None;
        if !is_full && filling > 0.0 {
            let fills = fast_max(conditions.cache - self.dirty, 0.0) / filling;
            if fills < step {
                step = fills;
                cache_event = Some(conditions.cache);
            }
        } else if filling < 0.0 && self.dirty > 0.0 {
            let drains = self.dirty / -filling;
            if drains < step {
                step = drains;
                cache_event = Some(0.0);
            }
        }

        let before = self.dirty;
        self.dirty = match cache_event {
            Some(level) => level,
            None if is_full => self.dirty,
            None => fast_max(self.dirty + filling * step, 0.0),
        };
        self.peak_dirty = fast_max(self.peak_dirty, self.dirty);
        self.writes.push((step, passed));
        let is_synced = match conditions.order {
            Order::LowestFirst => self.syncing.contains(&self.next_unpack),
            Order::AsTheyArrive { .. } | Order::InTurn { .. } => {
                downloads == 0 && !self.syncing.is_empty()
            }
        };
        let is_held = is_full || waits_to_read || is_synced && self.unpacking.is_empty();
        let holdup = if is_held {
            BottleneckKind::Disk
        } else if !self.unpacking.is_empty() {
            match (conditions.order, is_crowded) {
                (_, true) => BottleneckKind::Cpu,
                (Order::LowestFirst, _) => BottleneckKind::Turns,
                (Order::AsTheyArrive { .. } | Order::InTurn { .. }, _) => BottleneckKind::Stream,
            }
        } else if is_shared {
            BottleneckKind::Network
        } else {
            BottleneckKind::Connections
        };
        let from = self.clock.now;
        self.clock.now += step;
        self.clock.passed += passed * step;
        if let Some(held) = self.turns_clock.get_mut(holdup as usize) {
            *held += step;
        }
        if is_held {
            self.clock.disk += step;
        } else {
            if is_shared {
                self.clock.network += step;
            }
            if is_crowded {
                self.clock.cpu += step;
            }
        }
        if let Some(spans) = spans {
            let read = self.reading().sum::<f64>() * step;
            let passed = passed * step;
            spans.push(Span {
                from: conditions.start + from,
                to: conditions.start + self.clock.now,
                downloads,
                unpacks: self.unpacking.len(),
                cores: self.cores(conditions, layers),
                downloaded: downloaded * step,
                unpacked: unpacked * step,
                written: passed - read,
                to_disk: (passed - read - (self.dirty - before)).max(0.0),
                read,
                holdup,
            });
        }
        self.finish_sync(conditions.disk * step);
        self.finish_evenly(conditions, image, even_rate * step);
        self.finish(conditions, layers, step);
    }

    /// MB/s that each layer which unpacks reads again.
    fn reading(&self) -> impl Iterator<Item = f64> {
        let progress = self
            .unpacking
            .iter()
            .filter_map(|at| self.progress.get(*at));
        progress.map(|layer| layer.rate * layer.reads)
    }

    /// Cores that are busy unpacking: a stream at full speed takes one.
    fn cores(&self, conditions: &Conditions, layers: &[SimulatedLayer]) -> f64 {
        let busy = self.unpacking.iter().filter_map(|at| {
            let (progress, layer) = (self.progress.get(*at)?, layers.get(*at)?);
            Some(progress.rate / conditions.stream_of(layer.compression))
        });
        busy.sum()
    }

    /// Gives each layer the same, and ends what is done.
    fn finish_evenly(&mut self, conditions: &Conditions, image: &SimulatedImage, more: f64) {
        let Some((mut done, each)) = self.evenly else {
            return;
        };
        let each = each + more;
        while let Some(at) = image.by_size().get(done) {
            let Some(layer) = self.progress.get_mut(*at) else {
                break;
            };
            // Until here it is as large as it was.
            if layer.left - each > NOTHING {
                break;
            }
            let compressed = layer.left;
            if layer.arrives(conditions, compressed, self.clock) {
                self.waiting.push(*at);
            } else {
                self.syncing.push_back(*at);
            }
            done += 1;
        }
        self.evenly = Some((done, each));
    }

    /// Takes off what the disk got of the layer that it is at.
    fn finish_sync(&mut self, synced: f64) {
        let Some(at) = self.syncing.front().copied() else {
            return;
        };
        let Some(layer) = self.progress.get_mut(at) else {
            return;
        };
        layer.left -= synced;
        if layer.left <= NOTHING {
            layer.is_downloaded = true;
            layer.download_ends = self.clock;
            self.waiting.push(at);
            self.syncing.pop_front();
        }
    }

    /// Takes off what was done, and ends what is done.
    fn finish(&mut self, conditions: &Conditions, layers: &[SimulatedLayer], step: f64) {
        let clock = self.clock;
        let progress = &mut self.progress;
        let waiting = &mut self.waiting;
        let syncing = &mut self.syncing;
        self.downloading.retain(|at| {
            let Some(layer) = progress.get_mut(*at) else {
                return false;
            };
            layer.left -= layer.rate * step;
            let goes_on = layer.left > NOTHING;
            if !goes_on {
                let compressed = layers.get(*at).map_or(0.0, |layer| layer.compressed);
                if layer.arrives(conditions, compressed, clock) {
                    waiting.push(*at);
                } else {
                    syncing.push_back(*at);
                }
            }
            goes_on
        });
        self.unpacking.retain(|at| {
            let Some(layer) = progress.get_mut(*at) else {
                return false;
            };
            layer.left -= layer.rate * step;
            let goes_on = layer.left > NOTHING;
            if !goes_on {
                layer.unpack_ends = clock.now;
            }
            goes_on
        });
    }
}
