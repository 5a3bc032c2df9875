//! What is known about an image's layers, and what is assumed where nothing is.

use crate::core::config::{Compression, Image, Layer};
use crate::core::units::ByteSize;

/// Most layers of an image that are looked at; registries and containerd stop at 127.
pub const MAX_LAYERS: usize = 500;

/// An image as a pull sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageProfile {
    layers: Layers,
    unpacked: Option<ByteSize>,
    name: String,
}

/// Where the layers come from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Layers {
    /// From a manifest, in its order: the lowest layer first.
    Real(Vec<Layer>),
    /// Only their total is known, and maybe the largest one's share.
    Synthetic {
        compressed: ByteSize,
        largest: Option<ByteSize>,
    },
}

impl ImageProfile {
    /// An image whose layers are known, the lowest one first; none without layers. More than
    /// [`MAX_LAYERS`] are not looked at.
    pub fn from_layers(layers: &[Layer]) -> Option<Self> {
        let layers = layers.get(..MAX_LAYERS).unwrap_or(layers);
        (!layers.is_empty()).then(|| Self {
            layers: Layers::Real(layers.to_vec()),
            unpacked: None,
            name: String::new(),
        })
    }

    /// An image of which only the size in the registry is known, and maybe the size of its
    /// largest layer.
    pub fn of_size(compressed: ByteSize, largest: Option<ByteSize>) -> Self {
        let largest = largest.map(|size| size.min(compressed));
        Self {
            layers: Layers::Synthetic {
                compressed,
                largest,
            },
            unpacked: None,
            name: String::new(),
        }
    }

    /// What a Config says of its image; none if not even its size is known.
    pub fn of_image(image: &Image) -> Option<Self> {
        let profile = match Self::from_layers(&image.layers) {
            Some(profile) => profile,
            None => {
                let compressed = image.compressed_size?;
                let largest = image.largest_layer.map(|percent| {
                    let bytes = u128::from(compressed.to_bytes()) * u128::from(percent) / 100;
                    ByteSize::bytes(u64::try_from(bytes).unwrap_or(u64::MAX).max(1))
                });
                Self::of_size(compressed, largest)
            }
        };
        Some(
            profile
                .with_unpacked(image.unpacked_size)
                .named(image.reference.as_str()),
        )
    }

    /// The same image with the size of all its unpacked layers together, where it is known.
    #[must_use]
    pub fn with_unpacked(mut self, total: Option<ByteSize>) -> Self {
        self.unpacked = total;
        self
    }

    /// The same image under its reference: what it unpacks to is published for some.
    #[must_use]
    pub fn named(mut self, reference: &str) -> Self {
        reference.clone_into(&mut self.name);
        self
    }

    /// Its reference, or empty.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The layers from its manifest, the lowest one first; none if they are assumed.
    pub fn known_layers(&self) -> Option<&[Layer]> {
        match &self.layers {
            Layers::Real(layers) => Some(layers),
            Layers::Synthetic { .. } => None,
        }
    }

    /// Size of the largest layer in the registry, where it is known.
    pub fn largest(&self) -> Option<ByteSize> {
        match &self.layers {
            Layers::Real(layers) => layers.iter().map(|layer| layer.compressed).max(),
            Layers::Synthetic { largest, .. } => *largest,
        }
    }

    /// Size in the registry.
    pub fn compressed(&self) -> ByteSize {
        match &self.layers {
            Layers::Real(layers) => {
                let bytes = layers.iter().map(|layer| layer.compressed.to_bytes());
                ByteSize::bytes(bytes.fold(0, u64::saturating_add).min(ByteSize::MAX))
            }
            Layers::Synthetic { compressed, .. } => *compressed,
        }
    }

    /// Size of all unpacked layers, where it is known: given as a whole, or for each layer.
    pub fn unpacked(&self) -> Option<ByteSize> {
        let each = || {
            let mut bytes: u64 = 0;
            for layer in self.known_layers()? {
                let size = match layer.compression {
                    Compression::Plain => Some(layer.unpacked.unwrap_or(layer.compressed)),
                    Compression::Gzip | Compression::Zstd => layer.unpacked,
                };
                bytes = bytes.saturating_add(size?.to_bytes());
            }
            Some(ByteSize::bytes(bytes.min(ByteSize::MAX)))
        };
        self.unpacked.or_else(each)
    }
}

#[cfg(test)]
mod tests {
    use super::{ByteSize, ImageProfile};

    #[test]
    fn what_is_not_known_is_not_made_up() {
        let gb = |count: u64| ByteSize::bytes(count * 1_000_000_000);
        let synthetic = ImageProfile::of_size(gb(10), None);
        assert_eq!(
            (
                synthetic.compressed(),
                synthetic.largest(),
                synthetic.unpacked()
            ),
            (gb(10), None, None)
        );
        let layers: Vec<_> = ["4GB", "6GB zstd unpacked 12GB", "1GB plain"]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
        let real = ImageProfile::from_layers(&layers).unwrap();
        assert_eq!(real.compressed(), gb(11));
        assert_eq!(real.largest(), Some(gb(6)));
        assert_eq!(real.unpacked(), None);
        assert_eq!(
            ImageProfile::from_layers(&layers[1..]).unwrap().unpacked(),
            Some(gb(13))
        );
        assert_eq!(ImageProfile::from_layers(&[]), None);
    }
}
