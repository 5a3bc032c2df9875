//! From what is known of an image to layers that can be simulated.

use super::SimulatedLayer;
use crate::core::config::{Compression, Layer};
use crate::core::image_profile::ImageProfile;
use crate::core::order;
use crate::core::pull::numbers::f64_sort_key;
use crate::core::pull::parameter::{Constants, Parameter, ParameterValues, published_ratio};
use crate::core::units::ByteSize;

/// Layers of an image of which only the size is known. ML images have 15 to 40, of which a dozen
/// hold almost everything.
const ASSUMED_LAYERS: u32 = 12;
/// Each assumed layer below the largest against the one before it.
const NEXT_LAYER: f64 = 0.7;
/// One byte, in MB: no layer is quite empty.
const LEAST: f64 = 1e-6;

fn megabytes(size: ByteSize) -> f64 {
    #[allow(
        clippy::cast_precision_loss,
        reason = "images are far below 2^53 bytes"
    )]
    let bytes = size.to_bytes() as f64;
    bytes / 1e6
}

/// The parameters that an image's layers depend on.
pub(in crate::core) fn parameters(profile: &ImageProfile, add: &mut impl FnMut(Parameter)) {
    if profile.unpacked().is_none() {
        add(Parameter::UnpackedRatio);
    }
    if profile.largest().is_none() {
        add(Parameter::LargestShare);
    }
    for layer in profile.known_layers().into_iter().flatten() {
        match layer.compression {
            Compression::Gzip => {}
            Compression::Zstd => add(Parameter::Zstd),
            Compression::Plain => add(Parameter::Plain),
        }
    }
}

/// The figures for this image: what it unpacks to is published for some, and then that holds
/// unless measurements say otherwise.
pub(in crate::core) fn constants_of(reference: &str, constants: &Constants) -> Constants {
    let is_ours = constants.get(Parameter::UnpackedRatio)
        == Constants::default().get(Parameter::UnpackedRatio);
    match published_ratio(reference) {
        Some(ratio) if is_ours => constants.clone().with(Parameter::UnpackedRatio, ratio),
        _ => constants.clone(),
    }
}

/// The layers, the lowest first.
pub(in crate::core) fn layers(
    profile: &ImageProfile,
    draw: &ParameterValues,
) -> Vec<SimulatedLayer> {
    let ratio = draw.get(Parameter::UnpackedRatio);
    match profile.known_layers() {
        Some(layers) => real(layers, profile.unpacked(), ratio),
        None => {
            let compressed = megabytes(profile.compressed()).max(LEAST);
            let share = profile.largest().map_or_else(
                || draw.get(Parameter::LargestShare),
                |largest| megabytes(largest) / compressed,
            );
            let ratio = profile
                .unpacked()
                .map_or(ratio, |total| megabytes(total) / compressed);
            synthetic(compressed, share.clamp(0.01, 1.0), ratio)
        }
    }
}

fn real(layers: &[Layer], unpacked: Option<ByteSize>, ratio: f64) -> Vec<SimulatedLayer> {
    // What is known of each; the rest of the whole is shared out by size.
    let own = |layer: &Layer| match layer.compression {
        Compression::Plain => Some(layer.unpacked.unwrap_or(layer.compressed)),
        Compression::Gzip | Compression::Zstd => layer.unpacked,
    };
    let (mut known, mut open) = (0.0, 0.0);
    for layer in layers {
        match own(layer) {
            Some(size) => known += megabytes(size),
            None => open += megabytes(layer.compressed),
        }
    }
    let ratio = match unpacked {
        Some(total) if open > 0.0 => ((megabytes(total) - known) / open).max(0.5),
        _ => ratio,
    };
    let simulated = layers.iter().map(|layer| {
        let compressed = megabytes(layer.compressed).max(LEAST);
        SimulatedLayer {
            compressed,
            unpacked: own(layer).map_or(compressed * ratio, megabytes).max(LEAST),
            compression: layer.compression,
        }
    });
    simulated.collect()
}

/// The same image with its largest layer in equal parts.
pub(in crate::core) fn split_largest(layers: &[SimulatedLayer], parts: u32) -> Vec<SimulatedLayer> {
    let largest = layers.iter().map(|layer| layer.compressed);
    let largest = largest.fold(0.0, f64::max);
    let mut split = Vec::with_capacity(layers.len() + 4);
    let mut is_done = false;
    for layer in layers {
        if layer.compressed < largest || is_done {
            split.push(*layer);
            continue;
        }
        is_done = true;
        for _ in 0..parts.max(1) {
            split.push(SimulatedLayer {
                compressed: layer.compressed / f64::from(parts.max(1)),
                unpacked: layer.unpacked / f64::from(parts.max(1)),
                compression: layer.compression,
            });
        }
    }
    split
}

