//! IOPS that no pull can use.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EBS_PRICES;
use crate::core::findings::predicates::{iops, iops_for, is_gp3, throughput};
use crate::core::units::grouped;

pub(in crate::core) static RULE: Rule = Rule {
    id: "iops-beyond-throughput",
    severities: &[Severity::Waste],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A gp3 volume has more IOPS than its throughput can use while an image is pulled.",
    why: "A pull writes large blocks: 256 KiB an I/O, so four IOPS carry each MiB/s. More are paid \
          for on every node, $0.005 each a month in us-east-1 (2024-07-18), and make no pull faster.",
    how: "Lower the IOPS to four times the throughput, unless the workload itself does small random I/O.",
    source: EBS_PRICES,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !is_gp3(config) {
        return;
    }
    let used = iops_for(throughput(config));
    let extra = iops(config).saturating_sub(used);
    if extra == 0 {
        return;
    }
    let cents = extra.div_ceil(2);
    reporter.report(
        Severity::Waste,
        "storage.volume.iops",
        format!(
            "A pull uses at most {} IOPS at {} MiB/s; the other {} cost ${}.{:02} a month for each \
             node that stays up (us-east-1, 2024-07-18).",
            grouped(u64::from(used)),
            grouped(u64::from(throughput(config))),
            grouped(u64::from(extra)),
            grouped(u64::from(cents / 100)),
            cents % 100,
        ),
    );
    reporter.offer(
        format!("Set IOPS to {}", grouped(u64::from(used))),
        "storage.volume.iops",
        &used.to_string(),
    );
}
