//! IOPS that no pull can use.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EBS_PRICES;
use crate::core::cost::{VolumeCost, VolumeSpec};
use crate::core::findings::predicates::{iops, iops_for, is_gp3, throughput, volume_of};
use crate::core::units::{Iops, grouped};

pub(in crate::core) static RULE: Rule = Rule {
    id: "iops-beyond-throughput",
    severities: &[Severity::Waste],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A gp3 volume has more IOPS than its throughput can use during a pull.",
    why: "A pull writes large blocks: 256 KiB per I/O, so each MiB/s needs four IOPS. More are paid \
          for on every node, $0.005 each per month in us-east-1 (2024-07-18), and make no pull faster.",
    how: "Lower the IOPS to four times the throughput, unless the workload itself does small random I/O.",
    source: EBS_PRICES,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let RuleContext {
        config, catalogue, ..
    } = context;
    if !is_gp3(config) {
        return;
    }
    let used = iops_for(throughput(config));
    let extra = iops(config).saturating_sub(used);
    if extra == 0 {
        return;
    }
    let region = &config.cluster.region;
    let prices = catalogue.ebs_prices(region);
    let now = volume_of(config);
    let enough = VolumeSpec {
        iops: Some(Iops::new(used)),
        ..now
    };
    let price = |volume: &VolumeSpec| VolumeCost::new(volume, prices).per_month().exactly();
    let cost = match (price(&now), price(&enough)) {
        (Some(now), Some(enough)) => format!(
            "cost {} per month in {region} per running node",
            now.saturating_sub(enough).cents()
        ),
        _ => format!("are paid for on every running node (no price is known for {region})"),
    };
    reporter.report(
        Severity::Waste,
        "storage.volume.iops",
        format!(
            "A pull uses at most {} IOPS at {} MiB/s; the other {} {cost}.",
            grouped(u64::from(used)),
            grouped(u64::from(throughput(config))),
            grouped(u64::from(extra)),
        ),
    );
    reporter.offer(
        format!("Set IOPS to {}", grouped(u64::from(used))),
        "storage.volume.iops",
        &used.to_string(),
    );
}
