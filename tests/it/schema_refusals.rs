//! What Karpenter's schema refuses, word for word: one input for each field's form, bound and rule, and
//! the one beside it that is just still right. The verdicts of the CRDs themselves are in
//! `schema_verdicts`; here is what is said, and it needs no CRD beside the repository.

use std::fmt::Write as _;
use std::fs;

use soci_configurator::core::{Config, InputFile, read_files};
use soci_configurator::data::catalogue;

use crate::support::set;

const TABLE: &str = "tests/it/schema_refusals.expected";

/// Rules that restate the schema.
pub const OF_SCHEMA: [&str; 11] = [
    "cross-field-rule",
    "newer-field",
    "newer-value",
    "out-of-range",
    "repeated-item",
    "required-field",
    "unknown-field",
    "unknown-value",
    "wrong-form",
    "wrong-length",
    "wrong-type",
];

/// What a node class needs; a row that begins with one of these keys has its own.
const OF_CLASS: [(&str, &str); 4] = [
    ("role", "NodeRole"),
    ("amiSelectorTerms", "[{alias: al2023@v20260930}]"),
    (
        "subnetSelectorTerms",
        "[{tags: {karpenter.sh/discovery: demo}}]",
    ),
    (
        "securityGroupSelectorTerms",
        "[{tags: {karpenter.sh/discovery: demo}}]",
    ),
];
const REF: &str = "{group: karpenter.k8s.aws, kind: EC2NodeClass, name: nodes}";

