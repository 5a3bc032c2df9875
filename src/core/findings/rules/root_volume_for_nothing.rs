//! A volume that no image is written to.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EBS_PRICES;
use crate::core::cost::VolumeCost;
use crate::core::findings::Fix;
use crate::core::findings::predicates::{better_on_volume, edit_of, smallest_root, volume_of};
use crate::core::units::Money;

pub(super) static RULE: Rule = Rule {
    id: "root-volume-for-nothing",
    severities: &[Severity::Waste],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Every selected type keeps images on its NVMe, and the root volume is larger or faster than needed.",
    why: "With RAID0 on every node, images, pods and logs are on the NVMe. The volume holds only the system; you pay for size, IOPS and throughput that are hardly used.",
    how: "Use a 20 GiB gp3 volume with the included IOPS and throughput.",
    source: EBS_PRICES,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let RuleContext {
        config, catalogue, ..
    } = context;
    let Some(storage) = context.storage.filter(|storage| storage.all_on_store()) else {
        return;
    };
    // While images belong on the volume, it is not for nothing.
    if better_on_volume(context).is_some() {
        return;
    }
    // Auto Mode's size is what makes it use the NVMe; a snapshot's volume is as large as it is.
    if config.engine.spec().is_auto_mode() || config.storage.volume.snapshot_id.is_some() {
        return;
    }
    let changes = smallest_root(config);
    let Some(edit) = edit_of(&changes, config) else {
        return;
    };
    let smallest = volume_of(&config.apply(&edit));
    let prices = catalogue.ebs_prices(&config.cluster.region);
    let least = VolumeCost::new(&smallest, prices).per_month().exactly();
    let (Some(now), Some(least)) = (storage.per_month, least) else {
        return;
    };
    if now <= least {
        return;
    }
    reporter.report(
        Severity::Waste,
        "storage.volume.volumeSize",
        format!(
            "Images are on NVMe on every selected type; the volume costs {} per month in {} per running node, {} would do.",
            now.cents(),
            config.cluster.region,
            Money::cents(least)
        ),
    );
    reporter.offer_fix(Fix {
        label: format!("Use {} of gp3", smallest.size),
        edit,
    });
}
