//! The words of the field, for whoever meets them here first.

/// A word of the field and what it means here.
pub struct Word {
    /// The word.
    pub word: &'static str,
    /// What it means, in one or two sentences.
    pub means: &'static str,
}

/// The glossary, in alphabetical order.
pub const GLOSSARY: &[Word] = &[
    Word {
        word: "AMI",
        means: "Amazon Machine Image: the disk image a node starts from. AL2023 and Bottlerocket are the two families here.",
    },
    Word {
        word: "Baseline and burst",
        means: "The sustained rate of an instance's network or EBS link, and the temporary rate on smaller types.",
    },
    Word {
        word: "Chunk",
        means: "A part of a layer fetched by one request. Several chunks of one layer can be fetched at once.",
    },
    Word {
        word: "Consolidation",
        means: "Karpenter replaces or removes nodes to save money. Every new node pulls its images again.",
    },
    Word {
        word: "containerd",
        means: "The program on a node that pulls images and runs containers, for the kubelet.",
    },
    Word {
        word: "EC2NodeClass",
        means: "Karpenter's object for node configuration: AMI, userData, volumes, role, subnets.",
    },
    Word {
        word: "EKS Auto Mode",
        means: "EKS runs Karpenter and the node software itself. Its NodeClass has fewer fields.",
    },
    Word {
        word: "FastImagePull",
        means: "The feature gate of the AL2023 AMI's nodeadm that switches its built-in SOCI on.",
    },
    Word {
        word: "Finding",
        means: "A problem a rule found in the settings. An error blocks the files; a warning works badly; waste costs money without benefit.",
    },
    Word {
        word: "gp3",
        means: "EBS volume type whose IOPS and throughput are independent of its size: 3,000 IOPS and 125 MiB/s are included.",
    },
    Word {
        word: "Instance store",
        means: "NVMe disks inside the machine. They are fast, included in its price, and empty when the instance ends.",
    },
    Word {
        word: "IOPS",
        means: "Input and output operations per second. EBS counts up to 256 KiB as one, so 3,000 IOPS support at most 750 MiB/s.",
    },
    Word {
        word: "Layer",
        means: "An archive of files; an image is a stack of layers. One core unpacks one layer, so one huge layer is slow.",
    },
    Word {
        word: "MiB/s and Mbit/s",
        means: "Volumes are sold in MiB/s (1,048,576 bytes), network and EBS links in Mbit/s. 8 Mbit/s is 1 MB/s, or 0.95 MiB/s.",
    },
    Word {
        word: "NodeConfig",
        means: "The YAML in userData that nodeadm reads on AL2023 to configure the kubelet and containerd.",
    },
    Word {
        word: "NodePool",
        means: "Karpenter's object for which nodes may be launched: requirements, taints, limits, disruption.",
    },
    Word {
        word: "RAID0",
        means: "Several NVMe disks joined into one. Karpenter's instanceStorePolicy sets it up for the node's images and pods.",
    },
    Word {
        word: "Snapshotter",
        means: "The part of containerd that keeps unpacked layers. SOCI is one; overlayfs is the stock one.",
    },
    Word {
        word: "SOCI",
        means: "Seekable OCI, a snapshotter by AWS. Its parallel mode fetches chunks of layers at once and unpacks several layers at once.",
    },
    Word {
        word: "Taint and toleration",
        means: "A taint keeps pods away from a node; a pod with a matching toleration may run there.",
    },
    Word {
        word: "Throughput",
        means: "Bytes per second. A volume's throughput is the most frequent bottleneck of a pull.",
    },
    Word {
        word: "Transfer service",
        means: "The part of containerd that pulls images and, since 2.2, unpacks several layers at once. Several settings make the kubelet's pulls bypass it.",
    },
    Word {
        word: "userData",
        means: "Node configuration read at start: NodeConfig and scripts on AL2023, TOML on Bottlerocket.",
    },
];

#[cfg(test)]
mod tests {
    use super::GLOSSARY;

    #[test]
    fn words_are_in_order_and_explained_in_sentences() {
        let lower: Vec<String> = GLOSSARY
            .iter()
            .map(|word| word.word.to_ascii_lowercase())
            .collect();
        assert!(lower.is_sorted(), "{lower:?}");
        assert!(GLOSSARY.iter().all(|word| word.means.ends_with('.')));
    }
}
