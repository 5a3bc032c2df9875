//! SOCI on a node: how it is switched on, configured and reached.

use super::{NODEADM, Rule, RuleWords, Severity, file_rules};
use crate::core::config::sources::{FAST_IMAGE_PULL, SOCI, SOCI_SCRIPT};

file_rules! {
    GATE_OFF: [Warning] {
        id: "gate-off",
        what: "The gate FastImagePull is false.",
        why: "Images are pulled by stock containerd.",
        how: "Set featureGates.FastImagePull: true.",
        source: FAST_IMAGE_PULL,
    }
    NOTHING_SWITCHES_SOCI_ON: [Warning, Note] {
        id: "nothing-switches-soci-on",
        what: "Nothing switches SOCI on.",
        why: "Without the gate FastImagePull or an install script images are pulled by stock containerd.",
        how: "Set featureGates.FastImagePull: true in a NodeConfig.",
        source: FAST_IMAGE_PULL,
    }
    SCRIPT_AND_GATE: [Error] {
        id: "script-and-gate",
        what: "FastImagePull is on and the install script runs too.",
        why: "The script puts an older SOCI in place of the AMI's and overwrites what nodeadm has written.",
        how: "Keep the gate, and take the script out.",
        source: SOCI_SCRIPT,
    }
    GATE_AND_HAND_WIRING: [Note] {
        id: "gate-and-hand-wiring",
        what: "containerd or the kubelet is pointed at SOCI by hand, beside the gate.",
        why: "With FastImagePull nodeadm writes this itself.",
        how: "Leave it out.",
        source: FAST_IMAGE_PULL,
    }
    SNAPSHOTTER_NOT_SET: [Error] {
        id: "snapshotter-not-set",
        what: "SOCI is there and containerd is not pointed at it.",
        why: "It is never asked, and images are pulled by stock containerd.",
        how: "Set snapshotter = \"soci\" in the NodeConfig's containerd.config.",
        source: SOCI_SCRIPT,
    }
    SNAPSHOTTER_WITHOUT_PARALLEL_MODE: [Error] {
        id: "snapshotter-without-parallel-mode",
        what: "containerd is pointed at SOCI, and nothing switches its parallel mode on.",
        why: "Without its configuration SOCI loads lazily, and only images with an index.",
        how: "Set featureGates.FastImagePull: true, or run the install script.",
        source: SOCI,
    }
    ENDPOINT_MISSING: [Error] {
        id: "endpoint-missing",
        what: "The kubelet's imageServiceEndpoint is not set.",
        why: "SOCI gets no credentials: private images fail while public ones work.",
        how: "Set it to SOCI's socket.",
        source: SOCI_SCRIPT,
    }
    ENDPOINT_DIFFERS: [Error] {
        id: "endpoint-differs",
        what: "The kubelet's imageServiceEndpoint, or containerd's address of SOCI, is not SOCI's socket.",
        why: "SOCI gets no credentials, or the kubelet reaches nobody.",
        how: "Write the socket that the message names.",
        source: SOCI_SCRIPT,
    }
    ENDPOINT_WITHOUT_SOCI: [Error] {
        id: "endpoint-without-soci",
        what: "The kubelet asks SOCI for images, and nothing starts SOCI.",
        why: "No pod starts.",
        how: "Take imageServiceEndpoint out, or switch SOCI on.",
        source: SOCI_SCRIPT,
    }
    ANNOTATIONS_OFF: [Error] {
        id: "annotations-off",
        what: "containerd gives SOCI no annotations.",
        why: "Without them SOCI does not know which image a layer is of.",
        how: "Set disable_snapshot_annotations = false.",
        source: SOCI,
    }
    EXPORTS_ROOT_DIFFERS: [Error, Warning] {
        id: "exports-root-differs",
        what: "The kubelet watches another directory than the one in which SOCI keeps images.",
        why: "It measures the wrong disk, so that images are cleaned up too late.",
        how: "Write the same directory in both places.",
        source: SOCI,
    }
    DEAD_PLUGIN_KEYS: [Warning] {
        id: "dead-plugin-keys",
        what: "SOCI's limits stand under containerd's plugins.",
        why: "SOCI is a program of its own with its own file: the keys do nothing.",
        how: "Set them in SOCI's own configuration.",
        source: SOCI,
    }
    EDIT_WITHOUT_GATE: [Error] {
        id: "edit-without-gate",
        what: "A script edits SOCI's configuration without the gate.",
        why: "nodeadm writes the file only with FastImagePull: there is none to edit.",
        how: "Set featureGates.FastImagePull: true.",
        source: FAST_IMAGE_PULL,
    }
    EDIT_MATCHES_NOTHING: [Warning] {
        id: "edit-matches-nothing",
        what: "An expression of sed matches no line of SOCI's configuration.",
        why: "sed says nothing about that, and the limit stays the AMI's own.",
        how: "Match the key as nodeadm writes it.",
        source: FAST_IMAGE_PULL,
    }
    EDIT_NOT_UNDERSTOOD: [Note] {
        id: "edit-not-understood",
        what: "A change of SOCI's configuration is not understood.",
        why: "What limits hold on the node is unknown here.",
        how: "Look at the file on a node, or write the change more simply.",
        source: FAST_IMAGE_PULL,
    }
    EDITS_REVERTED: [Error] {
        id: "edits-reverted",
        what: "nodeadm writes SOCI's configuration once more behind the scripts.",
        why: "A file in /etc/eks/nodeadm.d makes it do so, and what the scripts did is lost.",
        how: "Edit the file before every start of SOCI, by a drop-in of its unit.",
        source: NODEADM,
    }
    SOCI_CONFIG_BROKEN: [Error, Warning] {
        id: "soci-config-broken",
        what: "SOCI cannot read its configuration.",
        why: "It does not start, and without it no pod starts.",
        how: "Put right the line that the message names.",
        source: SOCI,
    }
    NODE_FILE_ALONE: [Warning, Note] {
        id: "node-file-alone",
        what: "A file of a node is read by itself.",
        why: "Whether images are pulled by SOCI in parallel takes two files: containerd's says who unpacks, SOCI's says how.",
        how: "Give the EC2NodeClass or the userData that puts the file on the node.",
        source: SOCI,
    }
    SOCI_CONFIG_WRITTEN: [Error, Warning, Note] {
        id: "soci-config-written",
        what: "SOCI's configuration is written by hand.",
        why: "nodeadm writes its own at every boot, and a whole file without the parallel mode switches it off.",
        how: "Edit the limits before every start of SOCI, and leave the rest to nodeadm.",
        source: FAST_IMAGE_PULL,
    }
    SOCI_UNKNOWN_KEY: [Warning] {
        id: "soci-unknown-key",
        what: "SOCI's configuration has a key that SOCI does not know.",
        why: "SOCI passes over it without a word, and its own default holds: 3 downloads of whole layers, 1 unpack.",
        how: "Write the key as SOCI has it.",
        source: SOCI,
    }
    SOCI_MASKED: [Error] {
        id: "soci-masked",
        what: "SOCI's service is masked.",
        why: "containerd and the kubelet are pointed at it: no pod starts.",
        how: "Take the mask out, or switch the gate off.",
        source: FAST_IMAGE_PULL,
    }
    SOCI_ROOT_UNDER_CONTAINERD: [Warning] {
        id: "soci-root-under-containerd",
        what: "SOCI's data lies under containerd's directory and RAID0 is mounted there.",
        why: "nodeadm mounts over that directory and stops containerd for it, not SOCI.",
        how: "Leave --root as it is: from AMI v20251217 on RAID0 covers SOCI's own directory.",
        source: FAST_IMAGE_PULL,
    }
    SOCI_STAYS_ON_ROOT_VOLUME: [Warning] {
        id: "soci-stays-on-root-volume",
        what: "A volume is mounted for containerd, and SOCI's data is not on it.",
        why: "SOCI keeps layers and unpacked images in its own directory, with the root volume's size and speed.",
        how: "Mount the volume there, or give the root volume that size and throughput.",
        source: SOCI,
    }
    CHUNK_SIZE_GRAMMAR: [Error] {
        id: "chunk-size-grammar",
        what: "The chunk size is none.",
        why: "SOCI and Bottlerocket read sizes in different grammars, and do not start with another.",
        how: "Write 16mb for SOCI, 16mib for Bottlerocket.",
        source: SOCI,
    }
    PROXY_NOT_FOR_SOCI: [Warning] {
        id: "proxy-not-for-soci",
        what: "A proxy is given to others than SOCI.",
        why: "SOCI fetches the layers itself: it goes past the proxy, or fails where nothing else gets out.",
        how: "Give soci-snapshotter.service the same variables.",
        source: SOCI,
    }
    MIRROR_BYPASSED: [Warning, Note] {
        id: "mirror-bypassed",
        what: "SOCI does not use the mirror.",
        why: "It reads its own resolver, not containerd's: layers come from the registry of the image's name.",
        how: "Put the mirror's host into the image's name.",
        source: SOCI,
    }
}
