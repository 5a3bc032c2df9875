//! The size of one ranged download, in the grammars that disagree about it.

use crate::core::error::{ValueError, quoted};

/// How much of a layer one request fetches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChunkSize {
    /// One request for the whole layer.
    WholeLayer,
    /// This many bytes, 1 KiB to 10 GiB.
    Bytes(u64),
}

/// Who reads the setting, and hence what its letters mean.
///
/// SOCI's own file (AL2023) reads `16mb` as 16,777,216 bytes, knows no `mib` and writes the
/// whole layer as an empty string; Bottlerocket reads `16mb` as 16,000,000 bytes, knows `16mib`
/// and writes the whole layer as `unlimited` (soci-snapshotter config/parallel.go at 77fb4266;
/// bottlerocket-settings-sdk).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChunkGrammar {
    /// SOCI's configuration file.
    Soci,
    /// Bottlerocket's settings.
    Bottlerocket,
    /// containerd's configuration, which takes bytes only, as a number; units are this tool's own and
    /// mean what they mean in general.
    Containerd,
}

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

impl ChunkSize {
    /// Smallest chunk in bytes: below it, one layer would be a flood of requests.
    pub const MIN: u64 = KIB;
    /// Largest chunk in bytes.
    pub const MAX: u64 = 10 * GIB;

    /// A size known when the program is written, in MiB.
    pub const fn mebibytes(count: u64) -> Self {
        Self::Bytes(count * MIB)
    }

    /// Reads the setting as the node's own software would; `16MiB` is accepted everywhere,
    /// because it cannot be mistaken.
    ///
    /// # Errors
    /// What neither the software nor we can read, zero, and sizes outside 1 KiB to 10 GiB.
    pub fn parse(text: &str, grammar: ChunkGrammar) -> Result<Self, ValueError> {
        let trimmed = text.trim();
        let lower = trimmed.to_ascii_lowercase();
        if lower.is_empty() || lower == "unlimited" || lower == "whole layer" {
            return Ok(Self::WholeLayer);
        }
        let unit_at = lower
            .find(|c: char| c.is_ascii_alphabetic())
            .unwrap_or(lower.len());
        let (number, unit) = lower.split_at(unit_at);
        let number = number.trim_end();
        let decimal = grammar != ChunkGrammar::Soci;
        let scale = match unit {
            "" | "b" => 1,
            "kib" => KIB,
            "mib" => MIB,
            "gib" => GIB,
            "kb" => {
                if decimal {
                    1_000
                } else {
                    KIB
                }
            }
            "mb" => {
                if decimal {
                    1_000_000
                } else {
                    MIB
                }
            }
            "gb" => {
                if decimal {
                    1_000_000_000
                } else {
                    GIB
                }
            }
            "k" | "m" | "g" => {
                let why = match grammar {
                    ChunkGrammar::Soci => "stops SOCI from starting",
                    ChunkGrammar::Bottlerocket | ChunkGrammar::Containerd => "is not a size",
                };
                return Err(ValueError::new(format!(
                    "{} {why}: the unit needs a b, for example 16mb.",
                    quoted(trimmed)
                ))
                .suggest(format!("{number}{unit}b")));
            }
            _ => return Err(unreadable(trimmed, grammar)),
        };
        let bytes = scaled(number, scale).ok_or_else(|| unreadable(trimmed, grammar))?;
        if bytes == 0 {
            return Err(ValueError::new(
                "A chunk of 0 bytes means the whole layer in one request; use “unlimited” if intended.",
            )
            .suggest("unlimited"));
        }
        if bytes < Self::MIN {
            return Err(ValueError::new(format!(
                "{} is {bytes} bytes: one request for every few bytes of a layer. Use 8 to 16 MiB for Amazon ECR.",
                quoted(trimmed)
            ))
            .suggest("16mb"));
        }
        if bytes > Self::MAX {
            return Err(ValueError::new(format!(
                "{} is above 10 GiB; use “unlimited” for one request per layer.",
                quoted(trimmed)
            ))
            .suggest("unlimited"));
        }
        Ok(Self::Bytes(bytes))
    }

    /// Writes the setting so that the node's software reads exactly this size.
    pub fn setting(self, grammar: ChunkGrammar) -> String {
        match (self, grammar) {
            (Self::WholeLayer, ChunkGrammar::Soci) => String::new(),
            (Self::WholeLayer, ChunkGrammar::Bottlerocket) => "unlimited".to_owned(),
            (Self::WholeLayer, ChunkGrammar::Containerd) => "0".to_owned(),
            (Self::Bytes(bytes), ChunkGrammar::Containerd) => bytes.to_string(),
            (Self::Bytes(bytes), ChunkGrammar::Soci) => binary(bytes, ["gb", "mb", "kb"], ""),
            (Self::Bytes(bytes), ChunkGrammar::Bottlerocket) => {
                if bytes % 1_000_000 == 0 && bytes % MIB != 0 {
                    format!("{}mb", bytes / 1_000_000)
                } else {
                    binary(bytes, ["gib", "mib", "kib"], "b")
                }
            }
        }
    }

