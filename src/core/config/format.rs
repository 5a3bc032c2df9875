//! The versions of links and Config files, and what each means by a field that it does not name.
//!
//! Both are differences from defaults, so a default is part of their meaning. Each version has its
//! own for ever: `tests/defaults/` holds them all, and a test says when one has changed. To change
//! a default once a version was released: add a version here with a row of [`CHANGED`], and a file
//! there.

use std::sync::LazyLock;

use super::fields::leading_first;
use super::link::first_defaults;
use super::{Config, Field, Value};

/// A version of links (`v2_…`) and Config files (`version: 2`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FormatVersion {
    /// Release 0.1: a Deployment and the comparison pair unless it says otherwise, and the default
    /// image's size for whatever image it names.
    V1,
    /// Nothing that is not asked for, no size of another image, and a limit on the pool.
    V2,
}

/// Defaults that differ from those of the version before, by the version that changed them.
const CHANGED: &[(FormatVersion, &str, &str)] = &[
    (FormatVersion::V2, "comparison", "false"),
    (FormatVersion::V2, "workload.kind", "none"),
    (FormatVersion::V2, "cluster.kubernetes", "1.35"),
    (FormatVersion::V2, "cluster.al2023Version", "v20260930"),
    (FormatVersion::V2, "nodes.cpuLimit", "1000"),
];

impl FormatVersion {
    /// Every version, the oldest first.
    pub(crate) const ALL: [Self; 2] = [Self::V1, Self::V2];
    /// The version that is written. Its defaults are those of [`Config::default`].
    pub(crate) const NEWEST: Self = Self::V2;

    /// Its number.
    pub(crate) const fn number(self) -> u32 {
        match self {
            Self::V1 => 1,
            Self::V2 => 2,
        }
    }

    /// The version of a number; none for one that is not known.
    pub(crate) fn numbered(number: u32) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|version| version.number() == number)
    }

    /// What a link or a file of this version means that names no field.
    pub(crate) fn base(self) -> &'static Config {
        static V1: LazyLock<Config> = LazyLock::new(|| meant_by(FormatVersion::V1));
        static V2: LazyLock<Config> = LazyLock::new(|| meant_by(FormatVersion::V2));
        match self {
            Self::V1 => &V1,
            Self::V2 => &V2,
        }
    }

    /// Gives what was read its last meaning: to version 1, an image of which nothing was said but
    /// its reference had the default image's size.
    pub(crate) fn complete(self, config: &mut Config, is_named: impl Fn(&str) -> bool) {
        if self == Self::V1 && !is_named("image.compressedSize") {
            config.image.compressed_size = self.base().image.compressed_size;
        }
    }
}

fn meant_by(version: FormatVersion) -> Config {
    let changed = CHANGED.iter().filter(|(since, ..)| *since <= version);
    let mut texts: Vec<(&'static Field, &'static str)> = first_defaults().collect();
    texts.extend(changed.filter_map(|(_, path, text)| Some((Field::find(path)?, *text))));
    leading_first(&mut texts, |(field, _)| Some(*field));
    let mut config = Config::default();
    for (field, text) in texts {
        // A default that is refused today is today's default; a test says so.
        let _ = (field.set)(&mut config, &Value::typed(text, field.kind));
    }
    config
}

#[cfg(test)]
mod tests {
    use super::{CHANGED, FormatVersion};
    use crate::core::config::{Config, Field};

    #[test]
    fn what_is_written_stands_against_todays_defaults() {
        let (written, today) = (FormatVersion::NEWEST.base(), Config::default());
        for field in Field::all() {
            assert_eq!(
                field.value(written),
                field.value(&today),
                "the default of {} is another: add a version with it to config/format.rs, or a row to the newest if no release wrote that one yet",
                field.path
            );
        }
        assert_eq!(*written, today);
    }

    #[test]
    fn versions_are_in_order_and_name_fields() {
        for (before, after) in FormatVersion::ALL.iter().zip(&FormatVersion::ALL[1..]) {
            assert!(before < after && before.number() + 1 == after.number());
        }
        assert_eq!(FormatVersion::ALL.last(), Some(&FormatVersion::NEWEST));
        for (_, path, _) in CHANGED {
            assert!(Field::find(path).is_some(), "{path}");
        }
    }
}
