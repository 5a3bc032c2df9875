//! Which operating system a node class launches.

use crate::core::config::{Al2023Version, BottlerocketVersion, KubernetesVersion};
use crate::core::import::document::Document;
use crate::core::import::document::ami_name::{AmiName, System};
use crate::core::placeholder::holds_placeholder;
use crate::core::yaml::Node;

/// The operating system of a node class' nodes, and the release where it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) enum AmiFamily {
    Al2023(Option<Al2023Version>),
    Bottlerocket(Option<BottlerocketVersion>),
    Al2,
    Windows,
    Custom,
    /// Nothing says it.
    Unknown,
}

/// The terms that choose an AMI.
fn terms(class: &Document) -> &[Node] {
    class
        .node
        .at(&["spec", "amiSelectorTerms"])
        .map(Node::items)
        .unwrap_or_default()
}

/// What the name or the SSM parameter of each term says; nothing for a term without one, and for
/// the name of another AMI.
fn named(class: &Document) -> impl Iterator<Item = Option<AmiName>> {
    terms(class).iter().map(|term| {
        let of_name = term.str_at(&["name"]).and_then(AmiName::of_name);
        let parameter = || term.str_at(&["ssmParameter"]);
        of_name.or_else(|| AmiName::of_parameter(parameter()?))
    })
}

/// What the names say of the AMIs that the cluster has found, in a class that it printed.
fn found(class: &Document) -> impl Iterator<Item = Option<AmiName>> {
    let status = class.status.as_ref();
    let amis = status.and_then(|status| status.get("amis"));
    let amis = amis.map(Node::items).unwrap_or_default();
    amis.iter()
        .map(|ami| ami.str_at(&["name"]).and_then(AmiName::of_name))
}

/// What all of them agree on. Karpenter takes the newest AMI of any term, so that terms which
/// differ say nothing.
fn agreed<T: Copy + PartialEq>(mut all: impl Iterator<Item = Option<T>>) -> Option<T> {
    let first = all.next()??;
    all.all(|other| other == Some(first)).then_some(first)
}

/// The Kubernetes that the AMIs' names are of.
pub(in crate::core::import) fn kubernetes(class: &Document) -> Option<KubernetesVersion> {
    let said = agreed(named(class).map(|name| name?.kubernetes));
    said.or_else(|| agreed(found(class).map(|name| name?.kubernetes)))
}

/// What new nodes get now, by what the cluster says of a class that it printed: a moving alias has come to
/// that release.
pub(in crate::core::import) fn running(class: &Document) -> Option<AmiFamily> {
    agreed(found(class).map(|name| name.map(|name| name.system))).map(|system| match system {
        System::Al2023(release) => AmiFamily::Al2023(release),
        System::Bottlerocket(release) => AmiFamily::Bottlerocket(release),
    })
}

/// The alias whose version no release of its family can have: Karpenter finds no AMI. A Bottlerocket
/// release may have its commit behind it (1.64.0-ab12cd34), and a v before it, which Karpenter takes away.
pub(in crate::core::import) fn impossible_alias(class: &Document) -> Option<&str> {
    terms(class)
        .iter()
        .filter_map(|term| term.str_at(&["alias"]))
        .find(|alias| {
            let (family, version) = alias.split_once('@').unwrap_or((alias, ""));
            if version.is_empty() || holds_placeholder(alias) {
                return false;
            }
            match family {
                "al2023" => {
                    let is_written_so = version == "latest" || version.starts_with('v');
                    !is_written_so || version.parse::<Al2023Version>().is_err()
                }
                "bottlerocket" => bottlerocket(version).is_none(),
                _ => false,
            }
        })
}

fn bottlerocket(version: &str) -> Option<BottlerocketVersion> {
    let bare = version.strip_prefix('v').unwrap_or(version);
    let (release, commit) = bare.split_once('-').unwrap_or((bare, "0"));
    let is_commit = !commit.is_empty() && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    release.parse().ok().filter(|_| is_commit)
}

impl AmiFamily {
    /// What an EC2NodeClass says: amiFamily first, then its alias or the AMI's name.
    pub(in crate::core::import) fn from_class(class: &Document) -> Self {
        let alias = terms(class).iter().find_map(|term| term.str_at(&["alias"]));
        let (of_alias, version) = alias
            .map(|alias| alias.split_once('@').unwrap_or((alias, "")))
            .unwrap_or_default();
        let names = || named(class).chain(found(class)).flatten();
        let of_name = || match names().next().map(|name| name.system) {
            Some(System::Al2023(_)) => "al2023",
            Some(System::Bottlerocket(_)) => "bottlerocket",
            None => "",
        };
        let word = class
            .node
            .str_at(&["spec", "amiFamily"])
            .unwrap_or_else(|| if alias.is_some() { of_alias } else { of_name() })
            .to_ascii_lowercase();
        match word.as_str() {
            "al2023" if alias.is_some() => Self::Al2023(version.parse().ok()),
            "al2023" => {
                let release = |name: Option<AmiName>| match name?.system {
                    System::Al2023(release) => release,
                    System::Bottlerocket(_) => None,
                };
                let said = agreed(named(class).map(release));
                Self::Al2023(said.or_else(|| agreed(found(class).map(release))))
            }
            "bottlerocket" if alias.is_some() => Self::Bottlerocket(bottlerocket(version)),
            "bottlerocket" => {
                let release = |name: Option<AmiName>| match name?.system {
                    System::Bottlerocket(release) => release,
                    System::Al2023(_) => None,
                };
                let said = agreed(named(class).map(release));
                Self::Bottlerocket(said.or_else(|| agreed(found(class).map(release))))
            }
            "al2" => Self::Al2,
            "custom" => Self::Custom,
            other if other.starts_with("windows") => Self::Windows,
            _ => Self::Unknown,
        }
    }

    /// What it is called.
    pub(in crate::core::import) fn describe(self) -> String {
        match self {
            Self::Al2023(Some(version)) => format!("AL2023 {version}"),
            Self::Al2023(None) => "AL2023, release unknown".to_owned(),
            Self::Bottlerocket(Some(version)) => format!("Bottlerocket {version}"),
            Self::Bottlerocket(None) => "Bottlerocket, release unknown".to_owned(),
            Self::Al2 => "AL2".to_owned(),
            Self::Windows => "Windows".to_owned(),
            Self::Custom => "a custom AMI".to_owned(),
            Self::Unknown => "unknown".to_owned(),
        }
    }
}
