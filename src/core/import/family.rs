//! Which operating system a node class launches.

use super::documents::Found;
use crate::core::config::{Al2023Version, BottlerocketVersion};
use crate::core::yaml::Node;

/// The operating system of a node class' nodes, and the release where it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Al2023(Option<Al2023Version>),
    Bottlerocket(Option<BottlerocketVersion>),
    Al2,
    Windows,
    Custom,
    /// Nothing says it.
    Unknown,
}

impl Family {
    /// What an EC2NodeClass says: amiFamily first, then its alias.
    pub(super) fn of(class: &Found) -> Self {
        let terms = class
            .node
            .at(&["spec", "amiSelectorTerms"])
            .map(Node::items)
            .unwrap_or_default();
        let alias = terms.iter().find_map(|term| term.letters_at(&["alias"]));
        let (of_alias, version) = alias
            .map(|alias| alias.split_once('@').unwrap_or((alias, "")))
            .unwrap_or_default();
        let word = class
            .node
            .letters_at(&["spec", "amiFamily"])
            .unwrap_or(of_alias)
            .to_ascii_lowercase();
        match word.as_str() {
            "al2023" => Self::Al2023(version.parse().ok()),
            "bottlerocket" => {
                let bare = version.strip_prefix('v').unwrap_or(version);
                Self::Bottlerocket(bare.parse().ok())
            }
            "al2" => Self::Al2,
            "custom" => Self::Custom,
            other if other.starts_with("windows") => Self::Windows,
            _ => Self::Unknown,
        }
    }

    /// What it is called.
    pub(super) fn what(self) -> String {
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
