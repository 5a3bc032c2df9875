//! nodeadm, containerd and the instance store on AL2023.

use super::{
    CLOUD_INIT, CONTAINERD, KARPENTER_NODEADM, KUBELET, KUBELET_FLAGS, NODEADM, NODEADM_API, Rule,
    RuleWords, Severity, file_rules,
};
use crate::core::config::sources::{AMI_INSTANCE_STORE, FAST_IMAGE_PULL, SOCI};

file_rules! {
    NODE_CONFIG_ON_AL2: [Error] {
        id: "node-config-on-al2",
        what: "An AL2 node gets a NodeConfig.",
        why: "AL2 has no nodeadm and runs the NodeConfig as a shell script.",
        how: "Use AL2023, or write a script for /etc/eks/bootstrap.sh.",
        source: NODEADM,
    }
    NODE_CONFIG_UNKNOWN_FIELD: [Warning] {
        id: "node-config-unknown-field",
        what: "A NodeConfig has a field that nodeadm does not support.",
        why: "nodeadm silently drops it.",
        how: "Use the name from nodeadm's API.",
        source: NODEADM_API,
    }
    UNKNOWN_FEATURE_GATE: [Warning] {
        id: "unknown-feature-gate",
        what: "A NodeConfig has a feature gate that nodeadm does not support.",
        why: "It has no effect, so SOCI may silently be off.",
        how: "Use FastImagePull.",
        source: NODEADM_API,
    }
    UNKNOWN_MOUNT: [Warning] {
        id: "unknown-mount",
        what: "disabledMounts names an unknown mount.",
        why: "Only Containerd, PodLogs and SOCI can be excluded from the RAID0; any other name has no effect.",
        how: "Use one of the three.",
        source: AMI_INSTANCE_STORE,
    }
    DROP_IN_NOT_READ: [Warning] {
        id: "drop-in-not-read",
        what: "A file in /etc/eks/nodeadm.d is not read.",
        why: "nodeadm reads the directory since AMI v20251023, and only files ending in .yaml, .yml or .json.",
        how: "Rename the file, or use a newer AMI.",
        source: NODEADM,
    }
    OVERRIDDEN_BY_KARPENTER: [Warning] {
        id: "overridden-by-karpenter",
        what: "Karpenter's own value overrides one in the userData.",
        why: "Karpenter's part is read last, so it wins.",
        how: "Set it in the EC2NodeClass or the NodePool, or remove it.",
        source: KARPENTER_NODEADM,
    }
    KUBELET_REFUSES: [Error] {
        id: "kubelet-refuses",
        what: "The kubelet rejects a configuration value.",
        why: "It does not start, so the node never joins.",
        how: "Correct the value as the message says.",
        source: KUBELET,
    }
    KUBELET_FLAG_REMOVED: [Error, Warning] {
        id: "kubelet-flag-removed",
        what: "A NodeConfig passes the kubelet a flag that its version, or a later one, does not have.",
        why: "The kubelet does not start with an unknown flag, so the node never joins.",
        how: "Remove the flag, or set the field of the kubelet's configuration that replaces it.",
        source: KUBELET_FLAGS,
    }
    DISKS_NOT_THERE_YET: [Warning] {
        id: "disks-not-there-yet",
        what: "A script uses the RAID0 before it exists.",
        why: "nodeadm sets up /mnt/k8s-disks/0 after the scripts have run; the directory is still empty.",
        how: "Do it in a unit that starts after nodeadm-run.",
        source: AMI_INSTANCE_STORE,
    }
    BOOTSTRAP_OF_AL2: [Error, Note] {
        id: "bootstrap-of-al2",
        what: "A script calls AL2's /etc/eks/bootstrap.sh.",
        why: "AL2023 uses nodeadm instead, so the call fails; if the AMI is unknown, it may be AL2, which has no SOCI.",
        how: "Remove the call and put its options into a NodeConfig.",
        source: NODEADM,
    }
    STARTED_TOO_EARLY: [Warning] {
        id: "started-too-early",
        what: "A script starts containerd or SOCI.",
        why: "nodeadm-run starts them later; started by a script, they run before the disks are set up.",
        how: "Leave the start to nodeadm.",
        source: CLOUD_INIT,
    }
    DISABLED_MOUNTS_IGNORED: [Warning] {
        id: "disabled-mounts-ignored",
        what: "The AMI ignores SOCI among disabledMounts.",
        why: "AMIs before v20260120 do not support the value and still bind SOCI's directory to the RAID0.",
        how: "Use v20260120 or newer.",
        source: AMI_INSTANCE_STORE,
    }
    STRATEGY_WITHOUT_POLICY: [Warning] {
        id: "strategy-without-policy",
        what: "The NodeConfig creates a RAID0, but the node class does not declare it.",
        why: "Without instanceStorePolicy: RAID0, Karpenter still counts the EBS volume as pod storage.",
        how: "Set instanceStorePolicy: RAID0 in the EC2NodeClass instead.",
        source: AMI_INSTANCE_STORE,
    }
    STRATEGY_RAID10: [Warning] {
        id: "strategy-raid10",
        what: "The instance store is set up as RAID10.",
        why: "RAID10 needs at least four NVMe disks; on types with fewer, set-up fails and the node does not join.",
        how: "Use RAID0, which works with any number of disks.",
        source: AMI_INSTANCE_STORE,
    }
    STRATEGY_MOUNT: [Note] {
        id: "strategy-mount",
        what: "The instance store is mounted, but nothing is moved there.",
        why: "Mount puts each disk under /mnt/k8s-disks; containerd, the kubelet and SOCI stay on the EBS volume.",
        how: "Use RAID0 to keep images there.",
        source: AMI_INSTANCE_STORE,
    }
    STRATEGY_UNKNOWN: [Error] {
        id: "strategy-unknown",
        what: "The instance store strategy is invalid.",
        why: "setup-local-disks accepts only RAID0, RAID10 and Mount; with anything else it fails and the node does not join.",
        how: "Use one of the three.",
        source: AMI_INSTANCE_STORE,
    }
    CONTAINERD_CONFIG_BROKEN: [Error] {
        id: "containerd-config-broken",
        what: "The containerd configuration in a NodeConfig is not valid TOML.",
        why: "nodeadm fails, and the node never joins.",
        how: "Fix the line named in the message.",
        source: FAST_IMAGE_PULL,
    }
    CONTAINERD_CONFIG_WRITTEN: [Error] {
        id: "containerd-config-written",
        what: "A script writes containerd's whole configuration, without SOCI.",
        why: "It replaces nodeadm's configuration, so containerd never uses SOCI.",
        how: "Put your changes into the NodeConfig's containerd.config, which nodeadm merges.",
        source: FAST_IMAGE_PULL,
    }
    CONTAINERD_PLUGIN_NAMES: [Error] {
        id: "containerd-plugin-names",
        what: "containerd's plugin name belongs to another configuration version.",
        why: "containerd 1.x supports only io.containerd.grpc.v1.cri; if mixed with the 2.x name, the keys under it are dropped.",
        how: "Use the name that matches the AMI's containerd.",
        source: FAST_IMAGE_PULL,
    }
    NATIVE_PULL_BESIDE_SOCI: [Warning] {
        id: "native-pull-beside-soci",
        what: "containerd's own parallel pull is set, but SOCI pulls.",
        why: "SOCI fetches and unpacks the layers, so containerd's own keys have no effect.",
        how: "Keep one engine.",
        source: CONTAINERD,
    }
    NATIVE_PULL_NEEDS_CONTAINERD_2_2: [Warning] {
        id: "native-pull-needs-containerd-2-2",
        what: "containerd's own parallel pull is set on containerd before 2.2.",
        why: "The keys have no effect there.",
        how: "Use AL2023 v20260318 or newer for Kubernetes 1.30 or newer.",
        source: CONTAINERD,
    }
    NATIVE_PULL_IN_CHUNKS: [Note] {
        id: "native-pull-in-chunks",
        what: "containerd downloads in parallel but unpacks one layer at a time.",
        why: "Only its transfer service unpacks in parallel, and discard_unpacked_layers = true stops CRI from using it.",
        how: "Set discard_unpacked_layers = false, or use SOCI.",
        source: CONTAINERD,
    }
    NATIVE_PULL_KEYS_DEAD: [Warning] {
        id: "native-pull-keys-dead",
        what: "A key switches off containerd's own parallel pull.",
        why: "CRI then pulls without the transfer service; the only sign is a warning in containerd's log.",
        how: "Set discard_unpacked_layers = false, and remove the other keys that switch it off.",
        source: CONTAINERD,
    }
    NATIVE_PARALLEL_PULL: [Note] {
        id: "native-parallel-pull",
        what: "containerd's own parallel pull is on, not SOCI's.",
        why: "It buffers chunks in memory, whereas SOCI uses the disk, and it needs containerd 2.2.",
        how: "No action needed if this is intended.",
        source: CONTAINERD,
    }
    LAYERS_DISCARDED_ALL_THE_SAME: [Warning] {
        id: "layers-discarded-all-the-same",
        what: "containerd is set to keep layers, but SOCI discards them.",
        why: "No compressed layer stays on the node, so a peer-to-peer mirror such as Spegel has nothing to serve.",
        how: "Set SOCI's discard_unpacked_layers to false as well.",
        source: SOCI,
    }
}
