//! An engine as one of those that a cluster can use.

use crate::core::config::{Config, Edit, EngineKind};
use crate::core::cost::Total;
use crate::core::units::{ByteSize, LikelyRange, TimeSpan};

/// Whether an engine does anything for a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngineFit {
    /// It pulls.
    Works,
    /// It pulls, and a warning that the other engines have not says what may go wrong.
    AtRisk(String),
    /// It is ignored on the type that is launched, where stock containerd pulls.
    Ignored(String),
    /// With it the set has an error that it has not with every engine, or no node comes.
    Refused(String),
}

impl EngineFit {
    /// One word.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::AtRisk(_) => "at risk",
            Self::Ignored(_) => "ignored",
            Self::Refused(_) => "refused",
        }
    }

    /// Whether it pulls, with or without a reservation.
    pub const fn works(&self) -> bool {
        matches!(self, Self::Works | Self::AtRisk(_))
    }

    /// Why it is not without reservation.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Works => None,
            Self::AtRisk(why) | Self::Ignored(why) | Self::Refused(why) => Some(why),
        }
    }
}

/// What a runtime holds in memory while it pulls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuntimeMemory {
    /// It is not known, as the pull is not.
    Unknown,
    /// Nothing worth counting.
    Little,
    /// So much.
    Held(LikelyRange<ByteSize>),
}

impl RuntimeMemory {
    /// How much it is, where it is known and worth counting.
    pub const fn held(self) -> Option<LikelyRange<ByteSize>> {
        match self {
            Self::Held(held) => Some(held),
            Self::Unknown | Self::Little => None,
        }
    }
}

impl std::fmt::Display for RuntimeMemory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown => f.write_str("not known"),
            Self::Little => f.write_str("little"),
            Self::Held(held) => write!(f, "{} to {}", held.low().rounded(), held.high().rounded()),
        }
    }
}

/// A Config with one engine, on the node that it gets with it.
#[derive(Debug, Clone, PartialEq)]
pub struct EngineOption {
    /// The engine.
    pub kind: EngineKind,
    /// What a person reads.
    pub label: &'static str,
    /// Whether it is the Config's own.
    pub is_current: bool,
    /// The change that takes it; none for the Config's own.
    pub edit: Option<Edit>,
    /// The Config with this engine.
    pub config: Config,
    /// Whether it does anything.
    pub fit: EngineFit,
    /// The type that is launched; none where none is admitted.
    pub instance: Option<&'static str>,
    /// The pull on it; none where the image's size is not known.
    pub pull: Option<LikelyRange<TimeSpan>>,
    /// The node with its volumes, an hour; none where no price is known.
    pub node_hour: Option<Total>,
    /// What the runtime holds in memory while it pulls.
    pub memory: RuntimeMemory,
    /// What the node has free when it begins to pull: assumed.
    pub free_memory: Option<ByteSize>,
}
