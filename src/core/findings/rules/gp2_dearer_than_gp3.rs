//! gp3 replaced gp2.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::VolumeType;
use crate::core::config::sources::EBS_PRICES;
use crate::core::cost::{VolumeCost, VolumeSpec};
use crate::core::findings::predicates::volume_of;
use crate::core::units::{Iops, Throughput};

pub(super) static RULE: Rule = Rule {
    id: "gp2-dearer-than-gp3",
    severities: &[Severity::Waste],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A gp2 volume costs more than a gp3 volume of the same size and speed.",
    why: "gp2's speed depends on its size, and its price per GiB is higher. gp3 of the same size includes 3,000 IOPS and 125 MiB/s.",
    how: "Use gp3.",
    source: EBS_PRICES,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let RuleContext {
        config, catalogue, ..
    } = context;
    let now = volume_of(config);
    if now.volume_type != VolumeType::Gp2 {
        return;
    }
    // gp2 has 3 IOPS a GiB up to 16,000; 128 MiB/s, and 250 where it is large enough.
    let gib = now.size.to_gib();
    let iops = gib.saturating_mul(3).clamp(3000, 16_000);
    let throughput = if gib <= 170 { 128 } else { 250 };
    let same = VolumeSpec {
        volume_type: VolumeType::Gp3,
        size: now.size,
        iops: Some(Iops::new(iops)),
        throughput: Some(Throughput::mebibytes(throughput)),
    };
    let prices = catalogue.ebs_prices(&config.cluster.region);
    let price = |volume: &VolumeSpec| VolumeCost::new(volume, prices).per_month().exactly();
    let (Some(dear), Some(cheap)) = (price(&now), price(&same)) else {
        return;
    };
    if dear <= cheap {
        return;
    }
    reporter.report(
        Severity::Waste,
        "storage.volume.volumeType",
        format!("gp2 costs {} per month in {} per running node; gp3 with {iops} IOPS and {throughput} MiB/s {}.", dear.cents(), config.cluster.region, cheap.cents()),
    );
    reporter.offer_all(
        "Use gp3",
        &[
            ("storage.volume.volumeType", "gp3"),
            ("storage.volume.iops", &iops.to_string()),
            ("storage.volume.throughput", &throughput.to_string()),
        ],
    );
}
