//! A volume holds at least what the AMI brings.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Distribution;
use crate::core::config::sources::EC2NODECLASS;
use crate::core::findings::predicates::{keeps_layers, roomy_gib};

pub(in crate::core) static RULE: Rule = Rule {
    id: "volume-smaller-than-ami",
    severities: &[Severity::Error, Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The volume is smaller than the AMI's 20 GiB.",
    why: "EC2 rejects a root volume smaller than the AMI's snapshot, so an AL2023 node \
          never launches. On Bottlerocket 20 GiB is Karpenter's default for the data volume, which is little for images.",
    how: "Use at least 20 GiB, plus the space the image needs.",
    source: EC2NODECLASS,
};

const LEAST: u32 = 20;

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let gib = config.storage.volume.volume_size.to_gib();
    let by_hand = config.engine.spec().has_install_script()
        && config.engine.install.distribution == Distribution::Other;
    if gib >= LEAST || by_hand || config.engine.spec().is_auto_mode() {
        return;
    }
    let (severity, message) = if config.engine.spec().is_bottlerocket() {
        (
            Severity::Warning,
            format!(
                "{gib} GiB is less than Karpenter's default of {LEAST} GiB for Bottlerocket's data volume."
            ),
        )
    } else {
        (
            Severity::Error,
            format!(
                "{gib} GiB is less than the AL2023 AMI's {LEAST} GiB; EC2 launches no such node."
            ),
        )
    };
    reporter.report(severity, "storage.volume.volumeSize", message);
    let size = roomy_gib(config, keeps_layers(config)).unwrap_or(u64::from(LEAST));
    reporter.offer(
        format!("Set the size to {size}Gi"),
        "storage.volume.volumeSize",
        &format!("{size}Gi"),
    );
}
