//! Auto Mode's ephemeral storage has narrower ranges than EBS.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::AUTO_MODE;
use crate::core::findings::predicates::iops_for;
use crate::core::units::grouped;

pub(super) static RULE: Rule = Rule {
    id: "auto-mode-ephemeral-storage-range",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "IOPS or throughput are outside the range of Auto Mode's NodeClass.",
    why: "Its ephemeralStorage allows 3,000 to 16,000 IOPS and 125 to 1,000 MiB/s; otherwise the API server rejects the NodeClass, although EBS itself allows more.",
    how: "Use values within these ranges.",
    source: AUTO_MODE,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    if !config.engine.spec().is_auto_mode() {
        return;
    }
    let volume = &config.storage.volume;
    let iops = volume.iops.map(|iops| iops.count());
    let throughput = volume.throughput.map(|rate| rate.to_mebibytes());
    outside(
        reporter,
        "storage.volume.iops",
        "IOPS",
        iops,
        (3000, 16_000),
    );
    outside(
        reporter,
        "storage.volume.throughput",
        "MiB/s",
        throughput,
        (125, 1000),
    );
}

fn outside(
    reporter: &mut Reporter<'_>,
    path: &str,
    unit: &str,
    number: Option<u32>,
    (least, most): (u32, u32),
) {
    let Some(number) = number.filter(|number| !(least..=most).contains(number)) else {
        return;
    };
    let shown = |number: u32| grouped(u64::from(number));
    reporter.report(
        Severity::Error,
        path,
        format!(
            "Auto Mode allows {} to {} {unit}; {} is set.",
            shown(least),
            shown(most),
            shown(number)
        ),
    );
    let right = number.clamp(least, most);
    let text = right.to_string();
    let label = format!("Set it to {} {unit}", shown(right));
    // Less throughput needs fewer IOPS.
    let iops = iops_for(right).clamp(3000, 16_000).to_string();
    if path == "storage.volume.throughput" {
        reporter.offer_all(label, &[(path, &text), ("storage.volume.iops", &iops)]);
    } else {
        reporter.offer(label, path, &text);
    }
}
