//! Images whose sizes in the registry were published, each with its source.

use super::date::Date;
use super::table::{Row, TableError, rows};
use crate::core::config::text::{ImageReference, is_docker_hub, private_ecr_region, registry_host};
use crate::core::config::{Architecture, Config, Edit, Layer};
use crate::core::error::ValueError;
use crate::core::units::ByteSize;

const HEADER: &str = "id,reference,architecture,as_of,compressed_bytes,precision,largest_layer_bytes,layers,source,notes";

/// What was published of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownImage {
    /// Short name of the row.
    pub id: String,
    /// The image, as it was named there.
    pub reference: ImageReference,
    /// What it was read for; unknown if it was not said.
    pub architecture: Option<Architecture>,
    /// The day of the figure; unknown if it was not said.
    pub as_of: Option<Date>,
    /// Size in the registry.
    pub compressed: ByteSize,
    /// Whether the source rounds it.
    pub is_rounded: bool,
    /// Size of the largest layer, where that alone was published.
    pub largest: Option<ByteSize>,
    /// The layers, the lowest one first: all of them, or none.
    pub layers: Vec<Layer>,
    /// Who published it.
    pub source: String,
    /// What else was said, and what was not.
    pub notes: String,
}

impl KnownImage {
    /// Whether it is the image with this reference, on nodes of this architecture.
    pub(super) fn is(&self, reference: &str, architecture: Architecture) -> bool {
        self.architecture.is_none_or(|known| known == architecture)
            && Name::parse(reference) == Name::parse(self.reference.as_str())
    }

    /// Its size, and from when that is: `9.6 GB, 2026-06-22`.
    pub fn label(&self) -> String {
        let mut label = match self.is_rounded {
            true => format!("about {}", self.compressed.rounded()),
            false => self.compressed.rounded(),
        };
        if !self.layers.is_empty() {
            label = format!("{label} in {} layers", self.layers.len());
        }
        match self.as_of {
            Some(day) => format!("{label}, {day}"),
            None => format!("{label}, day unknown"),
        }
    }

    /// The change of the Config that takes its sizes over, as that of a manifest does.
    ///
    /// # Errors
    /// Never for a row of the table: the fields take every size and layer that it holds.
    pub fn edit(&self, config: &Config) -> Result<Edit, ValueError> {
        Edit::sizes_of_image(
            self.compressed,
            self.share_of_largest(),
            &self.layers,
            config,
        )
    }

    /// Share of the largest layer in percent, where its size alone was published.
    fn share_of_largest(&self) -> Option<u16> {
        let size = self.compressed.to_bytes().max(1);
        let share = (u128::from(self.largest?.to_bytes()) * 200 + u128::from(size))
            / (u128::from(size) * 2);
        u16::try_from(share.clamp(1, 100)).ok()
    }
}

/// What names an image: a repository and a tag in a registry.
#[derive(PartialEq)]
struct Name<'a> {
    registry: Registry<'a>,
    repository_and_tag: &'a str,
}

#[derive(PartialEq)]
enum Registry<'a> {
    /// Docker Hub, said or not.
    Hub,
    /// Any account's private ECR: AWS publishes the deep learning containers from an account for each
    /// Region, and copies keep the repository's name and its long tag.
    PrivateEcr,
    Host(&'a str),
}

impl<'a> Name<'a> {
    fn parse(reference: &'a str) -> Self {
        let Some(host) = registry_host(reference) else {
            return Self::on_hub(reference);
        };
        let rest = reference
            .strip_prefix(host)
            .and_then(|rest| rest.strip_prefix('/'))
            .unwrap_or_default();
        if is_docker_hub(host) {
            return Self::on_hub(rest);
        }
        Self {
            registry: match private_ecr_region(host) {
                Some(_) => Registry::PrivateEcr,
                None => Registry::Host(host),
            },
            repository_and_tag: rest,
        }
    }

    fn on_hub(path: &'a str) -> Self {
        Self {
            registry: Registry::Hub,
            repository_and_tag: path.strip_prefix("library/").unwrap_or(path),
        }
    }
}

/// Reads `known_images.csv`.
pub(super) fn parse(table: &str) -> Result<Vec<KnownImage>, TableError> {
    rows(table, HEADER)?.map(image).collect()
}

