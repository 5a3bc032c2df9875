//! How varied the types of a NodeClaim must be.

use std::collections::BTreeSet;

use crate::core::catalogue::Catalogue;
use crate::core::requirements::Asked;
use crate::core::selection::label::{Label, LabelValue};

/// The `minValues` of a pool's requirements; those on labels that no type decides (zones, capacity
/// types) count as met.
#[derive(Debug, Clone, Default)]
pub(super) struct MinValues {
    wanted: Vec<(String, Label, usize)>,
    /// Whether any requirement has them, on whatever label.
    pub(super) is_set: bool,
}

impl MinValues {
    pub(super) fn new(requirements: &[Asked]) -> Self {
        let wanted = requirements.iter().filter_map(|asked| {
            let label = Label::from_key(&asked.requirement.key)?;
            Some((
                asked.requirement.key.clone(),
                label,
                usize::try_from(asked.min_values?).unwrap_or(usize::MAX),
            ))
        });
        Self {
            wanted: wanted.collect(),
            is_set: requirements.iter().any(|asked| asked.min_values.is_some()),
        }
    }

    /// Whether these types are varied enough.
    pub(super) fn are_met(
        &self,
        types: impl Iterator<Item = usize> + Clone,
        catalogue: &Catalogue,
    ) -> bool {
        self.unmet(types, catalogue).is_none()
    }

    /// The first label of which these types have too few values: its key, how many are asked for
    /// and how many there are.
    pub(super) fn unmet(
        &self,
        types: impl Iterator<Item = usize> + Clone,
        catalogue: &Catalogue,
    ) -> Option<(&str, usize, usize)> {
        self.wanted.iter().find_map(|(key, label, least)| {
            let mut seen: BTreeSet<(&str, u32)> = BTreeSet::new();
            for position in types.clone() {
                let value = catalogue
                    .instances()
                    .get(position)
                    .and_then(|instance| label.value(instance));
                match value {
                    Some(LabelValue::Text(text)) => seen.insert((text, 0)),
                    Some(LabelValue::Number(number)) => seen.insert(("", number)),
                    None => false,
                };
                if seen.len() >= *least {
                    return None;
                }
            }
            (seen.len() < *least).then_some((key.as_str(), *least, seen.len()))
        })
    }
}
