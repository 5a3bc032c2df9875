//! Simulated pulls as rows of bars, and what each bar means in a sentence.

use super::time_axis::time_axis;
use crate::core::{
    ByteSize, Compression, DataRate, LayerBar, PullTimeline, PullVariant, Segment, TimeSpan,
    grouped,
};
use crate::ui::charts::{Lane, Part, Strip, TableTwin, Timeline, TimelineRow};
use crate::ui::strings;
use crate::ui::strings::pull_timeline::Layer;

/// Layers with a row of their own; of more, the largest have one and the others share one.
const ROWS: usize = 12;

/// What a layer does, in the order in which it does it; each also names its kind of bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    WaitsToDownload,
    Downloads,
    WaitsToUnpack,
    Unpacks,
}

/// Both pulls on one axis: with the engine, and with stock containerd if that is another.
pub fn chart(type_name: &str, pulls: &[(PullVariant, PullTimeline)]) -> Timeline {
    let longest = pulls.iter().map(|(_, pull)| milliseconds(pull.total)).max();
    Timeline {
        title: strings::pull_timeline::title(type_name),
        x: time_axis(strings::pull_timeline::AXIS, longest.unwrap_or(0)),
        kinds: strings::pull_timeline::KINDS.to_vec(),
        lanes: pulls.iter().map(|(by, pull)| lane(*by, pull)).collect(),
        twin: twin(pulls),
    }
}

/// Who pulls, in words.
pub const fn puller(by: PullVariant) -> &'static str {
    match by {
        PullVariant::Engine => strings::pull_timeline::ENGINE,
        PullVariant::StockContainerd => strings::pull_timeline::STOCK,
    }
}

fn lane(by: PullVariant, pull: &PullTimeline) -> Lane {
    let count = pull.layers.len();
    let mut rows = Vec::new();
    let (single, rest) = split(&pull.layers);
    for index in single {
        rows.extend(pull.layers.get(index).map(|layer| TimelineRow {
            name: layer.compressed.rounded(),
            parts: spans(layer).into_iter().filter_map(part).collect(),
            words: layer_words(index, count, layer),
        }));
    }
    let rest: Vec<&LayerBar> = rest
        .into_iter()
        .filter_map(|index| pull.layers.get(index))
        .collect();
    rows.extend((!rest.is_empty()).then(|| together(&rest)));
    Lane {
        name: puller(by).to_owned(),
        about: format!("{}, {}", pull.total.rounded(), pull.bound().describe()),
        rows,
        strips: strips(pull),
    }
}

/// Places of the layers that have a row each, and of the others, both in their order.
fn split(layers: &[LayerBar]) -> (Vec<usize>, Vec<usize>) {
    let mut order: Vec<(usize, ByteSize)> = layers
        .iter()
        .map(|layer| layer.compressed)
        .enumerate()
        .collect();
    // One more needs no row for "1 smaller layer".
    if order.len() <= ROWS + 1 {
        return (order.into_iter().map(|(index, _)| index).collect(), vec![]);
    }
    order.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    let places = |part: &[(usize, ByteSize)]| {
        let mut places: Vec<usize> = part.iter().map(|(index, _)| *index).collect();
        places.sort_unstable();
        places
    };
    let (single, rest) = order.split_at(ROWS);
    (places(single), places(rest))
}

type PhaseSpan = (Phase, TimeSpan, TimeSpan);

fn spans(layer: &LayerBar) -> [PhaseSpan; 4] {
    [
        (
            Phase::WaitsToDownload,
            TimeSpan::ZERO,
            layer.download_starts,
        ),
        (Phase::Downloads, layer.download_starts, layer.download_ends),
        (
            Phase::WaitsToUnpack,
            layer.download_ends,
            layer.unpack_starts,
        ),
        (Phase::Unpacks, layer.unpack_starts, layer.unpack_ends),
    ]
}

fn part((phase, from, to): PhaseSpan) -> Option<Part> {
    (to > from).then(|| Part {
        from: milliseconds(from),
        to: milliseconds(to),
        kind: phase as usize,
        label: between(from, to).rounded(),
    })
}

/// Several layers in one row: at each moment what the furthest of them does.
fn together(layers: &[&LayerBar]) -> TimelineRow {
    let all: Vec<PhaseSpan> = layers.iter().flat_map(|layer| spans(layer)).collect();
    let mut moments: Vec<TimeSpan> = all.iter().flat_map(|(_, from, to)| [*from, *to]).collect();
    moments.sort_unstable();
    moments.dedup();
    let mut merged: Vec<PhaseSpan> = Vec::new();
    for (from, to) in moments.iter().zip(moments.iter().skip(1)) {
        let now = all
            .iter()
            .filter(|(_, starts, ends)| starts <= from && to <= ends)
            .map(|(phase, ..)| *phase)
            .max_by_key(|phase| match phase {
                Phase::WaitsToDownload => 0,
                Phase::WaitsToUnpack => 1,
                Phase::Downloads => 2,
                Phase::Unpacks => 3,
            });
        let Some(phase) = now else { continue };
        match merged.last_mut() {
            Some((last, _, end)) if *last == phase && end == from => *end = *to,
            _ => merged.push((phase, *from, *to)),
        }
    }
    let ends = layers.iter().map(|layer| layer.unpack_ends).max();
    let sum = |size: fn(&LayerBar) -> ByteSize| {
        let bytes = layers.iter().map(|layer| size(layer).to_bytes());
        ByteSize::bytes(bytes.fold(0, u64::saturating_add)).rounded()
    };
    TimelineRow {
        name: strings::pull_timeline::smaller(layers.len()),
        words: strings::pull_timeline::smaller_layers(
            layers.len(),
            &sum(|layer| layer.compressed),
            &sum(|layer| layer.unpacked),
            &ends.unwrap_or_default().rounded(),
        ),
        parts: merged.into_iter().filter_map(part).collect(),
    }
}

