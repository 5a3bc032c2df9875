//! No disks to make an array of.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::InstanceStore;
use crate::core::config::sources::EC2NODECLASS;

pub(super) static RULE: Rule = Rule {
    id: "raid0-without-nvme-types",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "RAID0 is set, but no selected type has NVMe.",
    why: "Without local disks the policy has no effect: images are on the EBS volume on every node.",
    how: "Allow types with NVMe, such as m6id, or don't use the instance store.",
    source: EC2NODECLASS,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    let mut types = context.admitted().peekable();
    if config.storage.instance_store == InstanceStore::Unused
        || config.engine.spec().is_auto_mode()
        || types.peek().is_none()
        || types.any(|instance| instance.local_store.is_some())
    {
        return;
    }
    reporter.report(
        Severity::Note,
        "storage.instanceStore",
        "None of the selected types has NVMe; RAID0 needs at least 1 to have any effect."
            .to_owned(),
    );
    reporter.offer(
        "Leave the instance store unused",
        "storage.instanceStore",
        "unused",
    );
}