/// Lines of a node class' spec; `no KEY` leaves a key out.
#[rustfmt::skip]
const CLASSES: &[&str] = &[
    "role: 5",
    "role: true",
    "role: 1.5",
    "role:",
    "role: [a]",
    "role: {a: b}",
    "detailedMonitoring: \"true\"",
    "detailedMonitoring: 1",
    "detailedMonitoring: [a]",
    "ipPrefixCount: \"1\"",
    "ipPrefixCount: -1",
    "ipPrefixCount: 0",
    "kubelet: {imageGCHighThresholdPercent: 101}",
    "kubelet: {imageGCHighThresholdPercent: 100}",
    "kubelet: {imageGCHighThresholdPercent: -1}",
    "kubelet: {imageGCHighThresholdPercent: 0}",
    "tags: a",
    "amiSelectorTerms: al2023@latest",
    "metadataOptions: {httpTokens: 1}",
    "metadataOptions: {httpTokens: Required}",
    "instanceStorePolicy: RAID1",
    "blockDeviceMappings: [{deviceName: a, ebs: {volumeSize: 80}}]",
    "blockDeviceMappings: [{deviceName: a, ebs: {volumeSize: 80Mi}}]",
    "amiFamilly: AL2023",
    "amiFamily: Windows2025",
    "amiFamily: AL2",
    "amiFamily: Custom",
    "amiSelectorTerms: []",
    "amiSelectorTerms: [{alias: al2023@v2026093012345678901234}]",
    "amiSelectorTerms: [{alias: al2023@v20260930123456789012345}]",
    "subnetSelectorTerms: [{tags: {a0: b, a1: b, a2: b, a3: b, a4: b, a5: b, a6: b, a7: b, a8: b, a9: b, a10: b, a11: b, a12: b, a13: b, a14: b, a15: b, a16: b, a17: b, a18: b, a19: b}}]",
    "subnetSelectorTerms: [{tags: {a0: b, a1: b, a2: b, a3: b, a4: b, a5: b, a6: b, a7: b, a8: b, a9: b, a10: b, a11: b, a12: b, a13: b, a14: b, a15: b, a16: b, a17: b, a18: b, a19: b, a20: b}}]",
    "placementGroupSelector: {name: \"\"}",
    "placementGroupSelector: {name: a}",
    "amiFamily: AL2023\namiSelectorTerms: [{id: ami-}]",
    "amiFamily: AL2023\namiSelectorTerms: [{id: ami-A}]",
    "amiFamily: AL2023\namiSelectorTerms: [{id: xami-z}]",
    "amiFamily: AL2023\namiSelectorTerms: [{id: xxami-0}]",
    "amiFamily: AL2023\namiSelectorTerms: [{id: amixxxxx0}]",
    "capacityReservationSelectorTerms: [{id: cr-}]",
    "capacityReservationSelectorTerms: [{id: cr-a1}]",
    "capacityReservationSelectorTerms: [{id: cr-A}]",
    "capacityReservationSelectorTerms: [{id: xcr-a}]",
    "capacityReservationSelectorTerms: [{id: cr-a, tags: {a: b}}]",
    "capacityReservationSelectorTerms: [{id: cr-a, ownerID: \"111122223333\"}]",
    "capacityReservationSelectorTerms: [{id: cr-a, ownerID: \"111122223333\"}, {id: cr-a}]",
    "capacityReservationSelectorTerms: [{ownerID: \"111122223333\"}]",
    "capacityReservationSelectorTerms: [{tags: {a: b}, ownerID: \"11112222333\"}]",
    "capacityReservationSelectorTerms: [{tags: {a: b}, ownerID: \"11112222333a\"}]",
    "capacityReservationSelectorTerms: [{tags: {a: b}, ownerID: \"111122223333\"}]",
    "placementGroupSelector: {}",
    "placementGroupSelector: {id: pg-a, name: a}",
    "placementGroupSelector: {id: pg-a}",
    "placementGroupSelector: {id: pg-}",
    "role: \"\"",
    "instanceProfile: a",
    "instanceProfile: \"\"\nrole: \"\"",
    "no role",
    "no role\ninstanceProfile: a",
    "no role\ninstanceProfile: \"\"",
    "subnetSelectorTerms: [{tags: {\"\": a}}]",
    "subnetSelectorTerms: [{tags: {a: \"\"}}]",
    "subnetSelectorTerms: [{tags: {a: b}}]",
    "amiFamily: AL2023\namiSelectorTerms: [{alias: bottlerocket@latest}]",
    "amiFamily: Custom\namiSelectorTerms: [{alias: bottlerocket@latest}]",
    "amiSelectorTerms: [{id: ami-0a}]",
    "amiFamily: AL2023\namiSelectorTerms: [{id: ami-0a}]",
    "amiFamily: AL2023\namiSelectorTerms: [{owner: self}]",
    "amiFamily: AL2023\namiSelectorTerms: [{owner: self, name: a}]",
    "amiFamily: AL2023\namiSelectorTerms: [{id: ami-0a, owner: self}]",
    "amiFamily: AL2023\namiSelectorTerms: [{id: ami-0a, name: a}]",
    "amiFamily: AL2023\namiSelectorTerms: [{id: ami-0a, tags: {a: b}}]",
    "amiFamily: AL2023\namiSelectorTerms: [{alias: al2023@latest, id: ami-0a}]",
    "amiSelectorTerms: [{alias: al2023@latest, owner: self}]",
    "amiFamily: AL2023\namiSelectorTerms: [{alias: al2023@latest}, {id: ami-0a}]",
    "amiFamily: AL2023\namiSelectorTerms: [{tags: {a: b}, name: a}]",
    "amiSelectorTerms: [{alias: al2023}]",
    "amiSelectorTerms: [{alias: \"@latest\"}]",
    "amiSelectorTerms: [{alias: al2023@}]",
    "amiSelectorTerms: [{alias: al-2023@latest}]",
    "amiSelectorTerms: [{alias: \"al2023@la\\ntest\"}]",
    "amiSelectorTerms: [{alias: windows2022@v1}]",
    "amiSelectorTerms: [{alias: windows2022@latest}]",
    "amiSelectorTerms: [{alias: windows2025@latest}]",
    "amiSelectorTerms: [{alias: ubuntu@latest}]",
    "amiSelectorTerms: [{alias: al2@latest}]",
    "blockDeviceMappings: [{deviceName: a, ebs: {volumeSize: 1Gi}, rootVolume: true}, {deviceName: b, ebs: {volumeSize: 1Gi}, rootVolume: true}]",
    "blockDeviceMappings: [{deviceName: a, ebs: {volumeSize: 1Gi}, rootVolume: true}, {deviceName: b, ebs: {volumeSize: 1Gi}, rootVolume: false}]",
    "blockDeviceMappings: [{deviceName: a, ebs: {volumeSize: 1Gi}}, {deviceName: b, ebs: {volumeSize: 1Gi}, rootVolume: true}]",
    "blockDeviceMappings: [{deviceName: a, ebs: {encrypted: true}}]",
    "blockDeviceMappings: [{deviceName: a, ebs: {snapshotID: snap-0}}]",
    "blockDeviceMappings: [{deviceName: a, ebs: {volumeSize: 1Gi, volumeInitializationRate: 100}}]",
    "blockDeviceMappings: [{deviceName: a, ebs: {snapshotID: snap-0, volumeInitializationRate: 100}}]",
    "blockDeviceMappings: [{deviceName: a, ebs: {snapshotID: \"\", volumeInitializationRate: 100}}]",
    "blockDeviceMappings: [{deviceName: a, ebs: {snapshotID: snap-0, volumeInitializationRate: 99}}]",
    "blockDeviceMappings: [{deviceName: a, ebs: {snapshotID: snap-0, volumeInitializationRate: 300}}]",
    "blockDeviceMappings: [{deviceName: a, ebs: {snapshotID: snap-0, volumeInitializationRate: 301}}]",
    "connectionTracking: {}",
    "connectionTracking: {udpTimeout: 30}",
    "connectionTracking: {udpTimeout: 29}",
    "connectionTracking: {udpTimeout: 61}",
    "kubelet: {imageGCHighThresholdPercent: 80, imageGCLowThresholdPercent: 80}",
    "kubelet: {imageGCHighThresholdPercent: 81, imageGCLowThresholdPercent: 80}",
    "kubelet: {imageGCHighThresholdPercent: 79, imageGCLowThresholdPercent: 80}",
    "kubelet: {evictionSoft: {memory.available: 5%}}",
    "kubelet: {evictionSoft: {memory.available: 5%}, evictionSoftGracePeriod: {memory.available: 1m}}",
    "kubelet: {evictionSoftGracePeriod: {memory.available: 1m}}",
    "kubelet: {evictionHard: {memory: 5%}}",
    "kubelet: {evictionHard: {pid.available: 5%}}",
    "kubelet: {evictionHard: {memory.available: five}}",
    "kubelet: {evictionHard: {memory.available: 100Mi}}",
    "kubelet: {kubeReserved: {gpu: 1}}",
    "kubelet: {kubeReserved: {cpu: \"-1\"}}",
    "kubelet: {kubeReserved: {cpu: 100m}}",
    "kubelet: {kubeReserved: {cpu: 1}}",
    "kubelet: {kubeReserved: {cpu: lots}}",
    "networkInterfaces: []",
    "networkInterfaces: [{networkCardIndex: 0, deviceIndex: 0, interfaceType: interface}]",
    "networkInterfaces: [{networkCardIndex: 0, deviceIndex: 1, interfaceType: interface}]",
    "networkInterfaces: [{networkCardIndex: 1, deviceIndex: 0, interfaceType: interface}]",
    "networkInterfaces: [{networkCardIndex: 0, deviceIndex: 0, interfaceType: efa-only}]",
    "networkInterfaces: [{networkCardIndex: 1, deviceIndex: 1, interfaceType: interface}]",
    "networkInterfaces: [{networkCardIndex: 0, deviceIndex: 0, interfaceType: interface}, {networkCardIndex: 1, deviceIndex: 0, interfaceType: efa-only}, {networkCardIndex: 1, deviceIndex: 1, interfaceType: efa-only}]",
    "networkInterfaces: [{networkCardIndex: 0, deviceIndex: 0, interfaceType: interface}, {networkCardIndex: 1, deviceIndex: 0, interfaceType: efa-only}, {networkCardIndex: 2, deviceIndex: 0, interfaceType: efa-only}]",
    "networkInterfaces: [{networkCardIndex: 0, deviceIndex: 0, interfaceType: interface}, {networkCardIndex: 1, deviceIndex: 1, interfaceType: efa-only}, {networkCardIndex: 1, deviceIndex: 1, interfaceType: interface}]",
    "networkInterfaces: [{networkCardIndex: 0, deviceIndex: 0, interfaceType: interface}, {networkCardIndex: 1, deviceIndex: 1, interfaceType: interface}, {networkCardIndex: 1, deviceIndex: 2, interfaceType: interface}]",
    "networkInterfaces: [{networkCardIndex: 0, deviceIndex: 0, interfaceType: interface}, {networkCardIndex: 1, deviceIndex: 1, interfaceType: interface}, {networkCardIndex: 2, deviceIndex: 1, interfaceType: interface}]",
    "networkInterfaces: [{networkCardIndex: 0, deviceIndex: 0, interfaceType: interface}, {networkCardIndex: 1, deviceIndex: 1, interfaceType: interface}, {networkCardIndex: 1, deviceIndex: 2, interfaceType: efa-only}]",
    "networkInterfaces: [{networkCardIndex: 0, deviceIndex: 0, interfaceType: interface}, {networkCardIndex: 0, deviceIndex: 1, interfaceType: efa-only}, {networkCardIndex: 1, deviceIndex: 0, interfaceType: interface}]",
    "networkInterfaces: [{networkCardIndex: 0, deviceIndex: 0}]",
    "networkInterfaces: [{networkCardIndex: 0, deviceIndex: -1, interfaceType: interface}]",
    "securityGroupSelectorTerms: []",
    "securityGroupSelectorTerms: [{}]",
    "securityGroupSelectorTerms: [{id: sg-0, tags: {a: b}}]",
    "securityGroupSelectorTerms: [{id: sg-0, name: a}]",
    "securityGroupSelectorTerms: [{name: a, tags: {a: b}}]",
    "securityGroupSelectorTerms: [{id: sg-0}, {name: a, tags: {a: b}}]",
    "securityGroupSelectorTerms: [{name: a}]",
    "securityGroupSelectorTerms: [{id: sg-0}]",
    "securityGroupSelectorTerms: [{tags: {a: b}}]",
    "subnetSelectorTerms: []",
    "subnetSelectorTerms: [{}]",
    "subnetSelectorTerms: [{id: subnet-0, tags: {a: b}}]",
    "subnetSelectorTerms: [{id: subnet-0}]",
    "subnetSelectorTerms: [{id: subnet-0}, {id: subnet-0, tags: {a: b}}]",
    "tags: {\"\": a}",
    "tags: {kubernetes.io/cluster/demo: owned}",
    "tags: {karpenter.sh/nodepool: a}",
    "tags: {team: a}",
];

