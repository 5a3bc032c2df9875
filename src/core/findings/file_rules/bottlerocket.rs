//! Bottlerocket's settings.

use super::{KARPENTER_BOTTLEROCKET, Rule, RuleWords, Severity, file_rules};
use crate::core::config::sources::{BOTTLEROCKET, BOTTLEROCKET_RAID0};

file_rules! {
    SETTINGS_BROKEN: [Error] {
        id: "settings-broken",
        what: "The Bottlerocket settings are not valid TOML.",
        why: "They cannot be parsed, and no node joins.",
        how: "Fix the line named in the message.",
        source: KARPENTER_BOTTLEROCKET,
    }
    SETTING_REFUSED: [Error] {
        id: "setting-refused",
        what: "A setting has a value of the wrong type or an unknown value.",
        why: "Bottlerocket rejects all settings, and the node does not join.",
        how: "Correct the value as the message says.",
        source: BOTTLEROCKET,
    }
    UNKNOWN_SETTING: [Error] {
        id: "unknown-setting",
        what: "A setting does not exist.",
        why: "Bottlerocket rejects unknown settings, and the node does not join.",
        how: "Use Bottlerocket's name, or a release that supports the setting.",
        source: BOTTLEROCKET,
    }
    DROPPED_BY_KARPENTER: [Warning] {
        id: "dropped-by-karpenter",
        what: "Karpenter drops some of the settings.",
        why: "It keeps only the settings table, and rewrites settings.kubernetes from the keys it supports.",
        how: "Set it in the EC2NodeClass, or remove it.",
        source: KARPENTER_BOTTLEROCKET,
    }
    SNAPSHOTTER_NOT_SOCI: [Error, Warning] {
        id: "snapshotter-not-soci",
        what: "settings.container-runtime.snapshotter is not soci.",
        why: "Stock containerd pulls the images; SOCI's limits alone have no effect.",
        how: "Set snapshotter = \"soci\".",
        source: BOTTLEROCKET,
    }
    PULL_MODE_UNKNOWN: [Error] {
        id: "pull-mode-unknown",
        what: "SOCI's pull mode is invalid.",
        why: "parallel-pull-unpack is the only valid mode; any other fails the boot.",
        how: "Set pull-mode = \"parallel-pull-unpack\".",
        source: BOTTLEROCKET,
    }
    LIMITS_LEFT_TO_DEFAULTS: [Warning] {
        id: "limits-left-to-defaults",
        what: "SOCI's limits are Bottlerocket's defaults.",
        why: "With 3 whole-layer downloads and 1 unpack, SOCI gains almost nothing.",
        how: "Set downloads, chunk size and unpacks per image.",
        source: BOTTLEROCKET,
    }
    RESERVED_BOOTSTRAP_COMMAND: [Error, Warning] {
        id: "reserved-bootstrap-command",
        what: "A bootstrap command uses Karpenter's name.",
        why: "Karpenter writes 000-mount-instance-storage itself, which overwrites yours.",
        how: "Use another name.",
        source: KARPENTER_BOTTLEROCKET,
    }
    EPHEMERAL_COMMAND_AND_POLICY: [Error, Warning] {
        id: "ephemeral-command-and-policy",
        what: "Two commands set up the instance store.",
        why: "With instanceStorePolicy: RAID0 Karpenter adds its own; the second one fails and stops the boot.",
        how: "Keep one of them.",
        source: KARPENTER_BOTTLEROCKET,
    }
    BAD_BIND_DIRECTORY: [Error] {
        id: "bad-bind-directory",
        what: "A command binds a directory that Bottlerocket does not bind.",
        why: "SOCI's directory there is /var/lib/soci-snapshotter; a failing essential command stops the boot.",
        how: "Use that directory.",
        source: BOTTLEROCKET_RAID0,
    }
}
