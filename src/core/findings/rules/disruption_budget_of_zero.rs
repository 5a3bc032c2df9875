//! Nodes that are never replaced.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Budget;
use crate::core::config::sources::NODEPOOL;

pub(super) static RULE: Rule = Rule {
    id: "disruption-budget-of-zero",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A budget of 0 without a schedule blocks disruption permanently.",
    why: "Karpenter then removes no node on its own: neither empty nodes nor nodes on an AMI you have long replaced. Only expireAfter still ends them.",
    how: "Give the budget a schedule or a reason, or remove it.",
    source: NODEPOOL,
};

fn blocks(budget: &Budget) -> bool {
    let none = budget
        .nodes
        .trim_end_matches('%')
        .bytes()
        .all(|digit| digit == b'0');
    none && budget.reasons.is_empty() && budget.window.is_none()
}

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let budgets = &config.nodes.budgets;
    if !budgets.iter().any(blocks) {
        return;
    }
    reporter.report(
        Severity::Note,
        "nodes.budgets",
        "A permanent budget of 0 keeps empty and outdated nodes; use 1 or more, or add a schedule."
            .to_owned(),
    );
    let left: Vec<String> = budgets
        .iter()
        .filter(|budget| !blocks(budget))
        .map(ToString::to_string)
        .collect();
    reporter.offer("Remove that budget", "nodes.budgets", &left.join("\n"));
}