fn image(mut row: Row<'_, '_>) -> Result<KnownImage, TableError> {
    let id = row.needed("id")?.to_owned();
    let reference = row.needed_value("reference")?;
    let architecture = row.value("architecture")?;
    let as_of = row.value("as_of")?;
    let compressed: ByteSize = row.needed_value("compressed_bytes")?;
    let is_rounded = match row.needed("precision")? {
        "exact" => false,
        "rounded" => true,
        other => return Err(row.error(format!("precision cannot be {other}"))),
    };
    let largest: Option<ByteSize> = row.value("largest_layer_bytes")?;
    let layers = match row.text("layers")? {
        None => Vec::new(),
        Some(text) => text
            .split(';')
            .map(str::parse)
            .collect::<Result<Vec<Layer>, ValueError>>()
            .map_err(|error| row.error(error.to_string()))?,
    };
    let sum = layers.iter().fold(0_u64, |sum, layer| {
        sum.saturating_add(layer.compressed.to_bytes())
    });
    if !layers.is_empty() && sum != compressed.to_bytes() {
        return Err(row.error("the layers together are not compressed_bytes"));
    }
    if largest > Some(compressed) {
        return Err(row.error("largest_layer_bytes is above compressed_bytes"));
    }
    let source = row.needed("source")?.to_owned();
    let notes = row.text("notes")?.unwrap_or_default().to_owned();
    row.end()?;
    Ok(KnownImage {
        id,
        reference,
        architecture,
        as_of,
        compressed,
        is_rounded,
        largest,
        layers,
        source,
        notes,
    })
}

#[cfg(test)]
mod tests {
    use super::{Architecture, HEADER, parse};

    const ROW: &str = "x,1111.dkr/a:1,amd64,2026-09-26,300,exact,,100 gzip;200 zstd,a page,";

    #[test]
    fn a_broken_row_is_refused_with_its_line() {
        assert_eq!(parse("id\n").unwrap_err().line, 1);
        assert_eq!(parse(&format!("{HEADER}\n{ROW}\n")).unwrap().len(), 1);
        for (old, new) in [
            ("1111.dkr/a:1", "A B"),
            ("amd64", "sparc"),
            ("2026-09-26", "soon"),
            (",300,", ",301,"),
            (",300,", ",,"),
            ("exact", "maybe"),
            ("exact,,", "exact,301,"),
            ("200 zstd", "200 lz4"),
            ("a page", ""),
            ("a page,", "a page"),
            ("a page,", "a page,,"),
        ] {
            assert!(ROW.contains(old), "{old}");
            let table = format!("{HEADER}\n{ROW}\n{}\n", ROW.replacen(old, new, 1));
            assert_eq!(parse(&table).unwrap_err().line, 3, "{new}");
        }
    }

    #[test]
    fn an_image_is_known_by_its_repository_and_tag() {
        let named = |reference: &str| {
            let row = ROW.replace("1111.dkr/a:1", reference);
            parse(&format!("{HEADER}\n{row}\n")).unwrap().remove(0)
        };
        let ecr = named("763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:1");
        let hub = named("a/b:1");
        let official = named("spark:1");
        for (image, reference, is) in [
            (
                &ecr,
                "871362719292.dkr.ecr.eu-north-1.amazonaws.com/vllm:1",
                true,
            ),
            (
                &ecr,
                "763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:2",
                false,
            ),
            (
                &ecr,
                "763104351884.dkr.ecr.us-east-1.amazonaws.com/x/vllm:1",
                false,
            ),
            (&ecr, "vllm:1", false),
            (&hub, "a/b:1", true),
            (&hub, "docker.io/a/b:1", true),
            (&hub, "ghcr.io/a/b:1", false),
            (&hub, "a/b", false),
            (&hub, "a/b:1@sha256:00", false),
            (&official, "docker.io/library/spark:1", true),
            (&official, "library/spark:1", true),
            (&official, "me/spark:1", false),
        ] {
            assert_eq!(image.is(reference, Architecture::Amd64), is, "{reference}");
            assert!(!image.is(reference, Architecture::Arm64), "{reference}");
        }
    }
}
