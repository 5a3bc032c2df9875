//! The image as it is simulated: layers with sizes. `layers` makes them from what is known of it.
//!
//! Megabytes (decimal).

pub(in crate::core) mod layers;

use super::numbers::f64_sort_key;
use crate::core::config::Compression;
use crate::core::order;

/// A layer as the simulation sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::core) struct SimulatedLayer {
    /// MB in the registry, above zero.
    pub(in crate::core) compressed: f64,
    /// MB of its unpacked tree, above zero.
    pub(in crate::core) unpacked: f64,
    pub(in crate::core) compression: Compression,
}

/// Layers, with what is needed of them again and again.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::core) struct SimulatedImage {
    layers: Vec<SimulatedLayer>,
    by_size: Vec<usize>,
    compressions: Vec<Compression>,
    most_passed: f64,
}

impl SimulatedImage {
    pub(in crate::core) fn new(layers: Vec<SimulatedLayer>) -> Self {
        let size = |at: &usize| layers.get(*at).map_or(0.0, |layer| layer.compressed);
        let mut by_size: Vec<usize> = (0..layers.len()).collect();
        order::stable_sort_by_u64(&mut by_size, |at| f64_sort_key(size(at)));
        let is_in = |one: &Compression| layers.iter().any(|layer| layer.compression == *one);
        let compressions = Compression::ALL.iter().copied().filter(is_in).collect();
        let passed = layers
            .iter()
            .map(|layer| 3.0 * layer.compressed + layer.unpacked);
        let most_passed = passed.sum();
        Self {
            most_passed,
            layers,
            by_size,
            compressions,
        }
    }

    /// How its layers are compressed: each way that one of them is.
    pub(in crate::core) fn compressions(&self) -> &[Compression] {
        &self.compressions
    }

    /// More MB than pass through the page cache, whoever pulls: each layer is written, written again where
    /// it is kept, unpacked, and read again.
    pub(in crate::core) fn most_passed(&self) -> f64 {
        self.most_passed
    }

    /// Places of the layers, the smallest download first.
    pub(in crate::core) fn by_size(&self) -> &[usize] {
        &self.by_size
    }

    /// The layers, the lowest first.
    pub(in crate::core) fn layers(&self) -> &[SimulatedLayer] {
        &self.layers
    }
}