/// Lines of a NodePool's spec.
#[rustfmt::skip]
const POOLS: &[&str] = &[
    "disruption: {consolidateAfter: Never}",
    "disruption: {consolidateAfter: 5m}",
    "disruption: {consolidateAfter: never}",
    "disruption: {consolidateAfter: 7d}",
    "disruption: {consolidateAfter: \"\"}",
    "disruption: {consolidateAfter: m}",
    "disruption: {consolidateAfter: 1h30m}",
    "disruption: {consolidateAfter: 5}",
    "disruption: {consolidateAfter: 30}",
    "disruption: {consolidateAfter: \"30\"}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"10\"}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: 10%}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: 100%}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: 101%}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"%\"}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: a%}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: a}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"\"}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: ab%}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"0\", schedule: \"@daily\"}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"0\", duration: 8h}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"0\", schedule: \"@daily\", duration: 8h}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"0\", schedule: daily, duration: 8h}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"0\", reasons: [Drifted, Drifted]}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"0\", reasons: [Drifted, Empty]}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"0\", schedule: \"0 9 * *\", duration: 8h}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"0\", schedule: \"0 9 * * *\", duration: 8h}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"0\", schedule: \"0 9  * * *\", duration: 8h}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"0\", schedule: \"0\\n9 * * *\", duration: 8h}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"0\", schedule: \"0 9 * * \", duration: 8h}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"0\", schedule: \"0 9 * * * 1\", duration: 8h}]}",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"0\", schedule: \" 9 * * *\", duration: 8h}]}",
    "weight: 0",
    "weight: 1",
    "weight: 100",
    "weight: 101",
    "weight: \"1\"",
    "weight: heavy",
    "replicas: 1",
    "replicas: 1\nlimits: {cpu: 10}",
    "replicas: 1\nlimits: {nodes: 10}",
    "replicas: 1\nlimits: {nodes: 10, cpu: 1}",
    "replicas: 1\nlimits: {}",
    "replicas: 1\nweight: 1",
    "limits: {cpu: 10, memory: 10Gi}",
    "limits: {cpu: [1]}",
    "limits: {cpu: lots}",
    "limits: {cpu: 500m}",
    "template:\n  spec:\n    nodeClassRef: {group: karpenter.k8s.aws/v1, kind: EC2NodeClass, name: a}\n    requirements: []",
    "disruption: {consolidateAfter: 5m, budgets: [{nodes: \"0\", schedule: \"0 \\n * * *\", duration: 8h}]}",
];

