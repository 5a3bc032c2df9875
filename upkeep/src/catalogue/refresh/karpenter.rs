//! `compatibility.yaml` of karpenter-provider-aws: a list of `appVersion`, `minK8sVersion` and
//! `maxK8sVersion`, one key a line.

use super::super::csv::Table;
use super::{Changes, Inputs, Rows};
use crate::catalogue::KARPENTER_RELEASES;

/// Takes every release from 1.0 on.
pub(super) fn refresh(table: &mut Table, inputs: &Inputs) -> Result<Vec<Changes>, Vec<String>> {
    let mut changes = Changes {
        table: KARPENTER_RELEASES.to_owned(),
        ..Changes::default()
    };
    let mut wrong = Vec::new();
    let mut rows = Rows::new(table);
    for input in &inputs.karpenter {
        let entries = entries(&input.text);
        if entries.is_empty() {
            wrong.push(format!("{}: there is no appVersion", input.name));
        }
        for [release, from, to] in entries {
            let cells = [
                ("kubernetes_from", from.to_owned()),
                ("kubernetes_to", to.to_owned()),
            ];
            let name = release.strip_suffix(".x").unwrap_or(release);
            if name.starts_with("1.") {
                rows.set(name, &cells, &mut changes);
            }
        }
    }
    rows.finish();
    if wrong.is_empty() {
        Ok(vec![changes])
    } else {
        Err(wrong)
    }
}

/// Entries with all three keys.
fn entries(text: &str) -> Vec<[&str; 3]> {
    fn value<'a>(entry: &'a str, key: &str) -> Option<&'a str> {
        let (_, rest) = entry.split_once(key)?;
        rest.lines().next().map(str::trim)
    }
    text.split("- appVersion:")
        .skip(1)
        .filter_map(|entry| {
            Some([
                entry.lines().next()?.trim(),
                value(entry, "minK8sVersion:")?,
                value(entry, "maxK8sVersion:")?,
            ])
        })
        .collect()
}
