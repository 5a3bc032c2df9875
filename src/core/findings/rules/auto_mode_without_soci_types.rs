//! Auto Mode has SOCI on some types only.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::catalogue::Instance;
use crate::core::config::sources::AUTO_MODE;
use crate::core::selection::AUTO_MODE_CATEGORIES;

pub(super) static RULE: Rule = Rule {
    id: "auto-mode-without-soci-types",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The pool allows types on which Auto Mode pulls without SOCI.",
    why: "Auto Mode uses parallel pull on G, P and Trn types with local NVMe; it cannot be switched on for others.",
    how: "Allow only the categories g, p and trn, and require local NVMe.",
    source: AUTO_MODE,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let RuleContext {
        config,
        catalogue,
        selection,
        ..
    } = context;
    if !config.engine.spec().is_auto_mode() {
        return;
    }
    let without: Vec<&Instance> = selection
        .without_effect
        .iter()
        .filter_map(|position| catalogue.instances().get(*position))
        .collect();
    let (no_nvme, elsewhere): (Vec<&Instance>, Vec<&Instance>) = without
        .into_iter()
        .partition(|instance| AUTO_MODE_CATEGORIES.contains(&instance.category));
    // Of a pool whose every type is one of these, none is said to be another.
    let also = if selection.admitted.len() > selection.without_effect.len() {
        "also allows"
    } else {
        "allows none of these, but"
    };
    if !elsewhere.is_empty() {
        reporter.report(
            Severity::Warning,
            "nodes.categories",
            format!(
                "Auto Mode pulls with SOCI only on the categories g, p and trn; the pool {also} {}.",
                counted(&elsewhere, "other", "others")
            ),
        );
        offer_categories(context, reporter);
    }
    if !no_nvme.is_empty() {
        reporter.report(
            Severity::Warning,
            "nodes.minLocalNvme",
            format!(
                "Auto Mode pulls with SOCI only on types with local NVMe; the pool {also} {}.",
                counted(&no_nvme, "type without", "types without")
            ),
        );
        reporter.offer("Require local NVMe", "nodes.minLocalNvme", "1");
    }
}

/// `one other, m6id.8xlarge`, `6 others, such as m6id.12xlarge`.
fn counted(types: &[&Instance], one: &str, many: &str) -> String {
    match types {
        [only] => format!("one {one}, {}", only.name),
        [first, ..] => format!("{} {many}, such as {}", types.len(), first.name),
        [] => String::new(),
    }
}

fn offer_categories(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let nodes = &context.config.nodes;
    let left: Vec<&str> = AUTO_MODE_CATEGORIES
        .into_iter()
        .filter(|word| {
            !nodes
                .excluded_categories
                .iter()
                .any(|kept_out| kept_out.as_str() == *word)
        })
        .collect();
    if left.is_empty() {
        return;
    }
    let words = left.join(", ");
    let mut changes = vec![("nodes.categories", words.as_str())];
    // Lists of families and types would go on naming others.
    changes.extend((!nodes.families.is_empty()).then_some(("nodes.families", "")));
    changes.extend((!nodes.types.is_empty()).then_some(("nodes.types", "")));
    reporter.offer_all(format!("Allow {words} only"), &changes);
}
