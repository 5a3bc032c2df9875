//! One layer of an image, as a manifest lists it.

use std::fmt;
use std::str::FromStr;

use crate::core::choice::choices;
use crate::core::error::{ValueError, quoted};
use crate::core::units::ByteSize;

choices! {
    /// How a layer is packed.
    Compression, "a compression", {
        /// `application/vnd.oci.image.layer.v1.tar+gzip`, and Docker's own.
        Gzip = "gzip", "gzip", "Used by almost every registry; one layer unpacks on one core.";
        /// `application/vnd.oci.image.layer.v1.tar+zstd`.
        Zstd = "zstd", "zstd", "Unpacks about twice as fast as gzip.";
        /// `application/vnd.oci.image.layer.v1.tar`.
        Plain = "plain", "plain", "Not compressed: larger to download, cheap to unpack.";
    }
}

/// One layer: its size in the registry and what it unpacks to. Written
/// `4740000000 gzip unpacked 9.9GB`; gzip is meant where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layer {
    /// Size in the registry.
    pub compressed: ByteSize,
    /// How it is packed.
    pub compression: Compression,
    /// Size of the unpacked tree, where it is known.
    pub unpacked: Option<ByteSize>,
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.compressed, self.compression)?;
        match self.unpacked {
            Some(size) => write!(f, " unpacked {size}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Layer {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let refuse = || {
            ValueError::new(format!(
                "{} is not a layer. Use its size and, if known, gzip, zstd or plain and the unpacked size: 4.74GB gzip unpacked 9.9GB.",
                quoted(text.trim())
            ))
        };
        let (packed, unpacked) = match text.split_once("unpacked") {
            Some((packed, size)) => (packed, Some(size.parse()?)),
            None => (text, None),
        };
        let words: Vec<&str> = packed.split_whitespace().collect();
        let is_compression = |word: &str| Compression::ALL.iter().any(|one| one.as_str() == word);
        let (size, compression) = match words.split_last() {
            Some((word, size)) if is_compression(word) => (size, word.parse()?),
            _ => (words.as_slice(), Compression::Gzip),
        };
        // `4.74 GB` is one size, `4 GB 5` is none.
        if size.is_empty() || size.len() > 2 {
            return Err(refuse());
        }
        Ok(Self {
            compressed: size.concat().parse().map_err(|_| refuse())?,
            compression,
            unpacked,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Compression, Layer};

    #[test]
    fn layers_read_back() {
        for (text, written) in [
            ("4740000000", "4740000000 gzip"),
            (" 4.74 GB zstd ", "4740000000 zstd"),
            (
                "1GB plain unpacked 1 GB",
                "1000000000 plain unpacked 1000000000",
            ),
            ("100 unpacked 236", "100 gzip unpacked 236"),
        ] {
            let layer: Layer = text.parse().unwrap();
            assert_eq!(layer.to_string(), written);
            assert_eq!(layer.to_string().parse(), Ok(layer));
        }
        assert_eq!(
            "5 zstd".parse::<Layer>().unwrap().compression,
            Compression::Zstd
        );
        for bad in [
            "",
            "gzip",
            "0",
            "1GB lz4",
            "1 2 3",
            "1GB gzip unpacked",
            "1GB unpacked x",
        ] {
            assert!(bad.parse::<Layer>().is_err(), "{bad}");
        }
    }
}