/// Requirements of a NodePool.
#[rustfmt::skip]
const REQUIREMENTS: &[&str] = &[
    "{key: a, operator: In, values: []}",
    "{key: a, operator: In, values: [b]}",
    "{key: a, operator: In}",
    "{key: a, operator: Exists}",
    "{key: a, operator: Gt, values: [\"0\"]}",
    "{key: a, operator: Gt, values: [\"-1\"]}",
    "{key: a, operator: Gt, values: [\"1\"]}",
    "{key: a, operator: Lt, values: [\"1\", \"2\"]}",
    "{key: a, operator: Gte, values: [b]}",
    "{key: a, operator: Lte, values: []}",
    "{key: a, operator: Lte}",
    "{key: a, operator: In, values: [b], minValues: 1}",
    "{key: a, operator: In, values: [b], minValues: 2}",
    "{key: a, operator: In, values: [b, c, d], minValues: 2}",
    "{key: a, operator: NotIn, values: [b], minValues: 2}",
    "{key: a, operator: Inn, values: [b]}",
    "{key: karpenter.sh/nodepool, operator: Exists}",
    "{key: kubernetes.io/hostname, operator: Exists}",
    "{key: karpenter.sh/capacity-type, operator: Exists}",
    "{key: karpenter.sh/other, operator: Exists}",
    "{key: karpenter.k8s.aws/instance-cpu, operator: Exists}",
    "{key: karpenter.k8s.aws/instance-cpus, operator: Exists}",
    "{key: x.karpenter.k8s.aws/instance-cpu, operator: Exists}",
    "{key: karpenter.k8s.aws/instance-tenancy, operator: Exists}",
    "{key: x.kubernetes.io/a, operator: Exists}",
    "{key: example.com/a, operator: Exists}",
    "{key: \"a b\", operator: Exists}",
    "{key: -a, operator: Exists}",
    "{key: a-, operator: Exists}",
    "{key: a_.b, operator: Exists}",
    "{key: a.b-/c, operator: Exists}",
    "{key: -a.b/c, operator: Exists}",
    "{key: A.b/c, operator: Exists}",
    "{key: a, operator: In, values: [\"b c\"]}",
    "{key: a, operator: In, values: [\"\"]}",
    "{key: a, operator: In, values: [-b]}",
    "{key: a, operator: In, values: [b-]}",
];

