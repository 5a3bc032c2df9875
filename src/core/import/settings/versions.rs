//! The cluster's versions: what the files say of them.

use crate::core::config::{Config, KarpenterVersion, KubernetesVersion};
use crate::core::import::document::PlacedStatement;
use crate::core::import::settings::builder::{ConfigBuilder, Provenance};
use crate::core::import::source::ClusterFact;

/// A version, and who says it.
type Stated<V> = Option<(V, Provenance)>;

/// The versions that the files say, and that nobody has set otherwise. Files that disagree say none.
#[derive(Debug, Clone, Default)]
pub(in crate::core::import) struct StatedVersions {
    pub(in crate::core::import) kubernetes: Stated<KubernetesVersion>,
    pub(in crate::core::import) karpenter: Stated<KarpenterVersion>,
}

impl StatedVersions {
    /// Those of the files; a version in the settings that is not the default was chosen, and stays.
    pub(in crate::core::import) fn new(statements: &[PlacedStatement], base: &Config) -> Self {
        let (chosen, default) = (&base.cluster, Config::default().cluster);
        Self {
            kubernetes: stated(statements, ClusterFact::Kubernetes)
                .filter(|_| chosen.kubernetes == default.kubernetes),
            karpenter: stated(statements, ClusterFact::Karpenter)
                .filter(|_| chosen.karpenter == default.karpenter),
        }
    }

    /// Settings with these versions in place of theirs.
    pub(in crate::core::import) fn beside(&self, base: &Config) -> Config {
        let mut config = base.clone();
        if let Some((version, _)) = self.kubernetes {
            config.cluster.kubernetes = version;
        }
        if let Some((version, _)) = self.karpenter {
            config.cluster.karpenter = version;
        }
        config
    }

    /// Notes that they come from the files.
    pub(in crate::core::import) fn take(&self, builder: &mut ConfigBuilder) {
        if let Some((version, from)) = &self.kubernetes {
            builder.set_text("cluster.kubernetes", &version.to_string(), from);
        }
        if let Some((version, from)) = &self.karpenter {
            builder.set_text("cluster.karpenter", &version.to_string(), from);
        }
    }
}

/// The one version that all statements agree on.
fn stated<V: std::str::FromStr + PartialEq>(
    statements: &[PlacedStatement],
    fact: ClusterFact,
) -> Stated<V> {
    let mut all = statements.iter().filter(|one| one.fact == fact);
    let first = all.next()?;
    let version: V = parse(&first.value)?;
    let agree = all.all(|one| parse(&one.value).as_ref() == Some(&version));
    let from = Provenance {
        place: first.place,
        path: first.path.clone(),
    };
    agree.then_some((version, from))
}

/// A version from a release: `v1.33.2-eks-113cf36` is 1.33. None for a range, and for what a template
/// has to fill in.
fn parse<V: std::str::FromStr>(text: &str) -> Option<V> {
    let bare = text.trim().trim_start_matches('v');
    let release = bare.split(['-', '+']).next()?;
    let mut numbers = release.split('.');
    let (major, minor) = (numbers.next()?, numbers.next()?);
    let is_exact = numbers.all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    is_exact.then(|| [major, ".", minor].concat().parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::core::config::KubernetesVersion;

    #[test]
    fn a_release_is_its_minor_version_and_a_range_is_none() {
        let version = |text| parse::<KubernetesVersion>(text).map(|version| version.to_string());
        for (text, is) in [
            ("1.33", Some("1.33")),
            ("v1.33.2", Some("1.33")),
            ("v1.33.2-eks-113cf36", Some("1.33")),
            ("1.33.x", None),
            (">=1.33", None),
            ("~1.33.0", None),
            ("1", None),
            ("{{ .Version }}", None),
            ("", None),
            ("2.33.0", None),
        ] {
            assert_eq!(version(text).as_deref(), is, "{text}");
        }
    }
}
