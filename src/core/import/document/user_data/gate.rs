//! What NodeConfigs switch on, once they are merged.

use super::parts::Parts;
use crate::core::engines::EngineKind;
use crate::core::placeholder::is_open;
use crate::core::yaml::{Node, Scalar};

/// Where a gate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) enum GateState {
    On,
    Off,
    /// A template still has to fill it in.
    Open,
}

/// A feature gate of an engine after the NodeConfigs are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) struct Gate {
    pub(in crate::core::import) engine: EngineKind,
    pub(in crate::core::import) state: GateState,
    /// The line that decides.
    pub(in crate::core::import) line: usize,
}

impl Gate {
    pub(in crate::core::import) fn is_on(self) -> bool {
        self.state == GateState::On
    }
}

/// The engine's gate that is on, or else one that may be, or else one that is off.
pub(in crate::core::import) fn gate(parts: &Parts) -> Option<Gate> {
    let gates = EngineKind::ALL.iter().filter_map(|engine| {
        let name = engine.spec().feature_gate?;
        let (state, line) = parts
            .merged_configs()
            .filter_map(|node| state(node, name))
            .last()?;
        Some(Gate {
            engine: *engine,
            state,
            line,
        })
    });
    let all: Vec<Gate> = gates.collect();
    let of = |state: GateState| all.iter().find(|gate| gate.state == state);
    of(GateState::On)
        .or(of(GateState::Open))
        .or(all.first())
        .copied()
}

/// What a NodeConfig says of a gate, and where.
fn state(node: &Node, name: &str) -> Option<(GateState, usize)> {
    let keys = ["spec", "featureGates", name];
    let mut own = node;
    for (depth, key) in keys.iter().enumerate() {
        own = own.get(key)?;
        if is_open(own) {
            let line = node.line_at(keys.get(..=depth).unwrap_or_default());
            return Some((GateState::Open, line));
        }
    }
    let state = match own.scalar()? {
        Scalar::Bool(true) => GateState::On,
        // Go leaves a flag that is null at false.
        Scalar::Bool(false) | Scalar::Null => GateState::Off,
        _ => return None,
    };
    Some((state, node.line_at(&keys)))
}

/// What is left out of the RAID0's mounts.
pub(in crate::core::import) fn disabled_mounts(parts: &Parts) -> Vec<(String, usize)> {
    let keys = ["spec", "instance", "localStorage", "disabledMounts"];
    parts
        .merged_configs()
        .filter_map(|node| node.at(&keys))
        .last()
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|item| Some((item.as_str()?.to_owned(), item.line)))
        .collect()
}
