//! What EC2 refuses of a volume, which Karpenter's schema takes: values that the type does not have or
//! that are out of its range (EC2's API model in botocore 1.44.5; messages of CreateVolume and
//! RunInstances as reported in boto3 #2474 and runs-on #426).

use crate::core::config::VolumeType;
use crate::core::findings::{Rule, file_rules as rules};
use crate::core::placeholder::is_open;
use crate::core::units::grouped;
use crate::core::volume_limits::{GP3_IOPS, GP3_THROUGHPUT, IOPS_PER_MEBIBYTE, VolumeLimits};
use crate::core::yaml::{Node, Scalar};

/// How something is reported: rule, line, message.
type Report<'a> = dyn FnMut(&'static Rule, usize, String) + 'a;

/// Says what EC2 refuses of the volume of a mapping; `is_root` says whether nodes boot from it.
pub(super) fn check(ebs: &Node, is_root: bool, report: &mut Report<'_>) {
    let kind = match ebs.get("volumeType") {
        // It may be the type of the AMI's own mapping.
        None => return,
        Some(kind) if is_open(kind) => return,
        Some(kind) => kind.as_str().unwrap_or_default(),
    };
    if is_root && matches!(kind, "st1" | "sc1") {
        report(
            &rules::VOLUME_CANNOT_BOOT,
            ebs.line_at(&["volumeType"]),
            format!("{kind} cannot be a boot volume: EC2 refuses it, and no node is launched."),
        );
    }
    let is_said = |key: &str| {
        ebs.get(key)
            .is_some_and(|node| node.scalar() != Some(Scalar::Null))
    };
    if is_said("throughput") && kind != "gp3" {
        report(
            &rules::VOLUME_TAKES_NO_SUCH_VALUE,
            ebs.line_at(&["throughput"]),
            format!(
                "EC2 takes throughput for gp3 only and refuses it for {kind}: no node is launched."
            ),
        );
    }
    if is_said("iops") && matches!(kind, "gp2" | "standard" | "st1" | "sc1") {
        report(
            &rules::VOLUME_TAKES_NO_SUCH_VALUE,
            ebs.line_at(&["iops"]),
            format!("EC2 refuses iops for {kind}: no node is launched."),
        );
    }
    if kind == "gp3" {
        gp3(ebs, report);
    }
}

/// gp3's range of throughput, and how much of it the IOPS carry.
fn gp3(ebs: &Node, report: &mut Report<'_>) {
    let number = |key: &str| match ebs.get(key).and_then(Node::scalar) {
        Some(Scalar::Integer(number)) => Some(number),
        _ => None,
    };
    let Some(throughput) = number("throughput") else {
        return;
    };
    let line = ebs.line_at(&["throughput"]);
    let most = VolumeLimits::for_type(VolumeType::Gp3).most_throughput;
    if !(i64::from(GP3_THROUGHPUT)..=i64::from(most)).contains(&throughput) {
        return report(
            &rules::THROUGHPUT_OUT_OF_RANGE,
            line,
            format!(
                "{throughput} MiB/s are outside gp3's range, {GP3_THROUGHPUT} to {}: EC2 refuses the volume, and no node is launched.",
                grouped(u64::from(most))
            ),
        );
    }
    let iops = match ebs.get("iops") {
        None if ebs.is_part => return,
        None => i64::from(GP3_IOPS),
        // What is no number is said to be none.
        Some(_) => match number("iops") {
            Some(iops) => iops,
            None => return,
        },
    };
    let needed = throughput.saturating_mul(i64::from(IOPS_PER_MEBIBYTE));
    if needed > iops {
        report(
            &rules::THROUGHPUT_ABOVE_IOPS,
            line,
            format!(
                "EC2 refuses {throughput} MiB/s with {iops} IOPS: gp3 takes 0.25 MiB/s for each IOPS, so {needed} IOPS are needed."
            ),
        );
    }
}
