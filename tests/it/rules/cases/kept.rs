//! Cases of rules about what is kept: from imported files, and of unpacked layers.

use super::*;

// One row a trigger, however long.
#[rustfmt::skip]
pub const CASES: &[Case] = &[
    Case {
        rule: "kept-instead-of-settings",
        clean: &[
            &[("kept", "EC2NodeClass spec.kubelet = {\"maxPods\":58}")],
            &[("kept", "NodePool metadata.name = \"other\"")],
            &[("kept", "EC2NodeClass spec.role = \"<KARPENTER_NODE_IAM_ROLE_NAME>\"")],
            &[("kept", "without EC2NodeClass spec.context")],
        ],
        triggers: &[
            Trigger(NOTE, "EC2NodeClass spec.role", &[("kept", "EC2NodeClass spec.role = \"other\"")]),
            Trigger(NOTE, "1 more", &[("kept", "without EC2NodeClass spec.userData\nwithout NodePool spec.template.spec.requirements[key=karpenter.k8s.aws/instance-cpu,operator=Gt]")]),
        ],
    },
    Case {
        rule: "kept-changes-kind",
        clean: &[
            &[("kept", "NodePool spec.template.spec.nodeClassRef.kind = \"EC2NodeClass\"")],
            &[("kept", "NodeConfig kind = \"NodeConfig\"")],
        ],
        triggers: &[
            Trigger(ERROR, "NodePool kind", &[("kept", "NodePool kind = \"Secret\"")]),
            Trigger(ERROR, "EC2NodeClass apiVersion", &[("kept", "EC2NodeClass apiVersion = \"karpenter.k8s.aws/v0\"")]),
            Trigger(ERROR, "NodePool kind", &[("kept", "without NodePool kind")]),
        ],
    },
    Case {
        rule: "delimiter-in-part",
        clean: &[
            &[("kept", "Script = \"#!/bin/sh\\necho --//\\n\"")],
            &[("kept", "EC2NodeClass spec.tags.a = \"--//\"")],
        ],
        triggers: &[
            Trigger(ERROR, "Script", &[("kept", "Script = \"#!/bin/sh\\n--//\\nid\\n\"")]),
            Trigger(ERROR, "NodeConfig", &[("kept", "NodeConfig [\"--//\"] = 1")]),
            Trigger(ERROR, "NodeConfig spec.x", &[("kept", "NodeConfig spec.x = \"a\\n--//\\nb\"")]),
        ],
    },
    Case {
        rule: "placeholders-left",
        clean: &[
            &[("kept", "EC2NodeClass spec.role = \"node-role\"")],
            &[("kept", "EC2NodeClass spec.userData = \"echo ${HOME}\"\nScript = \"#!/bin/sh\\necho ${HOME}\"")],
            &[("kept", "Deployment spec.template.spec.containers[name=a].args = [\"$(POD_IP)\"]")],
        ],
        triggers: &[
            Trigger(NOTE, "One value is still to be filled in, and kept: “${module.k.role}”", &[("kept", "EC2NodeClass spec.role = \"${module.k.role}\"")]),
            Trigger(NOTE, "Values are still to be filled in, and kept: “<<A>>”, “{{ .b }}”. YAML needs quotes around “{{ .b }}”", &[("kept", "EC2NodeClass spec.subnetSelectorTerms = [{\"id\":\"<<A>>\"}]\nNodePool spec.template.metadata.labels.team = \"{{ .b }}\"")]),
        ],
    },
    Case {
        rule: "layers-kept",
        clean: &[&[(KIND, "containerd"), (DISCARD, "false")]],
        triggers: &[
            Trigger(NOTE, "10.8 GB", &[(DISCARD, "false")]),
            Trigger(NOTE, "compressed size", &[(DISCARD, "false"), ("image.compressedSize", "")]),
            // Pulls of images in a snapshot need kept layers, but not with the script's own release.
            Trigger(NOTE, "10.8 GB", &[(DISCARD, "false"), SNAPSHOT]),
            Trigger(NOTE, "10.8 GB", &[(DISCARD, "false"), SNAPSHOT, (KIND, "install-script")]),
        ],
    },
];