fn layer_words(index: usize, count: usize, layer: &LayerBar) -> String {
    let phases: Vec<String> = spans(layer)
        .into_iter()
        .filter(|(_, from, to)| to > from)
        .map(|(phase, from, to)| {
            let kinds = strings::pull_timeline::KINDS;
            let kind = kinds.get(phase as usize).copied().unwrap_or_default();
            strings::pull_timeline::phase(kind, &between(from, to).rounded())
        })
        .collect();
    strings::pull_timeline::layer(&Layer {
        number: index + 1,
        of: count,
        compressed: &layer.compressed.rounded(),
        packed: packed(layer.compression),
        unpacked: &layer.unpacked.rounded(),
        phases: &phases,
        done: &layer.unpack_ends.rounded(),
    })
}

const fn packed(compression: Compression) -> &'static str {
    match compression {
        Compression::Gzip => strings::pull_timeline::GZIP,
        Compression::Zstd => strings::pull_timeline::ZSTD,
        Compression::Plain => strings::pull_timeline::PLAIN,
    }
}

fn strips(pull: &PullTimeline) -> Vec<Strip> {
    let (network, disk) = pull.busy_on_average();
    let strip = |name: &str,
                 rate: DataRate,
                 average: u32,
                 busy: fn(&PullTimeline, &Segment) -> u32| {
        let steps = pull.segments.iter().map(|segment| {
            let (from, to) = (milliseconds(segment.starts), milliseconds(segment.ends));
            (from, to, busy(pull, segment))
        });
        let steps: Vec<(u64, u64, u32)> = steps.collect();
        let full = steps.iter().filter(|(.., busy)| *busy >= 99);
        let full: u64 = full.map(|(from, to, _)| to - from).sum();
        let full = TimeSpan::from_millis(u32::try_from(full).unwrap_or(u32::MAX));
        Strip {
            name: name.to_owned(),
            words: strings::pull_timeline::busy(name, average, &rate.to_string(), &full.rounded()),
            steps,
        }
    };
    vec![
        strip(
            strings::pull_timeline::NETWORK,
            pull.network,
            network,
            |pull, segment| pull.busy(segment).0,
        ),
        strip(
            strings::pull_timeline::DISK,
            pull.disk,
            disk,
            |pull, segment| pull.busy(segment).1,
        ),
    ]
}

fn twin(pulls: &[(PullVariant, PullTimeline)]) -> TableTwin {
    let mut rows = Vec::new();
    for (by, pull) in pulls {
        for (layer, number) in pull.layers.iter().zip(1_u64..) {
            rows.push(vec![
                strings::pull_timeline::layer_of(puller(*by), &grouped(number)),
                layer.compressed.rounded(),
                layer.unpacked.rounded(),
                layer.download_starts.rounded(),
                layer.download_ends.rounded(),
                layer.unpack_starts.rounded(),
                layer.unpack_ends.rounded(),
            ]);
        }
    }
    TableTwin {
        heads: strings::pull_timeline::HEADS.to_vec(),
        rows,
    }
}

fn milliseconds(span: TimeSpan) -> u64 {
    u64::from(span.as_millis())
}

fn between(from: TimeSpan, to: TimeSpan) -> TimeSpan {
    TimeSpan::from_millis(to.as_millis().saturating_sub(from.as_millis()))
}

#[cfg(test)]
mod tests {
    use super::{Phase, chart, spans, split, together};
    use crate::core::{ByteSize, Compression, LayerBar, TimeSpan};

    fn layer(size: u64, times: [u32; 4]) -> LayerBar {
        let [download_starts, download_ends, unpack_starts, unpack_ends] =
            times.map(TimeSpan::from_secs);
        LayerBar {
            compressed: ByteSize::bytes(size * 1_000_000),
            unpacked: ByteSize::bytes(size * 2_000_000),
            compression: Compression::Gzip,
            download_starts,
            download_ends,
            unpack_starts,
            unpack_ends,
        }
    }

    #[test]
    fn the_largest_layers_have_a_row_each_and_keep_their_order() {
        let layers: Vec<LayerBar> = (1..=14).map(|size| layer(size, [0, 1, 1, 2])).collect();
        assert_eq!(split(&layers[..13]).1, Vec::<usize>::new());
        let (single, rest) = split(&layers);
        assert_eq!(single, (2..14).collect::<Vec<_>>());
        assert_eq!(rest, [0, 1]);
    }

    #[test]
    fn layers_in_one_row_show_what_the_furthest_does() {
        let (one, other) = (layer(5, [1, 2, 4, 6]), layer(5, [2, 3, 6, 8]));
        let row = together(&[&one, &other]);
        let kinds: Vec<(u64, u64, usize)> = row
            .parts
            .iter()
            .map(|part| (part.from / 1000, part.to / 1000, part.kind))
            .collect();
        let [waits, downloads, turn, unpacks] = [
            Phase::WaitsToDownload,
            Phase::Downloads,
            Phase::WaitsToUnpack,
            Phase::Unpacks,
        ]
        .map(|phase| phase as usize);
        assert_eq!(
            kinds,
            [
                (0, 1, waits),
                (1, 3, downloads),
                (3, 4, turn),
                (4, 8, unpacks)
            ]
        );
        assert!(row.words.starts_with("2 smaller layers, 10 MB in total"));
    }

    #[test]
    fn a_layer_never_does_two_things_at_once() {
        for (_, from, to) in spans(&layer(5, [1, 2, 4, 6])) {
            assert!(from <= to);
        }
        assert!(chart("m6i.large", &[]).lanes.is_empty());
    }
}
