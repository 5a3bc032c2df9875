//! Bottlerocket's settings.

use super::{KARPENTER_BOTTLEROCKET, Rule, RuleWords, Severity, file_rules};
use crate::core::config::sources::{BOTTLEROCKET, BOTTLEROCKET_RAID0};

file_rules! {
    SETTINGS_BROKEN: [Error] {
        id: "settings-broken",
        what: "Bottlerocket's settings are no TOML.",
        why: "Nobody can read them, and no node joins.",
        how: "Put right the line that the message names.",
        source: KARPENTER_BOTTLEROCKET,
    }
    SETTING_REFUSED: [Error] {
        id: "setting-refused",
        what: "A setting has a value of another type or another word than it takes.",
        why: "Bottlerocket refuses its settings as a whole, and the node does not join.",
        how: "Write the value as the message says.",
        source: BOTTLEROCKET,
    }
    UNKNOWN_SETTING: [Error] {
        id: "unknown-setting",
        what: "There is no such setting.",
        why: "Bottlerocket refuses settings that it does not know, and the node does not join.",
        how: "Write the name as Bottlerocket has it, or take a release that knows it.",
        source: BOTTLEROCKET,
    }
    DROPPED_BY_KARPENTER: [Warning] {
        id: "dropped-by-karpenter",
        what: "Karpenter drops a part of the settings.",
        why: "It keeps the table settings alone, and writes settings.kubernetes anew from the keys that it knows.",
        how: "Set it in the EC2NodeClass, or leave it out.",
        source: KARPENTER_BOTTLEROCKET,
    }
    SNAPSHOTTER_NOT_SOCI: [Error, Warning] {
        id: "snapshotter-not-soci",
        what: "settings.container-runtime.snapshotter is not soci.",
        why: "Images are pulled by stock containerd; SOCI's limits alone do nothing.",
        how: "Set snapshotter = \"soci\".",
        source: BOTTLEROCKET,
    }
    PULL_MODE_UNKNOWN: [Error] {
        id: "pull-mode-unknown",
        what: "SOCI's pull mode is none.",
        why: "parallel-pull-unpack is the only one, and an unknown one fails the boot.",
        how: "Write pull-mode = \"parallel-pull-unpack\".",
        source: BOTTLEROCKET,
    }
    LIMITS_LEFT_TO_DEFAULTS: [Warning] {
        id: "limits-left-to-defaults",
        what: "SOCI's limits are Bottlerocket's own.",
        why: "With 3 downloads of whole layers and 1 unpack SOCI gains almost nothing.",
        how: "Set downloads, chunk size and unpacks per image.",
        source: BOTTLEROCKET,
    }
    RESERVED_BOOTSTRAP_COMMAND: [Error, Warning] {
        id: "reserved-bootstrap-command",
        what: "A bootstrap command has Karpenter's own name.",
        why: "Karpenter writes 000-mount-instance-storage itself, so yours is lost.",
        how: "Take another name.",
        source: KARPENTER_BOTTLEROCKET,
    }
    EPHEMERAL_COMMAND_AND_POLICY: [Error, Warning] {
        id: "ephemeral-command-and-policy",
        what: "Two commands set up the instance store.",
        why: "With instanceStorePolicy: RAID0 Karpenter adds one of its own; the second fails, and with it the boot.",
        how: "Keep one of them.",
        source: KARPENTER_BOTTLEROCKET,
    }
    BAD_BIND_DIRECTORY: [Error] {
        id: "bad-bind-directory",
        what: "A directory is bound that Bottlerocket does not bind.",
        why: "SOCI's is /var/lib/soci-snapshotter there; an essential command that fails stops the boot.",
        how: "Write that directory.",
        source: BOTTLEROCKET_RAID0,
    }
}
