//! Labels that Kubernetes and Karpenter give a meaning. Karpenter reads a label of the pool's
//! template as a requirement with that one value (sigs.k8s.io/karpenter v1.14,
//! pkg/controllers/provisioning/scheduling/nodeclaimtemplate.go), so that these decide which
//! types come and are settings of their own here.

/// Labels that an instance type, its zone or its price decides, with the field that says so; none
/// where no field does.
const REQUIREMENTS: [(&str, Option<&str>); 12] = [
    ("kubernetes.io/arch", Some("nodes.architecture")),
    ("kubernetes.io/os", None),
    ("node.kubernetes.io/instance-type", Some("nodes.types")),
    ("node.kubernetes.io/windows-build", None),
    ("topology.kubernetes.io/zone", Some("nodes.zones")),
    ("topology.kubernetes.io/region", Some("cluster.region")),
    ("topology.k8s.aws/zone-id", None),
    ("karpenter.sh/capacity-type", Some("nodes.capacityTypes")),
    (
        "karpenter.k8s.aws/instance-category",
        Some("nodes.categories"),
    ),
    ("karpenter.k8s.aws/instance-family", Some("nodes.families")),
    ("karpenter.k8s.aws/instance-size", Some("nodes.sizes")),
    (
        "karpenter.k8s.aws/instance-gpu-name",
        Some("nodes.gpuNames"),
    ),
];

/// Older names of some of them (`NormalizedLabels` in Karpenter and its AWS provider v1.14).
const OLDER_NAMES: [(&str, &str); 6] = [
    ("beta.kubernetes.io/arch", "kubernetes.io/arch"),
    ("beta.kubernetes.io/os", "kubernetes.io/os"),
    (
        "beta.kubernetes.io/instance-type",
        "node.kubernetes.io/instance-type",
    ),
    (
        "failure-domain.beta.kubernetes.io/zone",
        "topology.kubernetes.io/zone",
    ),
    (
        "failure-domain.beta.kubernetes.io/region",
        "topology.kubernetes.io/region",
    ),
    (
        "topology.ebs.csi.aws.com/zone",
        "topology.kubernetes.io/zone",
    ),
];

/// The name by which Karpenter knows a label.
pub(crate) fn current_name(key: &str) -> &str {
    OLDER_NAMES
        .iter()
        .find(|(older, _)| *older == key)
        .map_or(key, |(_, current)| current)
}

/// Whether Karpenter reads a label as a requirement on the nodes themselves, and the field that
/// stands for it, if one does.
pub(crate) fn requirement_of(key: &str) -> Option<Option<&'static str>> {
    let key = current_name(key);
    REQUIREMENTS
        .iter()
        .find(|(known, _)| *known == key)
        .map(|(_, field)| *field)
}

/// Whether a key is in a domain of Kubernetes' own, in which Karpenter up to 1.8 refuses labels
/// that it does not know (reference of the CRD at v1.8; the rule left the CRD with 1.9).
pub(crate) fn is_kubernetes_own(key: &str) -> bool {
    const KNOWN: [&str; 9] = [
        "kubernetes.io/arch",
        "kubernetes.io/os",
        "node.kubernetes.io/instance-type",
        "node.kubernetes.io/windows-build",
        "topology.kubernetes.io/zone",
        "topology.kubernetes.io/region",
        "topology.k8s.aws/zone-id",
        "beta.kubernetes.io/arch",
        "beta.kubernetes.io/os",
    ];
    const OPEN: [&str; 3] = [
        "node.kubernetes.io",
        "node-restriction.kubernetes.io",
        "kops.k8s.io",
    ];
    // As the CRD has it: what stands before the slash, or the whole key.
    let domain = key.split('/').next().unwrap_or_default();
    (domain.ends_with("kubernetes.io") || domain.ends_with("k8s.io"))
        && !KNOWN.contains(&key)
        && !OPEN.iter().any(|open| domain.ends_with(open))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_names_stand_for_the_current_ones() {
        assert_eq!(
            requirement_of("beta.kubernetes.io/instance-type"),
            Some(Some("nodes.types"))
        );
        assert_eq!(requirement_of("kubernetes.io/os"), Some(None));
        assert_eq!(requirement_of("team"), None);
        for (_, current) in OLDER_NAMES {
            assert!(requirement_of(current).is_some(), "{current}");
        }
    }

    #[test]
    fn what_is_kubernetes_own_is_said_by_the_domain() {
        for own in [
            "kubernetes.io/a",
            "x.kubernetes.io/a",
            "k8s.io/a",
            "x.k8s.io/a",
            "topology.kubernetes.io/a",
            "kubernetes.io",
        ] {
            assert!(is_kubernetes_own(own), "{own}");
        }
        for open in [
            "kubernetes.io/arch",
            "topology.kubernetes.io/zone",
            "topology.k8s.aws/zone-id",
            "node.kubernetes.io/a",
            "x.node-restriction.kubernetes.io/a",
            "kops.k8s.io/a",
            "example.com/kubernetes.io",
            "kubernetes.io.example/a",
            "team",
        ] {
            assert!(!is_kubernetes_own(open), "{open}");
        }
    }
}
