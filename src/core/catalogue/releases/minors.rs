//! Minor versions of Kubernetes as the tables write them: `1.29-1.35`, `1.34 1.36`, `1.30-`.

use crate::core::config::KubernetesVersion;

/// A set of minor versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Minors(u64);

impl Minors {
    /// Every version.
    pub(super) const ALL: Self = Self(u64::MAX);

    /// Reads a cell; nothing for a cell of another form.
    pub(super) fn parse(cell: &str) -> Option<Self> {
        let mut set = 0;
        for part in cell.split(' ') {
            let (from, to) = match part.split_once('-') {
                Some((from, "")) => (minor(from)?, 63),
                Some((from, to)) => (minor(from)?, minor(to)?),
                None => (minor(part)?, minor(part)?),
            };
            if from > to {
                return None;
            }
            for minor in from..=to {
                set |= 1 << minor;
            }
        }
        Some(Self(set))
    }

    pub(super) fn has(self, version: KubernetesVersion) -> bool {
        self.0
            .checked_shr(u32::from(version.to_minor()))
            .is_some_and(|bits| bits & 1 == 1)
    }

    /// The set in words: `Kubernetes 1.34 and 1.35`.
    pub(super) fn describe(self) -> String {
        let of: Vec<String> = KubernetesVersion::all()
            .filter(|version| self.has(*version))
            .map(|version| version.to_string())
            .collect();
        match of.split_last() {
            Some((last, rest)) if !rest.is_empty() => [&rest.join(", "), " and ", last].concat(),
            Some((last, _)) => last.clone(),
            None => String::new(),
        }
    }
}

/// The number behind `1.`; below 64, so that it fits the set.
pub(super) fn minor(text: &str) -> Option<u8> {
    let digits = text.strip_prefix("1.")?;
    digits.parse().ok().filter(|minor| *minor < 64)
}

#[cfg(test)]
mod tests {
    use super::Minors;
    use crate::core::config::KubernetesVersion;

    #[test]
    fn cells_are_read() {
        let has = |cell: &str, minor: u8| {
            Minors::parse(cell)
                .expect(cell)
                .has(KubernetesVersion::minor(minor))
        };
        assert!(has("1.29-1.35", 29) && has("1.29-1.35", 35) && !has("1.29-1.35", 36));
        assert!(has("1.34 1.36", 36) && !has("1.34 1.36", 35));
        assert!(has("1.30-", 36) && !has("1.30-", 29));
        for bad in ["", "1.35-1.29", "1.x", "34", "1.64", "1.30 "] {
            assert_eq!(Minors::parse(bad), None, "{bad}");
        }
        assert_eq!(
            Minors::parse("1.34-1.36").map(Minors::describe).as_deref(),
            Some("1.34, 1.35 and 1.36")
        );
    }
}