    /// The setting as a field shows it: never empty.
    pub fn text(self, grammar: ChunkGrammar) -> String {
        match self {
            Self::WholeLayer => "unlimited".to_owned(),
            // A number of bytes is hard to read.
            Self::Bytes(_) if grammar == ChunkGrammar::Containerd => {
                self.setting(ChunkGrammar::Bottlerocket)
            }
            Self::Bytes(_) => self.setting(grammar),
        }
    }

    /// Bytes, unless it is the whole layer.
    pub const fn to_bytes(self) -> Option<u64> {
        match self {
            Self::WholeLayer => None,
            Self::Bytes(bytes) => Some(bytes),
        }
    }
}

fn binary(bytes: u64, [giga, mega, kilo]: [&str; 3], plain: &str) -> String {
    for (scale, unit) in [(GIB, giga), (MIB, mega), (KIB, kilo)] {
        if bytes.is_multiple_of(scale) {
            return format!("{}{unit}", bytes / scale);
        }
    }
    format!("{bytes}{plain}")
}

/// `1.5` × scale, truncated to whole bytes as SOCI's parser does.
fn scaled(number: &str, scale: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |part: &str| part.len() <= 12 && part.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    if number.ends_with('.') {
        return None;
    }
    let whole: u128 = whole.parse().ok()?;
    let mut value = whole.checked_mul(u128::from(scale))?;
    if !fraction.is_empty() {
        let part: u128 = fraction.parse().ok()?;
        let divisor = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
        value += part * u128::from(scale) / divisor;
    }
    u64::try_from(value).ok()
}

fn unreadable(text: &str, grammar: ChunkGrammar) -> ValueError {
    let example = match grammar {
        ChunkGrammar::Soci => "16mb (16,777,216 bytes here) or unlimited",
        ChunkGrammar::Bottlerocket | ChunkGrammar::Containerd => {
            "16mib (16,777,216 bytes), 16mb (16,000,000) or unlimited"
        }
    };
    ValueError::new(format!(
        "{} is not a chunk size. Use for example {example}.",
        quoted(text)
    ))
}

#[cfg(test)]
mod tests {
    use super::{ChunkGrammar, ChunkSize};

    #[test]
    fn the_same_letters_mean_different_sizes() {
        let soci = |text| ChunkSize::parse(text, ChunkGrammar::Soci).map(ChunkSize::to_bytes);
        let bottlerocket =
            |text| ChunkSize::parse(text, ChunkGrammar::Bottlerocket).map(ChunkSize::to_bytes);
        assert_eq!(soci("16mb"), Ok(Some(16_777_216)));
        assert_eq!(bottlerocket("16mb"), Ok(Some(16_000_000)));
        assert_eq!(bottlerocket("16mib"), soci("16 MB"));
        assert_eq!(soci("8MiB"), Ok(Some(8_388_608)));
        assert_eq!(soci("1.5gb"), Ok(Some(1_610_612_736)));
        assert_eq!(soci("unlimited"), Ok(None));
        for bad in [
            "16m",
            "abc",
            "-1",
            ".5gb",
            "1tb",
            "0",
            "512",
            "1b",
            "16mb; reboot",
            "11gb",
        ] {
            assert!(soci(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for bytes in [1024, 16 << 20, 16_000_000, 1 << 30, 1_610_612_736, 1025] {
            for grammar in [
                ChunkGrammar::Soci,
                ChunkGrammar::Bottlerocket,
                ChunkGrammar::Containerd,
            ] {
                let size = ChunkSize::Bytes(bytes);
                assert_eq!(
                    ChunkSize::parse(&size.setting(grammar), grammar),
                    Ok(size),
                    "{bytes} {grammar:?}"
                );
            }
        }
        assert_eq!(ChunkSize::mebibytes(16).setting(ChunkGrammar::Soci), "16mb");
        assert_eq!(
            ChunkSize::mebibytes(16).setting(ChunkGrammar::Bottlerocket),
            "16mib"
        );
        assert_eq!(ChunkSize::WholeLayer.setting(ChunkGrammar::Soci), "");
        let containerd = ChunkSize::mebibytes(16);
        assert_eq!(containerd.setting(ChunkGrammar::Containerd), "16777216");
        assert_eq!(containerd.text(ChunkGrammar::Containerd), "16mib");
    }
}