/// Labels of a NodePool's nodes.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "a: b",
    "a: \"\"",
    "a: -b",
    "a: \"b c\"",
    "karpenter.sh/nodepool: a",
    "kubernetes.io/hostname: a",
    "x.kubernetes.io/a: b",
    "karpenter.sh/other: a",
];

/// Whole documents.
#[rustfmt::skip]
const DOCUMENTS: &[&str] = &[
    "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: a}\n",
    "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: a}\n",
    "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\n",
    "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {labels: {a: b}}\n",
    "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {generateName: a-}\n",
    "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {generateName: a-, name: A}\n",
    "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: A}\n",
    "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: a.b-c}\n",
    "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: 5}\n",
    "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: a}\nspecs: {}\n",
    "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: a}\nstatus: {}\n",
];

/// What depends on the cluster's Karpenter: its version, what the lines are, and the lines.
#[rustfmt::skip]
const VERSIONED: &[(&str, &str, &str)] = &[
    ("1.8", "class", "amiFamily: Windows2025\namiSelectorTerms: [{id: ami-0a}]"),
    ("1.9", "class", "amiFamily: Windows2025\namiSelectorTerms: [{id: ami-0a}]"),
    ("1.7", "class", "ipPrefixCount: 1"),
    ("1.8", "class", "ipPrefixCount: 1"),
    ("1.2", "class", "capacityReservationSelectorTerms: []"),
    ("1.8", "class", "amiSelectorTerms: [{alias: windows2025@latest}]"),
    ("1.8", "class", "amiSelectorTerms: [{alias: windows2022@latest}]"),
    ("1.9", "class", "amiSelectorTerms: [{alias: windows2025@latest}]"),
    ("1.9", "class", "amiSelectorTerms: [{alias: windows2022@latest}]"),
    ("1.6", "pool", "replicas: 1"),
    ("1.7", "pool", "replicas: 1"),
    ("1.8", "requirement", "{key: karpenter.k8s.aws/instance-tenancy, operator: Exists}"),
    ("1.8", "requirement", "{key: x.kubernetes.io/a, operator: Exists}"),
    ("1.8", "requirement", "{key: topology.kubernetes.io/zone, operator: Exists}"),
    ("1.8", "requirement", "{key: example.com/a, operator: Exists}"),
    ("1.9", "requirement", "{key: karpenter.k8s.aws/instance-tenancy, operator: Exists}"),
    ("1.9", "requirement", "{key: x.kubernetes.io/a, operator: Exists}"),
    ("1.9", "requirement", "{key: topology.kubernetes.io/zone, operator: Exists}"),
    ("1.9", "requirement", "{key: example.com/a, operator: Exists}"),
    ("1.10", "requirement", "{key: karpenter.k8s.aws/instance-tenancy, operator: Exists}"),
    ("1.10", "requirement", "{key: x.kubernetes.io/a, operator: Exists}"),
    ("1.10", "requirement", "{key: topology.kubernetes.io/zone, operator: Exists}"),
    ("1.10", "requirement", "{key: example.com/a, operator: Exists}"),
    ("1.0", "pool", "template:\n  spec:\n    nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: \"\"}\n    requirements: []"),
    ("1.0", "pool", "template:\n  spec:\n    nodeClassRef: {group: \"\", kind: EC2NodeClass, name: a}\n    requirements: []"),
    ("1.1", "pool", "template:\n  spec:\n    nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: \"\"}\n    requirements: []"),
    ("1.1", "pool", "template:\n  spec:\n    nodeClassRef: {group: \"\", kind: EC2NodeClass, name: a}\n    requirements: []"),
    ("1.2", "pool", "template:\n  spec:\n    nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: \"\"}\n    requirements: []"),
    ("1.2", "pool", "template:\n  spec:\n    nodeClassRef: {group: \"\", kind: EC2NodeClass, name: a}\n    requirements: []"),
    ("1.8", "label", "x.kubernetes.io/a: b"),
    ("1.7", "class", "ipPrefixCounts: 1"),
    ("1.8", "class", "ipPrefixCounts: 1"),
];

