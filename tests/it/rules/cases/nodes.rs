//! Cases of rules about the cluster and its nodes.

use super::*;

const DEPLOYMENT: (&str, &str) = ("workload.kind", "deployment");

// One row a trigger, however long.
#[rustfmt::skip]
pub const CASES: &[Case] = &[
    Case {
        rule: "role-and-instance-profile",
        clean: &[
            &[("cluster.nodeRole", "Node")],
            &[("cluster.instanceProfile", "Profile")],
        ],
        triggers: &[Trigger(ERROR, "not both", &[
            ("cluster.nodeRole", "Node"),
            ("cluster.instanceProfile", "Profile"),
        ])],
    },
    Case {
        rule: "kubernetes-newer-than-karpenter",
        clean: &[
            &[(KUBERNETES, "1.36")],
            &[(KUBERNETES, "1.36"), (KARPENTER, "1.13")],
            &[(KUBERNETES, "1.35"), (KARPENTER, "1.9")],
            &[(KUBERNETES, "1.34"), (KARPENTER, "1.6")],
            &[(KUBERNETES, "1.30"), (KARPENTER, "1.0")],
            &[(KIND, "auto-mode"), (KUBERNETES, "1.36"), (KARPENTER, "1.4")],
        ],
        triggers: &[
            Trigger(WARNING, "up to Kubernetes 1.35, not with 1.36; 1.13 is the lowest", &[(KUBERNETES, "1.36"), (KARPENTER, "1.12")]),
            Trigger(WARNING, "1.9 is the lowest", &[(KUBERNETES, "1.35"), (KARPENTER, "1.8")]),
            Trigger(WARNING, "1.6 is the lowest", &[(KUBERNETES, "1.34"), (KARPENTER, "1.5")]),
            Trigger(WARNING, "1.5 is the lowest", &[(KUBERNETES, "1.33"), (KARPENTER, "1.4")]),
            Trigger(WARNING, "1.2 is the lowest", &[(KUBERNETES, "1.32"), (KARPENTER, "1.0")]),
            Trigger(NOTE, "since Karpenter 1.0.5", &[(KUBERNETES, "1.31"), (KARPENTER, "1.0")]),
        ],
    },
    Case {
        rule: "ami-release-missing",
        clean: &[
            &[(KUBERNETES, "1.36"), (AMI, "v20260610")],
            &[(KUBERNETES, "1.29"), (AMI, "v20260318")],
            &[(KUBERNETES, "1.36"), (AMI, "latest")],
            &[(KUBERNETES, "1.26"), (AMI, "v20250519"), (KIND, "containerd")],
            &[(AMI, "v20260101"), (KIND, "auto-mode")],
            &[(AMI, "v20260101"), (KIND, "install-script"), ("engine.install.distribution", "other")],
            &[(KIND, "bottlerocket"), (KUBERNETES, "1.36"), (BOTTLEROCKET, "1.61.0")],
            &[(KIND, "bottlerocket"), (KUBERNETES, "1.28"), (BOTTLEROCKET, "1.51.0")],
        ],
        triggers: &[
            Trigger(ERROR, "the first AL2023 AMI for Kubernetes 1.36 is v20260610", &[(KUBERNETES, "1.36"), (AMI, "v20260505")]),
            Trigger(ERROR, "the last AL2023 AMI for Kubernetes 1.28 is v20251112", &[(KUBERNETES, "1.28"), (AMI, "v20251120")]),
            Trigger(ERROR, "the last AL2023 AMI for Kubernetes 1.29 is v20260318", &[(KUBERNETES, "1.29"), (AMI, "v20260930")]),
            Trigger(ERROR, "no release has that date", &[(KUBERNETES, "1.34"), (AMI, "v20260101")]),
            Trigger(ERROR, "No AMI for Kubernetes 1.27 supports FastImagePull", &[(KUBERNETES, "1.27"), (AMI, "v20260714")]),
            Trigger(ERROR, "the last AL2023 AMI for Kubernetes 1.26 is v20250519", &[(KUBERNETES, "1.26"), (KIND, "containerd"), (AMI, "v20260714")]),
            Trigger(ERROR, "too new for the script", &[(KUBERNETES, "1.36"), (KIND, "install-script"), (AMI, "v20260423")]),
            Trigger(ERROR, "no variants for Kubernetes 1.28 since 1.52.0", &[(KIND, "bottlerocket"), (KUBERNETES, "1.28"), (BOTTLEROCKET, "1.64.0")]),
            Trigger(ERROR, "variants for Kubernetes 1.36 since 1.61.0", &[(KIND, "bottlerocket"), (KUBERNETES, "1.36"), (BOTTLEROCKET, "1.60.0")]),
            Trigger(ERROR, "no variants for Kubernetes 1.30 since 1.64.0", &[(KIND, "bottlerocket"), (KUBERNETES, "1.30"), (BOTTLEROCKET, "1.64.0")]),
        ],
    },
    Case {
        rule: "ami-release-unconfirmed",
        clean: &[
            &[(KUBERNETES, "1.34"), (AMI, "v20260923")],
            &[(KUBERNETES, "1.35"), (AMI, "v20260930")],
            &[(KUBERNETES, "1.30"), (AMI, "v20260714")],
            &[(AMI, "v20260724"), (KIND, "bottlerocket")],
        ],
        triggers: &[
            Trigger(NOTE, "only a git tag is known", &[(AMI, "v20260724")]),
            Trigger(NOTE, "known to exist for Kubernetes 1.35 and 1.36, but not for 1.34", &[(KUBERNETES, "1.34"), (AMI, "v20260903")]),
            Trigger(NOTE, "not for which Kubernetes", &[(KUBERNETES, "1.34"), (AMI, "v20260917")]),
            Trigger(NOTE, "abandoned", &[(KUBERNETES, "1.34"), (AMI, "v20260311")]),
            Trigger(NOTE, "later ones are", &[(KUBERNETES, "1.34"), (AMI, "v20260801")]),
            Trigger(NOTE, "no release with that number", &[(KIND, "bottlerocket"), (KUBERNETES, "1.34"), (BOTTLEROCKET, "1.58.1")]),
        ],
    },
    Case {
        rule: "ami-before-fast-image-pull",
        clean: &[
            &[(KUBERNETES, "1.33"), (AMI, "v20250821")],
            &[(KUBERNETES, "1.33"), (AMI, "v20250819"), (KIND, "containerd")],
            &[(KUBERNETES, "1.28"), (AMI, "latest")],
        ],
        triggers: &[
            Trigger(ERROR, "v20250821", &[(KUBERNETES, "1.33"), (AMI, "v20250819")]),
            Trigger(ERROR, "stays at v20250715", &[(KUBERNETES, "1.27"), (AMI, "latest")]),
            Trigger(ERROR, "upgrade the cluster", &[(KUBERNETES, "1.26"), (AMI, "v20250519")]),
        ],
    },
    Case {
        rule: "broken-ami-release",
        clean: &[
            &[(KUBERNETES, "1.34"), (AMI, "v20260304")],
            &[(KUBERNETES, "1.34"), (AMI, "v20260512")],
            &[(KUBERNETES, "1.34"), (AMI, "v20260505"), (KIND, "containerd")],
            &[(KUBERNETES, "1.34"), (AMI, "v20260505"), (KIND, "containerd-parallel")],
            // The file chooses the AMI, and the field says nothing of it.
            &[(KUBERNETES, "1.34"), (AMI, "v20260505"), ("kept", "EC2NodeClass spec.amiSelectorTerms = [{\"id\":\"ami-0123456789abcdef0\"}]")],
            &[(KUBERNETES, "1.29"), (AMI, "v20260318")],
            &[(KIND, "bottlerocket"), (KUBERNETES, "1.34"), (BOTTLEROCKET, "1.52.0")],
            &[(KIND, "bottlerocket"), (KUBERNETES, "1.33"), (BOTTLEROCKET, "1.51.0")],
            &[(KIND, "bottlerocket"), (KUBERNETES, "1.34"), (BOTTLEROCKET, "1.59.0")],
            &[(KIND, "bottlerocket"), (KUBERNETES, "1.32"), (BOTTLEROCKET, "1.62.0")],
            &[(KIND, "bottlerocket"), (KUBERNETES, "1.34"), (BOTTLEROCKET, "1.64.0")],
        ],
        triggers: &[
            Trigger(WARNING, "absolute symlink", &[(KUBERNETES, "1.34"), (AMI, "v20260423"), (KIND, "containerd-parallel")]),
            Trigger(ERROR, "AMI v20260505: nodes that pull with SOCI", &[(KUBERNETES, "1.34"), (AMI, "v20260505")]),
            Trigger(ERROR, "AMI v20260505", &[(KUBERNETES, "1.34"), (AMI, "v20260505"), ("kept", "comparison EC2NodeClass spec.amiSelectorTerms = [{\"id\":\"ami-0123456789abcdef0\"}]")]),
            Trigger(ERROR, "AMI v20260505", &[(KUBERNETES, "1.34"), (AMI, "v20260505"), ("kept", "EC2NodeClass spec.amiSelectorTerms = [{\"name\":\"amazon-eks-node-al2023-x86_64-standard-1.34-v20260505\"}]")]),
            Trigger(ERROR, "Fixed in v20260512", &[(KUBERNETES, "1.34"), (AMI, "v20260505")]),
            Trigger(WARNING, "containerd 2.2.1", &[(KUBERNETES, "1.34"), (AMI, "v20260423")]),
            Trigger(WARNING, "containerd 2.2.1", &[(KUBERNETES, "1.34"), (AMI, "v20260318"), (KIND, "containerd")]),
            Trigger(WARNING, "containerd 2.2.1", &[(KUBERNETES, "1.34"), (AMI, "v20260423"), (KIND, "install-script")]),
            Trigger(NOTE, "kubelets that stall", &[(KUBERNETES, "1.34"), (AMI, "v20260409")]),
            Trigger(WARNING, "fifos", &[(KIND, "bottlerocket"), (KUBERNETES, "1.34"), (BOTTLEROCKET, "1.58.0")]),
            Trigger(NOTE, "in chunks", &[(KIND, "bottlerocket"), (KUBERNETES, "1.34"), (BOTTLEROCKET, "1.47.0")]),
            Trigger(NOTE, "Bottlerocket 1.51.0: pulls without SOCI", &[(KIND, "bottlerocket"), (KUBERNETES, "1.34"), (BOTTLEROCKET, "1.51.0"), ("comparison", "true"), ("image.reference", "111122223333.dkr.ecr.us-east-1.amazonaws.com/vllm:v0.9")]),
            Trigger(WARNING, "in chunks", &[(KIND, "bottlerocket"), (KUBERNETES, "1.34"), (BOTTLEROCKET, "1.51.0"), ("comparison", "true"), ("image.reference", "docker.io/vllm/vllm-openai:v0.9")]),
            Trigger(NOTE, "registry mirrors", &[(KIND, "bottlerocket"), (KUBERNETES, "1.34"), (BOTTLEROCKET, "1.62.0")]),
            Trigger(NOTE, "Fixed in 1.64.0", &[(KIND, "bottlerocket"), (KUBERNETES, "1.34"), (BOTTLEROCKET, "1.63.0")]),
        ],
    },
    Case {
        rule: "moving-ami-release",
        clean: &[
            &[(KIND, "containerd"), (AMI, "latest")],
            &[(KIND, "bottlerocket"), (AMI, "latest")],
            &[(KUBERNETES, "1.28"), (AMI, "latest")],
        ],
        triggers: &[
            Trigger(WARNING, "v20260923 is the newest for Kubernetes 1.34", &[(KUBERNETES, "1.34"), (AMI, "latest")]),
            Trigger(WARNING, "1.64.0 is the newest for Kubernetes 1.34", &[(KIND, "bottlerocket"), (KUBERNETES, "1.34"), (BOTTLEROCKET, "latest")]),
        ],
    },
    Case {
        rule: "install-script-on-new-ami",
        clean: &[
            &[(KIND, "install-script"), (KUBERNETES, "1.34"), (AMI, "v20260423")],
            &[(KIND, "install-script"), (KUBERNETES, "1.29"), (AMI, "latest")],
            &[(KIND, "install-script"), ("engine.install.distribution", "other")],
        ],
        triggers: &[
            Trigger(ERROR, "v20260304 is the newest release for Kubernetes 1.34", &[(KIND, "install-script"), (KUBERNETES, "1.34"), (AMI, "v20260505")]),
            Trigger(ERROR, "v20260304 is the newest release for Kubernetes 1.30", &[(KIND, "install-script"), (KUBERNETES, "1.30"), (AMI, "latest")]),
            Trigger(ERROR, "use FastImagePull", &[(KIND, "install-script"), (KUBERNETES, "1.36"), (AMI, "v20260714")]),
        ],
    },
    Case {
        rule: "raid0-before-soci-directory",
        clean: &[
            &[(AMI, "v20251217")],
            &[(AMI, "v20251209"), (STORE, "unused")],
            &[(AMI, "v20251209"), (KIND, "install-script"), (ROOT, "/data/soci")],
            &[(AMI, "v20251209"), (KIND, "containerd")],
        ],
        triggers: &[
            Trigger(WARNING, "v20251217", &[(AMI, "v20251209")]),
            // No release for these covers it, so that none is offered.
            Trigger(WARNING, "v20251217", &[(KUBERNETES, "1.28"), (AMI, "v20250915")]),
            Trigger(WARNING, "v20251217", &[(KUBERNETES, "1.28"), (AMI, "v20250915"), (KIND, "install-script")]),
            Trigger(WARNING, "v20251217", &[(KIND, "install-script"), (AMI, "v20251209")]),
        ],
    },
    Case {
        rule: "soci-on-ebs-before-ami-support",
        clean: &[
            &[(STORE, "raid0-soci-on-ebs"), (AMI, "v20260120")],
            &[(STORE, "raid0-soci-on-ebs"), (AMI, "v20251209")],
            &[(STORE, "raid0-soci-on-ebs"), (AMI, "v20251217"), (KIND, "containerd")],
        ],
        triggers: &[
            Trigger(WARNING, "v20260120", &[(STORE, "raid0-soci-on-ebs"), (AMI, "v20251217")]),
            Trigger(WARNING, "v20260120", &[(KIND, "install-script"), (STORE, "raid0-soci-on-ebs"), (AMI, "v20260107")]),
        ],
    },
    Case {
        rule: "bottlerocket-before-soci",
        clean: &[
            &[(KIND, "bottlerocket"), (BOTTLEROCKET, "1.44.0")],
            &[(BOTTLEROCKET, "1.43.9")],
        ],
        triggers: &[
            Trigger(ERROR, "1.44.0", &[(KIND, "bottlerocket"), (BOTTLEROCKET, "1.43.9")]),
            Trigger(ERROR, "upgrade the cluster to 1.28 or later, or use another engine", &[(KIND, "bottlerocket"), (KUBERNETES, "1.26"), (BOTTLEROCKET, "1.40.0")]),
        ],
    },
    Case {
        rule: "containerd-before-2-2",
        clean: &[
            &[(KIND, "containerd-parallel"), (AMI, "v20260318"), (KUBERNETES, "1.30")],
            &[(KIND, "bottlerocket-containerd-parallel"), (BOTTLEROCKET, "1.60.0"), (KUBERNETES, "1.33")],
            &[(AMI, "v20260304")],
            &[(KIND, "bottlerocket"), (BOTTLEROCKET, "1.59.0")],
            &[(KIND, "containerd"), (AMI, "v20260304")],
        ],
        triggers: &[
            Trigger(ERROR, "AMI v20260304 is too old for containerd's own parallel pull; it needs v20260318", &[(KIND, "containerd-parallel"), (AMI, "v20260304")]),
            Trigger(ERROR, "for Kubernetes 1.30 and later, not for 1.29", &[(KIND, "containerd-parallel"), (KUBERNETES, "1.29"), (AMI, "v20260318")]),
            Trigger(ERROR, "upgrade the cluster to 1.30 or later", &[(KIND, "containerd-parallel"), (KUBERNETES, "1.29"), (AMI, "latest")]),
            Trigger(ERROR, "Bottlerocket 1.59.0 is too old for containerd's own parallel pull; it needs 1.60.0", &[(KIND, "bottlerocket-containerd-parallel"), (BOTTLEROCKET, "1.59.0")]),
            Trigger(ERROR, "for Kubernetes 1.33 and later, not for 1.32", &[(KIND, "bottlerocket-containerd-parallel"), (KUBERNETES, "1.32")]),
        ],
    },
    Case {
        rule: "bottlerocket-raid0-before-soci-directory",
        clean: &[
            &[(KIND, "bottlerocket"), (BOTTLEROCKET, "1.46.0"), (KARPENTER, "1.8")],
            &[(KIND, "bottlerocket"), (BOTTLEROCKET, "1.45.0"), (STORE, "raid0-soci-on-ebs")],
        ],
        triggers: &[
            Trigger(WARNING, "1.46.0", &[(KIND, "bottlerocket"), (BOTTLEROCKET, "1.45.9")]),
            Trigger(WARNING, "1.8 and newer", &[(KIND, "bottlerocket"), (KARPENTER, "1.7")]),
        ],
    },
    Case {
        rule: "bottlerocket-raid0-before-karpenter-1-1",
        clean: &[
            &[(KIND, "bottlerocket"), (KARPENTER, "1.1")],
            &[(KARPENTER, "1.0")],
        ],
        triggers: &[Trigger(WARNING, "needs 1.1", &[(KIND, "bottlerocket"), (KARPENTER, "1.0")])],
    },
    Case {
        rule: "no-capacity-type",
        clean: &[&[("nodes.capacityTypes", "spot")]],
        triggers: &[
            Trigger(ERROR, "At least one", &[("nodes.capacityTypes", "")]),
            Trigger(ERROR, "capacity-type=ondemand leaves none", &[("kept", "NodePool spec.template.spec.requirements[key=karpenter.sh/capacity-type,operator=In].values = [\"ondemand\"]")]),
            Trigger(ERROR, "DoesNotExist leaves none", &[("kept", "NodePool spec.template.spec.requirements[key=karpenter.sh/capacity-type,operator=In] = {\"key\":\"karpenter.sh/capacity-type\",\"operator\":\"DoesNotExist\"}")]),
        ],
    },
    Case {
        rule: "capacity-type-unknown",
        clean: &[
            &[("kept", "NodePool spec.template.spec.requirements[key=karpenter.sh/capacity-type,operator=In].values = [\"on-demand\",\"spot\"]")],
            &[("kept", "NodePool spec.template.spec.requirements[key=karpenter.sh/capacity-type,operator=In].values = [\"on-demand\",\"${KIND}\"]")],
            // Where none is right, no-capacity-type says so.
            &[("kept", "NodePool spec.template.spec.requirements[key=karpenter.sh/capacity-type,operator=In].values = [\"ondemand\"]")],
        ],
        triggers: &[
            Trigger(WARNING, "“Spot” is no capacity type", &[("kept", "NodePool spec.template.spec.requirements[key=karpenter.sh/capacity-type,operator=In].values = [\"on-demand\",\"Spot\"]")]),
            Trigger(WARNING, "“Spot”, “ondemand” are no capacity types", &[("kept", "NodePool spec.template.spec.requirements[key=karpenter.sh/capacity-type,operator=In].values = [\"Spot\",\"ondemand\",\"spot\"]")]),
        ],
    },
    Case {
        rule: "reserved-before-karpenter-1-3",
        clean: &[
            &[("nodes.capacityTypes", "reserved, spot"), ("nodes.capacityReservationIds", "cr-0123456789abcdef0"), (KARPENTER, "1.3")],
            &[(KARPENTER, "1.2")],
        ],
        triggers: &[
            Trigger(WARNING, "only spot is written", &[("nodes.capacityTypes", "reserved, spot"), (KARPENTER, "1.2")]),
            Trigger(ERROR, "no other capacity type", &[("nodes.capacityTypes", "reserved"), (KARPENTER, "1.2")]),
        ],
    },
    Case {
        rule: "reserved-without-reservations",
        clean: &[
            &[("nodes.capacityTypes", "spot")],
            &[("nodes.capacityTypes", "reserved"), (KARPENTER, "1.2")],
            &[("nodes.capacityTypes", "reserved"), ("nodes.capacityReservationIds", "cr-0123456789abcdef0")],
        ],
        triggers: &[
            Trigger(WARNING, "at least 1 ID", &[("nodes.capacityTypes", "reserved, spot")]),
            Trigger(ERROR, "or by their tags. Nothing is launched", &[("nodes.capacityTypes", "reserved")]),
            Trigger(ERROR, "only reserved capacity is allowed", &[("kept", "NodePool spec.template.spec.requirements[key=karpenter.sh/capacity-type,operator=In] = {\"key\":\"karpenter.sh/capacity-type\",\"operator\":\"NotIn\",\"values\":[\"on-demand\",\"spot\"]}")]),
        ],
    },
    Case {
        rule: "both-in-and-out",
        clean: &[&[("nodes.excludedCategories", "t"), ("nodes.excludedSizes", "metal")]],
        triggers: &[
            Trigger(ERROR, "c: both allowed and excluded", &[("nodes.excludedCategories", "c, t")]),
            Trigger(ERROR, "m6i: both allowed", &[("nodes.families", "m6i"), ("nodes.excludedFamilies", "m6i")]),
            Trigger(ERROR, "2xlarge: both allowed", &[("nodes.sizes", "2xlarge"), ("nodes.excludedSizes", "2xlarge")]),
            Trigger(ERROR, "m6i.4xlarge: both allowed", &[("nodes.types", "m6i.4xlarge"), ("nodes.excludedTypes", "m6i.4xlarge")]),
        ],
    },
    Case {
        rule: "no-instance-type-matches",
        clean: &[
            &[("workload.gpus", "1"), ("nodes.categories", "c, g")],
            &[("workload.gpus", "1"), ("nodes.categories", "")],
            &[("nodes.sizes", "large, xlarge"), EBS_FREE, NETWORK_FREE],
            &[("nodes.sizes", "large"), (KIND, "bottlerocket"), EBS_FREE, NETWORK_FREE],
            &[("nodes.types", "m6i.8xlarge")],
        ],
        triggers: &[
            Trigger(ERROR, "nvidia.com/gpu request of 1", &[("workload.gpus", "1")]),
            Trigger(ERROR, "instance-cpu Gt 3", &[("nodes.sizes", "medium, large"), EBS_FREE, NETWORK_FREE]),
            Trigger(ERROR, "one type meets everything before instance-cpu Gt 3", &[("nodes.types", "m6i.large")]),
            Trigger(ERROR, "instance-memory Gt 8191 in the NodePool", &[("nodes.sizes", "xlarge"), (AMI, "v20251007"), (STORE, "unused")]),
            Trigger(ERROR, "Gt 9999 in the NodePool", &[("nodes.types", "m6i.2xlarge"), ("nodes.minNetworkBandwidth", "10000")]),
            Trigger(ERROR, "workload's affinity", &[("workload.kind", "deployment"), ("nodes.types", "m6i.2xlarge"), ("nodes.minNetworkBandwidth", "10000")]),
            Trigger(ERROR, "instance-type In m99.large", &[("nodes.types", "m99.large")]),
            Trigger(ERROR, "instance-gpu-name In h100", &[("nodes.gpuNames", "h100")]),
            Trigger(ERROR, "instance-local-nvme Gt 99999", &[("nodes.minLocalNvme", "100000")]),
            Trigger(ERROR, "cpu request of 999 CPU", &[("workload.cpu", "999")]),
            Trigger(ERROR, "memory request of", &[("workload.memory", "64Ti")]),
            Trigger(ERROR, "ephemeral-storage request of", &[("workload.ephemeralStorage", "2Ti"), (STORE, "unused")]),
        ],
    },
    Case {
        rule: "few-instance-types-for-spot",
        clean: &[
            &[("nodes.types", "m6i.8xlarge, m6i.12xlarge, m6i.16xlarge, m6i.24xlarge, m6i.32xlarge")],
            &[("nodes.types", "m6i.8xlarge"), ("nodes.capacityTypes", "on-demand")],
            &[("nodes.types", "m6i.large")],
        ],
        triggers: &[
            Trigger(NOTE, "Only one instance type", &[("nodes.types", "m6i.8xlarge")]),
            Trigger(NOTE, "Only 4 instance types", &[("nodes.types", "m6i.8xlarge, m6i.12xlarge, m6i.16xlarge, m6i.24xlarge")]),
        ],
    },
    Case {
        rule: "zones-outside-region",
        clean: &[
            &[("nodes.zones", "us-east-1a, us-east-1-bos-1a")],
            &[("cluster.region", "eu-west-1"), ("nodes.zones", "eu-west-1b")],
        ],
        triggers: &[
            Trigger(ERROR, "Not in us-east-1: eu-west-1a", &[("nodes.zones", "us-east-1a, eu-west-1a")]),
            Trigger(ERROR, "us-east-1a", &[("nodes.zones", "us-east-2a, us-east-2b")]),
            Trigger(ERROR, "us-east-1a", &[("nodes.zones", "us-east-2a, eu-west-1a")]),
            Trigger(ERROR, "us-east-10a", &[("nodes.zones", "us-east-10a")]),
            // No Region has so many.
            Trigger(ERROR, "Not in us-east-1: us-east-1z", &[("nodes.zones", "us-east-1z")]),
            Trigger(ERROR, "us-east-1 has no zone us-east-2a", &[("kept", "NodePool spec.template.metadata.labels[\"topology.kubernetes.io/zone\"] = \"us-east-2a\"")]),
        ],
    },
    Case {
        rule: "local-zone-types-unknown",
        clean: &[
            &[("nodes.zones", "us-east-1a, us-east-1-bos-1a")],
            &[("nodes.zones", "us-east-1a")],
        ],
        triggers: &[
            Trigger(NOTE, "only us-east-1-bos-1a is allowed", &[("nodes.zones", "us-east-1-bos-1a")]),
            Trigger(NOTE, "us-east-1-bos-1a and us-east-1-chi-1a are allowed", &[("nodes.zones", "us-east-1-bos-1a, us-east-1-chi-1a")]),
        ],
    },
    Case {
        rule: "min-values-unmet",
        clean: &[&[("kept", "NodePool spec.template.spec.requirements[key=kubernetes.io/arch,operator=In].minValues = 1")]],
        triggers: &[
            Trigger(ERROR, "minValues of kubernetes.io/arch is 2, and the types that are left have 1", &[("kept", "NodePool spec.template.spec.requirements[key=kubernetes.io/arch,operator=In].minValues = 2")]),
            Trigger(ERROR, "minValues of karpenter.sh/capacity-type is 2", &[("nodes.capacityTypes", "spot"), ("kept", "NodePool spec.template.spec.requirements[key=karpenter.sh/capacity-type,operator=In].minValues = 2")]),
        ],
    },
    Case {
        rule: "pods-select-other-nodes",
        clean: &[
            &[DEPLOYMENT, ("kept", "Deployment spec.template.spec.nodeSelector.team = \"a\"\nNodePool spec.template.metadata.labels.team = \"a\"")],
            &[DEPLOYMENT, ("kept", "Deployment spec.template.spec.nodeSelector.team = \"a\"\nNodePool spec.template.metadata.labels.team = \"${TEAM}\"")],
            &[DEPLOYMENT, ("kept", "Deployment spec.template.spec.nodeSelector[\"karpenter.sh/nodepool\"] = \"soci-snapshotter\"")],
            &[DEPLOYMENT, ("kept", "Deployment spec.template.spec.nodeSelector[\"topology.kubernetes.io/zone\"] = \"us-east-1b\"")],
        ],
        triggers: &[
            Trigger(WARNING, "the pods ask for team=a, and the pool gives its nodes no such label", &[DEPLOYMENT, ("kept", "Deployment spec.template.spec.nodeSelector.team = \"a\"")]),
            Trigger(WARNING, "the pods ask for team=a, and the pool's nodes have team=b", &[DEPLOYMENT, ("kept", "Deployment spec.template.spec.nodeSelector.team = \"a\"\nNodePool spec.template.metadata.labels.team = \"b\"")]),
            Trigger(WARNING, "karpenter.sh/nodepool=other", &[DEPLOYMENT, ("kept", "Deployment spec.template.spec.nodeSelector[\"karpenter.sh/nodepool\"] = \"other\"")]),
            Trigger(WARNING, "karpenter.k8s.aws/ec2nodeclass=other", &[DEPLOYMENT, ("kept", "Deployment spec.template.spec.nodeSelector[\"karpenter.k8s.aws/ec2nodeclass\"] = \"other\"")]),
            Trigger(WARNING, "zone=us-east-1b, and the pool's nodes have topology.kubernetes.io/zone=us-east-1a", &[DEPLOYMENT, ("nodes.zones", "us-east-1a"), ("kept", "Deployment spec.template.spec.nodeSelector[\"topology.kubernetes.io/zone\"] = \"us-east-1b\"")]),
            Trigger(WARNING, "capacity-type=spot", &[DEPLOYMENT, ("nodes.capacityTypes", "on-demand"), ("kept", "Deployment spec.template.spec.nodeSelector[\"karpenter.sh/capacity-type\"] = \"spot\"")]),
            Trigger(WARNING, "kubernetes.io/hostname", &[DEPLOYMENT, ("kept", "Deployment spec.template.spec.nodeSelector[\"kubernetes.io/hostname\"] = \"ip-10-0-0-1\"")]),
            Trigger(WARNING, "name node ip-10-0-0-1", &[DEPLOYMENT, ("kept", "Deployment spec.template.spec.nodeName = \"ip-10-0-0-1\"")]),
        ],
    },
    Case {
        rule: "taint-not-tolerated",
        clean: &[
            &[DEPLOYMENT, ("nodes.taints", "a=b:NoSchedule")],
            &[DEPLOYMENT, ("workload.tolerations", "a"), ("kept", "NodePool spec.template.spec.taints = [{\"key\":\"a\",\"value\":\"b\",\"effect\":\"NoExecute\"}]")],
            // Karpenter tolerates it for the pods.
            &[DEPLOYMENT, ("kept", "NodePool spec.template.spec.taints = [{\"key\":\"a\",\"effect\":\"PreferNoSchedule\"}]")],
            &[DEPLOYMENT, ("kept", "NodePool spec.template.spec.startupTaints = [{\"key\":\"a\",\"effect\":\"NoSchedule\"}]")],
        ],
        triggers: &[
            Trigger(WARNING, "do not tolerate the pool's taint a=b:NoSchedule", &[DEPLOYMENT, ("kept", "NodePool spec.template.spec.taints = [{\"key\":\"a\",\"value\":\"b\",\"effect\":\"NoSchedule\"}]")]),
            // Another value, and another effect.
            Trigger(WARNING, "a=b:NoSchedule", &[DEPLOYMENT, ("workload.tolerations", "a=c:NoSchedule"), ("kept", "NodePool spec.template.spec.taints = [{\"key\":\"a\",\"value\":\"b\",\"effect\":\"NoSchedule\"}]")]),
            Trigger(WARNING, "a:NoExecute", &[DEPLOYMENT, ("workload.tolerations", "a:NoSchedule"), ("kept", "NodePool spec.template.spec.taints = [{\"key\":\"a\",\"effect\":\"NoExecute\"}]")]),
        ],
    },
    Case {
        rule: "balanced-before-karpenter-1-14",
        clean: &[&[("nodes.consolidationPolicy", "Balanced")], &[(KARPENTER, "1.13")]],
        triggers: &[
            Trigger(WARNING, "1.14", &[("nodes.consolidationPolicy", "Balanced"), (KARPENTER, "1.13")]),
            Trigger(WARNING, "Auto Mode", &[(KIND, "auto-mode"), ("nodes.consolidationPolicy", "Balanced")]),
        ],
    },
    Case {
        rule: "auto-mode-without-soci-types",
        clean: &[
            &[(KIND, "auto-mode"), ("nodes.categories", "g, trn"), ("nodes.minLocalNvme", "1")],
            &[(KIND, "auto-mode"), ("nodes.families", "g6e, p5"), ("nodes.minLocalNvme", "1")],
            &[(KIND, "auto-mode"), ("nodes.types", "trn1.2xlarge"), ("nodes.minLocalNvme", "1")],
            &[(KIND, "auto-mode"), ("nodes.categories", "g"), ("nodes.families", "g6")],
        ],
        triggers: &[
            Trigger(WARNING, "g, p and trn", &[(KIND, "auto-mode"), ("nodes.minLocalNvme", "1")]),
            Trigger(WARNING, "g, p and trn", &[(KIND, "auto-mode"), ("nodes.minLocalNvme", "1"), ("nodes.categories", "")]),
            Trigger(WARNING, "g, p and trn", &[(KIND, "auto-mode"), ("nodes.minLocalNvme", "1"), ("nodes.categories", ""), ("nodes.types", "g6.8xlarge, m6id.8xlarge")]),
            Trigger(WARNING, "g, p and trn", &[(KIND, "auto-mode"), ("nodes.minLocalNvme", "1"), ("nodes.families", "g6, m6id"), ("nodes.excludedCategories", "p")]),
            Trigger(WARNING, "the pool also allows one other, m6id.8xlarge", &[(KIND, "auto-mode"), ("nodes.minLocalNvme", "1"), ("nodes.categories", ""), ("nodes.types", "g6.8xlarge, m6id.8xlarge")]),
            Trigger(WARNING, "the pool allows none of these, but one other, m6id.8xlarge", &[(KIND, "auto-mode"), ("nodes.minLocalNvme", "1"), ("nodes.categories", ""), ("nodes.types", "m6id.8xlarge")]),
            Trigger(WARNING, "6 types without, such as g5g.16xlarge", &[(KIND, "auto-mode"), ("nodes.architecture", "arm64"), ("nodes.categories", "g"), EBS_FREE, NETWORK_FREE]),
        ],
    },
    Case {
        rule: "auto-mode-nvme-above-ephemeral-storage",
        clean: &[
            &[(KIND, "auto-mode"), ("nodes.minLocalNvme", "107")],
            &[("nodes.minLocalNvme", "3800")],
        ],
        triggers: &[Trigger(NOTE, "250 GB", &[(KIND, "auto-mode"), ("nodes.minLocalNvme", "250")])],
    },
    Case {
        rule: "auto-mode-ephemeral-storage-range",
        clean: &[
            &[(KIND, "auto-mode"), (IOPS, "16000"), (THROUGHPUT, "1000")],
            &[(IOPS, "16001"), (THROUGHPUT, "1001")],
        ],
        triggers: &[
            Trigger(ERROR, "3,000 to 16,000 IOPS", &[(KIND, "auto-mode"), (IOPS, "16001")]),
            Trigger(ERROR, "3,000 to 16,000 IOPS", &[(KIND, "auto-mode"), (IOPS, "2999")]),
            Trigger(ERROR, "125 to 1,000 MiB/s", &[(KIND, "auto-mode"), (THROUGHPUT, "1001"), (IOPS, "8000")]),
        ],
    },
    Case {
        rule: "auto-mode-class-named-default",
        clean: &[&[("nodes.name", "default")], &[(KIND, "auto-mode"), ("nodes.name", "default-soci")]],
        triggers: &[Trigger(ERROR, "choose another name", &[(KIND, "auto-mode"), ("nodes.name", "default")])],
    },
    Case {
        rule: "bottlerocket-before-kubernetes-1-28",
        clean: &[
            &[(KIND, "bottlerocket"), (KUBERNETES, "1.28")],
            &[(KUBERNETES, "1.27")],
        ],
        triggers: &[Trigger(ERROR, "1.28 and later, not for 1.27", &[(KIND, "bottlerocket"), (KUBERNETES, "1.27")])],
    },
    Case {
        rule: "release-newer-than-known",
        clean: &[
            &[(KUBERNETES, "1.35"), (AMI, "v20260930")],
            &[(AMI, "latest")],
            &[(KIND, "bottlerocket"), (AMI, "v20261231")],
            &[(KIND, "bottlerocket"), (KUBERNETES, "1.35"), (BOTTLEROCKET, "1.66.0")],
            &[(KIND, "install-script"), ("engine.install.sociVersion", "0.15.0")],
            &[("engine.install.sociVersion", "1.2.3")],
        ],
        triggers: &[
            Trigger(NOTE, "known on 2026-11-28", &[(KUBERNETES, "1.35"), (AMI, "v20261231")]),
            Trigger(NOTE, "known on 2026-11-28", &[(KIND, "bottlerocket"), (KUBERNETES, "1.35"), (BOTTLEROCKET, "1.66.1")]),
            Trigger(NOTE, "SOCI 1.2.3 is newer than 0.15.0", &[(KIND, "install-script"), ("engine.install.sociVersion", "1.2.3")]),
            Trigger(NOTE, "SOCI 0.15.1 is newer than 0.15.0", &[(KIND, "install-script"), ("engine.install.sociVersion", "0.15.1")]),
        ],
    },
    Case {
        rule: "minimum-below-gate-floor",
        clean: &[
            &[("nodes.minVcpu", "4"), ("nodes.minMemory", "8")],
            &[("nodes.minVcpu", "2"), (KIND, "bottlerocket")],
        ],
        triggers: &[
            Trigger(NOTE, "requires 4 instead of 3", &[("nodes.minVcpu", "3")]),
            Trigger(NOTE, "requires 8 instead of 7", &[("nodes.minMemory", "7")]),
            Trigger(NOTE, "requires 8 instead of 4", &[("nodes.minVcpu", "4"), (AMI, "v20251007"), (STORE, "unused")]),
        ],
    },
    Case {
        rule: "burstable-types",
        clean: &[
            &[],
            &[("nodes.categories", "m, t")],
            &[("nodes.categories", "t"), (KIND, "containerd"), EBS_FREE, NETWORK_FREE],
        ],
        triggers: &[
            Trigger(WARNING, "t2.2xlarge and 5 more", &[("nodes.categories", "m, t"), EBS_FREE, NETWORK_FREE]),
            Trigger(WARNING, "more", &[("nodes.categories", ""), EBS_FREE, NETWORK_FREE]),
            Trigger(WARNING, "t2.2xlarge", &[("nodes.categories", ""), ("nodes.excludedCategories", "c"), EBS_FREE, NETWORK_FREE]),
            Trigger(WARNING, "eligible: t3.2xlarge.", &[("nodes.categories", "t"), ("nodes.types", "t3.2xlarge"), EBS_FREE, NETWORK_FREE]),
        ],
    },
];
