//! Auto Mode uses NVMe only up to what is asked for.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::AUTO_MODE;
use crate::core::units::grouped;

pub(super) static RULE: Rule = Rule {
    id: "auto-mode-nvme-above-ephemeral-storage",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Every node's NVMe is larger than the requested ephemeral storage.",
    why: "According to the blueprint, Auto Mode uses the NVMe only if ephemeralStorage.size is at least its capacity; otherwise it adds an EBS volume.",
    how: "Request as much ephemeral storage as the NVMe has.",
    source: AUTO_MODE,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(least) = config
        .nodes
        .min_local_nvme
        .map(|count| u64::from(count.get()))
    else {
        return;
    };
    let asked = u64::from(config.storage.volume.volume_size.to_gib());
    let needed = (least * 1_000_000_000).div_ceil(1 << 30);
    if !config.engine.spec().is_auto_mode() || asked >= needed {
        return;
    }
    reporter.report(
        Severity::Note,
        "storage.volume.volumeSize",
        format!(
            "{} GiB is less than the {} GB of NVMe that every node has at least; Auto Mode leaves the NVMe unused.",
            grouped(asked),
            grouped(least)
        ),
    );
    reporter.offer(
        format!("Set the size to {needed}Gi"),
        "storage.volume.volumeSize",
        &format!("{needed}Gi"),
    );
}