/// A document with these lines.
fn document(what: &str, lines: &str) -> String {
    let body = match what {
        "class" => {
            let has = |key: &str| {
                lines.lines().any(|line| {
                    line.strip_prefix(key)
                        .is_some_and(|rest| rest.starts_with(':'))
                        || line == format!("no {key}")
                })
            };
            let base = OF_CLASS.iter().filter(|(key, _)| !has(key));
            let base = base.map(|(key, value)| format!("{key}: {value}"));
            let own = lines.lines().filter(|line| !line.starts_with("no "));
            base.chain(own.map(str::to_owned)).collect()
        }
        "pool" if lines.starts_with("template:") => lines.lines().map(str::to_owned).collect(),
        "pool" => {
            let template = format!("template: {{spec: {{nodeClassRef: {REF}, requirements: []}}}}");
            let own = lines.lines().map(str::to_owned);
            own.chain([template]).collect()
        }
        "requirement" => vec![format!(
            "template: {{spec: {{nodeClassRef: {REF}, requirements: [{lines}]}}}}"
        )],
        "label" => vec![format!(
            "template: {{metadata: {{labels: {{{lines}}}}}, spec: {{nodeClassRef: {REF}, requirements: []}}}}"
        )],
        _ => return lines.to_owned(),
    };
    let body: Vec<String> = body;
    let head = match what {
        "class" => "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass",
        _ => "apiVersion: karpenter.sh/v1\nkind: NodePool",
    };
    format!(
        "{head}\nmetadata: {{name: nodes}}\nspec:\n  {}\n",
        body.join("\n  ")
    )
}

