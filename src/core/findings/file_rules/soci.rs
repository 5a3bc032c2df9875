//! SOCI on a node: how it is switched on, configured and reached.

use super::{NODEADM, Rule, RuleWords, Severity, file_rules};
use crate::core::config::sources::{FAST_IMAGE_PULL, SOCI, SOCI_SCRIPT};

file_rules! {
    GATE_OFF: [Warning] {
        id: "gate-off",
        what: "The FastImagePull feature gate is false.",
        why: "Stock containerd pulls the images.",
        how: "Set featureGates.FastImagePull: true.",
        source: FAST_IMAGE_PULL,
    }
    NOTHING_SWITCHES_SOCI_ON: [Warning, Note] {
        id: "nothing-switches-soci-on",
        what: "SOCI is not switched on.",
        why: "Without the FastImagePull feature gate or an install script, stock containerd pulls the images.",
        how: "Set featureGates.FastImagePull: true in a NodeConfig.",
        source: FAST_IMAGE_PULL,
    }
    SCRIPT_AND_GATE: [Error] {
        id: "script-and-gate",
        what: "FastImagePull is on, and the install script runs too.",
        why: "The script replaces the AMI's SOCI with an older one and overwrites nodeadm's configuration.",
        how: "Keep the gate and remove the script.",
        source: SOCI_SCRIPT,
    }
    GATE_AND_HAND_WIRING: [Note] {
        id: "gate-and-hand-wiring",
        what: "containerd or the kubelet is pointed at SOCI by hand, in addition to the gate.",
        why: "With FastImagePull, nodeadm writes this itself.",
        how: "Remove it.",
        source: FAST_IMAGE_PULL,
    }
    SNAPSHOTTER_NOT_SET: [Error] {
        id: "snapshotter-not-set",
        what: "SOCI is installed, but containerd is not pointed at it.",
        why: "SOCI is never used; stock containerd pulls the images.",
        how: "Set snapshotter = \"soci\" in the NodeConfig's containerd.config.",
        source: SOCI_SCRIPT,
    }
    SNAPSHOTTER_WITHOUT_PARALLEL_MODE: [Error] {
        id: "snapshotter-without-parallel-mode",
        what: "containerd is pointed at SOCI, but parallel mode is not switched on.",
        why: "Without its configuration SOCI loads lazily, and only images that have an index.",
        how: "Set featureGates.FastImagePull: true, or run the install script.",
        source: SOCI,
    }
    ENDPOINT_MISSING: [Error] {
        id: "endpoint-missing",
        what: "The kubelet's imageServiceEndpoint is not set.",
        why: "SOCI gets no credentials: private images fail, public ones work.",
        how: "Set it to SOCI's socket.",
        source: SOCI_SCRIPT,
    }
    ENDPOINT_DIFFERS: [Error] {
        id: "endpoint-differs",
        what: "The kubelet's imageServiceEndpoint, or containerd's address for SOCI, is not SOCI's socket.",
        why: "SOCI gets no credentials, or the kubelet cannot connect.",
        how: "Use the socket named in the message.",
        source: SOCI_SCRIPT,
    }
    ENDPOINT_WITHOUT_SOCI: [Error] {
        id: "endpoint-without-soci",
        what: "The kubelet uses SOCI for images, but nothing starts SOCI.",
        why: "No pod starts.",
        how: "Remove imageServiceEndpoint, or switch SOCI on.",
        source: SOCI_SCRIPT,
    }
    ANNOTATIONS_OFF: [Error] {
        id: "annotations-off",
        what: "containerd passes SOCI no annotations.",
        why: "Without them SOCI cannot tell which image a layer belongs to.",
        how: "Set disable_snapshot_annotations = false.",
        source: SOCI,
    }
    EXPORTS_ROOT_DIFFERS: [Error, Warning] {
        id: "exports-root-differs",
        what: "The kubelet does not watch the directory where SOCI keeps images.",
        why: "It measures the wrong disk, so images are cleaned up too late.",
        how: "Use the same directory in both places.",
        source: SOCI,
    }
    DEAD_PLUGIN_KEYS: [Warning] {
        id: "dead-plugin-keys",
        what: "SOCI's limits are set under containerd's plugins.",
        why: "SOCI is a separate program with its own file: the keys have no effect.",
        how: "Set them in SOCI's own configuration.",
        source: SOCI,
    }
    EDIT_WITHOUT_GATE: [Error] {
        id: "edit-without-gate",
        what: "A script edits SOCI's configuration without the gate.",
        why: "nodeadm writes the file only with FastImagePull: there is nothing to edit.",
        how: "Set featureGates.FastImagePull: true.",
        source: FAST_IMAGE_PULL,
    }
    EDIT_MATCHES_NOTHING: [Warning] {
        id: "edit-matches-nothing",
        what: "A sed expression matches no line of SOCI's configuration.",
        why: "sed does not report this, and the limit stays at the AMI's default.",
        how: "Match the key exactly as nodeadm writes it.",
        source: FAST_IMAGE_PULL,
    }
    EDIT_NOT_UNDERSTOOD: [Note] {
        id: "edit-not-understood",
        what: "A change to SOCI's configuration was not understood.",
        why: "The limits in effect on the node are unknown.",
        how: "Check the file on a node, or simplify the change.",
        source: FAST_IMAGE_PULL,
    }
    EDITS_REVERTED: [Error] {
        id: "edits-reverted",
        what: "nodeadm rewrites SOCI's configuration after the scripts.",
        why: "A file in /etc/eks/nodeadm.d triggers this, and the scripts' changes are lost.",
        how: "Edit the file before every SOCI start, with a drop-in for its unit.",
        source: NODEADM,
    }
    SOCI_CONFIG_BROKEN: [Error, Warning] {
        id: "soci-config-broken",
        what: "SOCI cannot parse its configuration.",
        why: "SOCI does not start, and without it no pod starts.",
        how: "Fix the line named in the message.",
        source: SOCI,
    }
    NODE_FILE_ALONE: [Warning, Note] {
        id: "node-file-alone",
        what: "A node's file was checked on its own.",
        why: "SOCI parallel pull depends on two files: containerd's sets who unpacks, SOCI's sets how.",
        how: "Provide the EC2NodeClass or the userData that puts the file on the node.",
        source: SOCI,
    }
    SOCI_CONFIG_WRITTEN: [Error, Warning, Note] {
        id: "soci-config-written",
        what: "SOCI's configuration is written by hand.",
        why: "nodeadm writes its own at every boot, and a whole file without the parallel mode switches it off.",
        how: "Edit the limits before every SOCI start, and leave the rest to nodeadm.",
        source: FAST_IMAGE_PULL,
    }
    SOCI_UNKNOWN_KEY: [Warning] {
        id: "soci-unknown-key",
        what: "SOCI's configuration has an unknown key.",
        why: "SOCI silently ignores it and uses its default: 3 whole-layer downloads, 1 unpack.",
        how: "Use SOCI's key name.",
        source: SOCI,
    }
    SOCI_MASKED: [Error] {
        id: "soci-masked",
        what: "The SOCI service is masked.",
        why: "containerd and the kubelet depend on it: no pod starts.",
        how: "Remove the mask, or switch the gate off.",
        source: FAST_IMAGE_PULL,
    }
    SOCI_ROOT_UNDER_CONTAINERD: [Warning] {
        id: "soci-root-under-containerd",
        what: "SOCI's data is under containerd's directory, and RAID0 is mounted there.",
        why: "nodeadm mounts over that directory; it stops containerd first, but not SOCI.",
        how: "Leave --root unset: RAID0 covers SOCI's default directory since AMI v20251217.",
        source: FAST_IMAGE_PULL,
    }
    SOCI_STAYS_ON_ROOT_VOLUME: [Warning] {
        id: "soci-stays-on-root-volume",
        what: "A volume is mounted for containerd, but SOCI's data is not on it.",
        why: "SOCI keeps layers and unpacked images in its own directory, limited by the root volume's size and speed.",
        how: "Mount the volume there, or give the root volume that size and throughput.",
        source: SOCI,
    }
    CHUNK_SIZE_GRAMMAR: [Error] {
        id: "chunk-size-grammar",
        what: "The chunk size is invalid.",
        why: "SOCI and Bottlerocket parse sizes differently, and do not start with an invalid one.",
        how: "Use 16mb for SOCI, 16mib for Bottlerocket.",
        source: SOCI,
    }
    PROXY_NOT_FOR_SOCI: [Warning] {
        id: "proxy-not-for-soci",
        what: "A proxy is set, but not for SOCI.",
        why: "SOCI fetches the layers itself: it bypasses the proxy, or fails where the proxy is the only way out.",
        how: "Set the same variables for soci-snapshotter.service.",
        source: SOCI,
    }
    MIRROR_BYPASSED: [Warning, Note] {
        id: "mirror-bypassed",
        what: "SOCI does not use the mirror.",
        why: "It uses its own resolver, not containerd's: layers come from the registry in the image name.",
        how: "Put the mirror's host into the image name.",
        source: SOCI,
    }
}
