//! Whether a field means anything, and the conditions that several fields share.

use crate::core::config::Config;

/// Whether a field means anything for the Config as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applies {
    /// It does.
    Yes,
    /// It does not, for this reason.
    No(&'static str),
}

pub(super) fn always(_: &Config) -> Applies {
    Applies::Yes
}

pub(super) fn unless(applies: bool, reason: &'static str) -> Applies {
    if applies {
        Applies::Yes
    } else {
        Applies::No(reason)
    }
}

pub(super) fn not_on_auto_mode(config: &Config) -> Applies {
    match in_node_class(config) {
        Applies::Yes => unless(
            !config.engine.spec().is_auto_mode(),
            "Auto Mode decides this itself; its NodeClass has no such field.",
        ),
        no @ Applies::No(_) => no,
    }
}

/// For what only a node class holds.
pub(super) fn in_node_class(config: &Config) -> Applies {
    unless(
        !config.engine.is_set_up_by_hand(),
        "For another distribution you write the node class yourself.",
    )
}
