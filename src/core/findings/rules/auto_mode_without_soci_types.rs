//! Auto Mode has SOCI on some types only.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::EngineKind;
use crate::core::config::sources::AUTO_MODE;

pub(super) static RULE: Rule = Rule {
    id: "auto-mode-without-soci-types",
    what: "The pool admits types on which Auto Mode pulls without SOCI.",
    why: "Auto Mode has parallel pull on G, P and Trn types with local NVMe, and there is no \
          switch for the others.",
    how: "Allow only the categories g, p and trn, and ask for local NVMe.",
    source: AUTO_MODE,
    check,
};

const CATEGORIES: [&str; 3] = ["g", "p", "trn"];

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    if config.engine.kind != EngineKind::AutoMode {
        return;
    }
    let nodes = &config.nodes;
    let families = all_with_soci(nodes.families.iter().map(|family| family.as_str()));
    let types = all_with_soci(nodes.types.iter().map(|kind| kind.as_str()));
    let categories = !nodes.categories.is_empty()
        && nodes
            .categories
            .iter()
            .all(|word| CATEGORIES.contains(&word.as_str()));
    let kept_out: Vec<&str> = nodes
        .excluded_categories
        .iter()
        .map(|word| word.as_str())
        .collect();
    let left: Vec<&str> = CATEGORIES
        .into_iter()
        .filter(|word| !kept_out.contains(word))
        .collect();
    if !categories && families != Some(true) && types != Some(true) {
        sink.report(
            Severity::Warning,
            "nodes.categories",
            "Auto Mode pulls with SOCI on the categories g, p and trn only; the pool admits others."
                .to_owned(),
        );
        if !left.is_empty() {
            let words = left.join(", ");
            let mut changes = vec![("nodes.categories", words.as_str())];
            changes.extend(families.map(|_| ("nodes.families", "")));
            changes.extend(types.map(|_| ("nodes.types", "")));
            sink.offer_all(format!("Allow {words} only"), &changes);
        }
    }
    if nodes.min_local_nvme.is_none() {
        sink.report(
            Severity::Warning,
            "nodes.minLocalNvme",
            "Auto Mode pulls with SOCI only on types with local NVMe; the pool admits types without."
                .to_owned(),
        );
        sink.offer("Ask for local NVMe", "nodes.minLocalNvme", "1");
    }
}

/// Whether every name begins with a category that has SOCI; nothing for an empty list.
fn all_with_soci<'a>(names: impl Iterator<Item = &'a str>) -> Option<bool> {
    let mut any = false;
    let mut all = true;
    for name in names {
        let end = name
            .find(|c: char| !c.is_ascii_lowercase())
            .unwrap_or(name.len());
        any = true;
        all &= CATEGORIES.iter().any(|word| name.get(..end) == Some(word));
    }
    any.then_some(all)
}