/// Share of an image that may be simplified: its smallest layers.
const TINY: f64 = 0.03;

/// The same image with fewer layers: neighbours among its smallest layers, which hold three
/// hundredths of it, are put together. Of images with many layers, most are that small.
pub(in crate::core) fn merged(layers: &[SimulatedLayer]) -> Vec<SimulatedLayer> {
    let mut sizes: Vec<f64> = layers.iter().map(|layer| layer.compressed).collect();
    order::stable_sort_by_u64(&mut sizes, |size| f64_sort_key(*size));
    let whole = sizes.iter().fold(0.0, |sum, size| sum + size);
    // The first size that is too much: all below it are tiny, not others of the same size.
    let mut sum = 0.0;
    let too_much = sizes.into_iter().find(|size| {
        sum += size;
        sum > whole * TINY
    });
    let too_much = too_much.unwrap_or(0.0);
    let mut merged: Vec<SimulatedLayer> = Vec::with_capacity(layers.len());
    let mut is_open = false;
    for layer in layers {
        let is_tiny = layer.compressed < too_much;
        match merged.last_mut() {
            Some(last) if is_tiny && is_open => {
                if layer.compressed > last.compressed {
                    last.compression = layer.compression;
                }
                last.compressed += layer.compressed;
                last.unpacked += layer.unpacked;
            }
            _ => merged.push(*layer),
        }
        is_open = is_tiny;
    }
    merged
}

/// The largest layer in the middle, as in the published images: half of the rest below it, half
/// above; the rest gets smaller by 30 % each.
pub(in crate::core) fn synthetic(compressed: f64, share: f64, ratio: f64) -> Vec<SimulatedLayer> {
    let layer = |size: f64| {
        let compressed = size.max(LEAST);
        SimulatedLayer {
            compressed,
            unpacked: (compressed * ratio).max(LEAST),
            compression: Compression::Gzip,
        }
    };
    let largest = compressed * share;
    let rest = compressed - largest;
    let mut others = Vec::new();
    let (mut size, mut sum) = (1.0, 0.0);
    for _ in 1..ASSUMED_LAYERS {
        others.push(size);
        sum += size;
        size *= NEXT_LAYER;
    }
    if rest / sum > largest {
        // Even the next one would be larger than the largest: equal ones instead.
        let count = (rest / largest).ceil();
        others.clear();
        sum = count;
        let mut made = 0.0;
        while made < count {
            others.push(1.0);
            made += 1.0;
        }
    }
    let (mut below, mut above) = (Vec::new(), Vec::new());
    for (at, part) in others.into_iter().enumerate() {
        let size = rest * part / sum;
        if rest <= 0.0 {
            break;
        }
        // 1st below, 2nd and 3rd above, 4th and 5th below, …: both halves weigh the same.
        if at.div_ceil(2) % 2 == 0 {
            below.push(layer(size));
        } else {
            above.push(layer(size));
        }
    }
    below.reverse();
    below.push(layer(largest));
    below.append(&mut above);
    below
}

#[cfg(test)]
mod tests {
    use super::{SimulatedLayer, merged, synthetic};

    #[test]
    fn only_the_smallest_layers_are_put_together() {
        let equal = vec![synthetic(100.0, 1.0, 2.0)[0]; 127];
        assert_eq!(merged(&equal), equal);
        let mut mixed = equal.clone();
        for at in [3, 4, 5, 60, 61] {
            mixed[at].compressed = 1.0;
        }
        let fewer = merged(&mixed);
        assert_eq!(fewer.len(), 124);
        let sum = |layers: &[SimulatedLayer]| -> f64 {
            layers.iter().map(|layer| layer.compressed).sum()
        };
        assert_eq!(sum(&fewer), sum(&mixed));
    }

    #[test]
    fn assumed_layers_add_up() {
        for share in [0.01, 0.05, 0.2, 0.35, 0.6, 0.99, 1.0] {
            let layers = synthetic(10_000.0, share, 2.0);
            let sum: f64 = layers.iter().map(|layer| layer.compressed).sum();
            let largest = layers
                .iter()
                .map(|layer| layer.compressed)
                .fold(0.0, f64::max);
            assert!((sum - 10_000.0).abs() < 1e-3, "{share}: {sum}");
            assert!(
                (largest - 10_000.0 * share).abs() < 1e-3,
                "{share}: {largest}"
            );
            assert!(layers.len() <= 100);
        }
        let layers = synthetic(10_000.0, 0.35, 2.0);
        let largest = layers
            .iter()
            .position(|layer| layer.compressed == 3_500.0)
            .unwrap();
        let below: f64 = layers[..largest].iter().map(|layer| layer.compressed).sum();
        assert!((2_900.0..3_600.0).contains(&below), "{below}");
    }
}
