//! nodeadm, containerd and the instance store on AL2023.

use super::{
    CLOUD_INIT, CONTAINERD, KARPENTER_NODEADM, KUBELET, NODEADM, NODEADM_API, Rule, RuleWords,
    Severity, file_rules,
};
use crate::core::config::sources::{AMI_INSTANCE_STORE, FAST_IMAGE_PULL, SOCI};

file_rules! {
    NODE_CONFIG_ON_AL2: [Error] {
        id: "node-config-on-al2",
        what: "AL2 is given a NodeConfig.",
        why: "AL2 has no nodeadm: the NodeConfig reaches it as a shell script.",
        how: "Take AL2023, or write a script for /etc/eks/bootstrap.sh.",
        source: NODEADM,
    }
    NODE_CONFIG_UNKNOWN_FIELD: [Warning] {
        id: "node-config-unknown-field",
        what: "A NodeConfig has a field that nodeadm does not know.",
        why: "nodeadm drops it without a word.",
        how: "Write the name as nodeadm's API has it.",
        source: NODEADM_API,
    }
    UNKNOWN_FEATURE_GATE: [Warning] {
        id: "unknown-feature-gate",
        what: "A NodeConfig has a gate that nodeadm does not know.",
        why: "It does nothing, so SOCI may be off without a word.",
        how: "Write FastImagePull.",
        source: NODEADM_API,
    }
    UNKNOWN_MOUNT: [Warning] {
        id: "unknown-mount",
        what: "disabledMounts names a mount that is none.",
        why: "Containerd, PodLogs and SOCI are the ones that can be left out of the RAID0; another name does nothing.",
        how: "Write one of the three.",
        source: AMI_INSTANCE_STORE,
    }
    DROP_IN_NOT_READ: [Warning] {
        id: "drop-in-not-read",
        what: "A file in /etc/eks/nodeadm.d is not read.",
        why: "nodeadm reads the folder since AMI v20251023, and files that end in .yaml, .yml or .json only.",
        how: "Rename the file, or take a newer AMI.",
        source: NODEADM,
    }
    OVERRIDDEN_BY_KARPENTER: [Warning] {
        id: "overridden-by-karpenter",
        what: "A value of the userData loses to Karpenter's own.",
        why: "Karpenter's part is read last.",
        how: "Set it in the EC2NodeClass or the NodePool, or leave it out.",
        source: KARPENTER_NODEADM,
    }
    KUBELET_REFUSES: [Error] {
        id: "kubelet-refuses",
        what: "The kubelet refuses a value of its configuration.",
        why: "It does not start, so the node never joins.",
        how: "Write the value as the message says.",
        source: KUBELET,
    }
    DISKS_NOT_THERE_YET: [Warning] {
        id: "disks-not-there-yet",
        what: "A script uses the RAID0 before it is set up.",
        why: "nodeadm sets up /mnt/k8s-disks/0 after the scripts have run; nothing is there yet.",
        how: "Do it in a unit that starts behind nodeadm-run.",
        source: AMI_INSTANCE_STORE,
    }
    BOOTSTRAP_OF_AL2: [Error, Note] {
        id: "bootstrap-of-al2",
        what: "A script calls AL2's /etc/eks/bootstrap.sh.",
        why: "AL2023 has nodeadm instead, and the call fails; where no AMI is known, it may be AL2, which has no SOCI.",
        how: "Take the call out, and write its options into a NodeConfig.",
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
        why: "AMIs before v20260120 do not know the word, and bind SOCI's directory to the RAID0 all the same.",
        how: "Take v20260120 or newer.",
        source: AMI_INSTANCE_STORE,
    }
    STRATEGY_WITHOUT_POLICY: [Warning] {
        id: "strategy-without-policy",
        what: "The NodeConfig makes a RAID0 and the node class does not say so.",
        why: "Without instanceStorePolicy: RAID0 Karpenter goes on counting the EBS volume as the pods' room.",
        how: "Set instanceStorePolicy: RAID0 in the EC2NodeClass instead.",
        source: AMI_INSTANCE_STORE,
    }
    STRATEGY_RAID10: [Warning] {
        id: "strategy-raid10",
        what: "The instance store is to be a RAID10.",
        why: "That takes four NVMe disks or more; on types with fewer the set-up fails, and the node does not join.",
        how: "Take RAID0, which any number of disks makes.",
        source: AMI_INSTANCE_STORE,
    }
    STRATEGY_MOUNT: [Note] {
        id: "strategy-mount",
        what: "The instance store is mounted and nothing is moved there.",
        why: "Mount puts each disk under /mnt/k8s-disks; containerd, the kubelet and SOCI stay on the EBS volume.",
        how: "Take RAID0 to have images there.",
        source: AMI_INSTANCE_STORE,
    }
    STRATEGY_UNKNOWN: [Error] {
        id: "strategy-unknown",
        what: "The strategy of the instance store is none.",
        why: "setup-local-disks fails on others than RAID0, RAID10 and Mount, and the node does not join.",
        how: "Write one of the three.",
        source: AMI_INSTANCE_STORE,
    }
    CONTAINERD_CONFIG_BROKEN: [Error] {
        id: "containerd-config-broken",
        what: "containerd's configuration in a NodeConfig is no TOML.",
        why: "nodeadm fails, and the node never joins.",
        how: "Put right the line that the message names.",
        source: FAST_IMAGE_PULL,
    }
    CONTAINERD_CONFIG_WRITTEN: [Error] {
        id: "containerd-config-written",
        what: "A script writes containerd's whole configuration and leaves SOCI out.",
        why: "It replaces what nodeadm has written, so that containerd never asks SOCI.",
        how: "Put what is to be changed into the NodeConfig's containerd.config, which nodeadm merges.",
        source: FAST_IMAGE_PULL,
    }
    CONTAINERD_PLUGIN_NAMES: [Error] {
        id: "containerd-plugin-names",
        what: "containerd's plugin has the name of another configuration version.",
        why: "containerd 1.x knows io.containerd.grpc.v1.cri alone; mixed with 2.x's name, what stands under it is dropped.",
        how: "Use the name that goes with the AMI's containerd.",
        source: FAST_IMAGE_PULL,
    }
    NATIVE_PULL_BESIDE_SOCI: [Warning] {
        id: "native-pull-beside-soci",
        what: "containerd's own parallel pull is set where SOCI pulls.",
        why: "SOCI fetches and unpacks the layers, so containerd's own keys do nothing.",
        how: "Keep one engine.",
        source: CONTAINERD,
    }
    NATIVE_PULL_NEEDS_CONTAINERD_2_2: [Warning] {
        id: "native-pull-needs-containerd-2-2",
        what: "containerd's own parallel pull is set on a containerd before 2.2.",
        why: "The keys do nothing there.",
        how: "Take AL2023 v20260318 or newer for Kubernetes 1.30 or newer.",
        source: CONTAINERD,
    }
    NATIVE_PULL_IN_CHUNKS: [Note] {
        id: "native-pull-in-chunks",
        what: "containerd fetches in parallel and unpacks one layer after the other.",
        why: "Only its transfer service unpacks in parallel, and discard_unpacked_layers = true keeps CRI from using that.",
        how: "Set discard_unpacked_layers = false, or take SOCI.",
        source: CONTAINERD,
    }
    NATIVE_PULL_KEYS_DEAD: [Warning] {
        id: "native-pull-keys-dead",
        what: "A key keeps containerd from its own parallel pull.",
        why: "CRI then pulls without the transfer service, with no more than a warning in containerd's log.",
        how: "Set discard_unpacked_layers = false, and none of the other keys that switch it off.",
        source: CONTAINERD,
    }
    NATIVE_PARALLEL_PULL: [Note] {
        id: "native-parallel-pull",
        what: "containerd's own parallel pull is on, not SOCI's.",
        why: "It buffers chunks in memory, where SOCI uses the disk, and needs containerd 2.2.",
        how: "Nothing is to be done if that is wanted.",
        source: CONTAINERD,
    }
    LAYERS_DISCARDED_ALL_THE_SAME: [Warning] {
        id: "layers-discarded-all-the-same",
        what: "containerd is to keep layers, and SOCI discards them.",
        why: "No compressed layer stays on the node, so a peer-to-peer mirror such as Spegel has nothing to serve.",
        how: "Set SOCI's discard_unpacked_layers to false as well.",
        source: SOCI,
    }
}
