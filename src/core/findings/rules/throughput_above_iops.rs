//! gp3 carries at most 0.25 MiB/s per provisioned IOPS.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EBS_LIMITS;
use crate::core::findings::predicates;

pub(in crate::core) static RULE: Rule = Rule {
    id: "throughput-above-iops",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A gp3 volume's throughput is more than a quarter of its IOPS.",
    why: "EC2 rejects such a volume: an I/O transfers at most 256 KiB, so 3,000 IOPS support 750 MiB/s. \
          Karpenter's CRD does not check it, so nodes never launch.",
    how: "Raise the IOPS to four times the throughput, or lower the throughput.",
    source: EBS_LIMITS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let volume = &config.storage.volume;
    let Some(throughput) = volume.throughput.filter(|_| predicates::is_gp3(config)) else {
        return;
    };
    let iops = predicates::iops(config);
    let carried = iops / 4;
    if throughput.to_mebibytes() <= carried {
        return;
    }
    let needed = throughput.to_mebibytes() * 4;
    reporter.report(
        Severity::Error,
        "storage.volume.throughput",
        format!(
            "{throughput} MiB/s needs {needed} IOPS; {iops} IOPS support at most {carried} MiB/s."
        ),
    );
    let enough = predicates::iops_for(throughput.to_mebibytes());
    let least = predicates::VolumeLimits::of_config(config).gib_for(enough);
    if config.storage.volume.volume_size.to_gib() < least {
        let size = format!("{least}Gi");
        reporter.offer_all(
            format!("Set IOPS to {enough} and the size to {size}"),
            &[
                ("storage.volume.iops", &enough.to_string()),
                ("storage.volume.volumeSize", &size),
            ],
        );
    } else {
        reporter.offer(
            format!("Set IOPS to {enough}"),
            "storage.volume.iops",
            &enough.to_string(),
        );
    }
}