/// What the schema refuses of a document, a line each.
fn refused(karpenter: &str, text: String) -> Vec<String> {
    let file = InputFile {
        name: String::new(),
        text,
    };
    let base = set(Config::default(), &[("cluster.karpenter", karpenter)]);
    let mut remarks = read_files(&[file], &base, catalogue()).remarks;
    remarks.retain(|remark| OF_SCHEMA.contains(&remark.rule.id));
    let said = remarks
        .iter()
        .map(|one| format!("  [{}] {}: {}", one.rule, one.path, one.message));
    said.collect()
}

#[test]
fn what_is_refused_is_what_the_table_says() {
    let of = |what: &'static str| move |lines: &&'static str| ("1.14", what, *lines);
    let rows = CLASSES
        .iter()
        .map(of("class"))
        .chain(POOLS.iter().map(of("pool")))
        .chain(REQUIREMENTS.iter().map(of("requirement")))
        .chain(LABELS.iter().map(of("label")))
        .chain(DOCUMENTS.iter().map(of("document")))
        .chain(VERSIONED.iter().copied());
    let mut all = String::new();
    for (karpenter, what, lines) in rows {
        writeln!(all, "{karpenter} {what} {lines:?}").expect("a string");
        for said in refused(karpenter, document(what, lines)) {
            writeln!(all, "{said}").expect("a string");
        }
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(TABLE, &all).expect("the table is written");
    }
    let expected = fs::read_to_string(TABLE).unwrap_or_default();
    assert!(
        all == expected,
        "look at the difference, then UPDATE_EXPECT=1 cargo test --test it schema_refusals\n{}",
        similar::TextDiff::from_lines(&expected, &all).unified_diff()
    );
}

/// What is refused of a node class with so many of something.
fn of_many(lines: &str) -> Vec<String> {
    refused("1.14", document("class", lines))
}

#[test]
fn lists_maps_and_texts_have_their_greatest_lengths() {
    let terms = |count: usize| {
        let ids: Vec<String> = (0..count).map(|id| format!("{{id: ami-{id}}}")).collect();
        format!("amiFamily: AL2023\namiSelectorTerms: [{}]", ids.join(", "))
    };
    let tags = |count: usize| {
        let tags: Vec<String> = (0..count).map(|tag| format!("a{tag}: b")).collect();
        format!("subnetSelectorTerms: [{{tags: {{{}}}}}]", tags.join(", "))
    };
    let name = |count: usize| {
        let name = "a".repeat(count);
        let text = format!(
            "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {{name: {name}}}\n"
        );
        refused("1.14", text)
    };
    for (fine, wrong, said) in [
        (
            of_many(&terms(30)),
            of_many(&terms(31)),
            "[wrong-length] spec.amiSelectorTerms: 31 entries exceed the maximum of 30",
        ),
        (
            of_many(&tags(20)),
            of_many(&tags(21)),
            "[wrong-length] spec.subnetSelectorTerms[0].tags: 21 entries exceed the maximum of 20",
        ),
        (name(253), name(254), "[wrong-form] metadata.name"),
    ] {
        assert_eq!(fine, Vec::<String>::new());
        assert!(wrong.len() == 1 && wrong[0].contains(said), "{wrong:?}");
    }
}

/// Of one document a hundred refusals are said; the last one counts the others.
#[test]
fn what_is_beyond_a_hundred_is_counted() {
    let unknown = |count: usize| {
        let lines: Vec<String> = (0..count).map(|field| format!("zz{field}: a")).collect();
        of_many(&lines.join("\n"))
    };
    let hundred = unknown(100);
    assert_eq!(hundred.len(), 100);
    assert!(hundred.iter().all(|said| !said.contains("more violations")));
    let more = unknown(103);
    assert_eq!(more.len(), 100);
    assert!(
        more[99].ends_with("And 3 more violations in this document."),
        "{}",
        more[99]
    );
    // So are those of rules between fields.
    let rules: Vec<String> = (0..102)
        .map(|tag| format!("kubernetes.io/cluster/{tag}: a"))
        .collect();
    let more = of_many(&format!("tags: {{{}}}", rules.join(", ")));
    assert_eq!(more.len(), 100);
    assert!(
        more[99].ends_with("And 2 more violations in this document."),
        "{}",
        more[99]
    );
}
