//! Cases of rules about volumes and instance store.

use super::*;

// One row a trigger, however long.
#[rustfmt::skip]
pub const CASES: &[Case] = &[
    Case {
        rule: "volume-size-out-of-range",
        clean: &[
            &[(SIZE, "59000Gi")],
            &[(TYPE, "io1"), (IOPS, "3000"), (SIZE, "16384Gi")],
            &[(TYPE, "io2"), (IOPS, "3000"), (SIZE, "59000Gi")],
            &[(TYPE, "io2"), (IOPS, "3000"), (SIZE, "4Gi")],
        ],
        triggers: &[
            Trigger(ERROR, "1 to 16,384", &[(TYPE, "gp2"), (SIZE, "16385Gi")]),
            Trigger(ERROR, "4 to 16,384", &[(TYPE, "io1"), (IOPS, "100"), (SIZE, "3Gi")]),
            Trigger(ERROR, "4 to 59,000", &[(TYPE, "io2"), (IOPS, "100"), (SIZE, "3Gi")]),
        ],
    },
    Case {
        rule: "volume-smaller-than-ami",
        clean: &[
            &[(SIZE, "20Gi")],
            &[(SIZE, "19Gi"), (KIND, "auto-mode")],
            &[(SIZE, "19Gi"), (KIND, "install-script"), ("engine.install.distribution", "other")],
        ],
        triggers: &[
            Trigger(ERROR, "20 GiB", &[(SIZE, "19Gi"), (KIND, "install-script")]),
            // Only the script knows of other distributions.
            Trigger(ERROR, "20 GiB", &[(SIZE, "19Gi"), ("engine.install.distribution", "other")]),
            Trigger(ERROR, "20 GiB", &[(SIZE, "19Gi")]),
            Trigger(ERROR, "20 GiB", &[(SIZE, "19Gi"), ("image.compressedSize", "")]),
            Trigger(WARNING, "20 GiB", &[(SIZE, "19Gi"), (KIND, "bottlerocket"), ("image.compressedSize", "1GB")]),
        ],
    },
    Case {
        rule: "volume-too-small-for-image",
        // 10,757,041,023 bytes need 31.85 GiB at 1.89 and 37.03 at 2.36, each with 10 %.
        clean: &[
            &[(SIZE, "38Gi")],
            &[(SIZE, "20Gi"), ("image.compressedSize", "")],
            &[(SIZE, "20Gi"), ("nodes.minLocalNvme", "75")],
        ],
        triggers: &[
            Trigger(ERROR, "at least 32 GiB", &[(SIZE, "31Gi")]),
            Trigger(WARNING, "needs 38 GiB", &[(SIZE, "32Gi")]),
            Trigger(WARNING, "needs 38 GiB", &[(SIZE, "37Gi")]),
            Trigger(WARNING, "needs 49 GiB", &[(SIZE, "48Gi"), (DISCARD, "false")]),
            Trigger(ERROR, "32 GiB", &[(SIZE, "20Gi"), ("nodes.minLocalNvme", "75"), (STORE, "unused")]),
            Trigger(ERROR, "32 GiB", &[(SIZE, "20Gi"), ("nodes.minLocalNvme", "75"), (AMI, "v20251209")]),
        ],
    },
    Case {
        rule: "iops-out-of-range",
        clean: &[
            // A template fills it in.
            &[(IOPS, "2999"), ("kept", "EC2NodeClass spec.blockDeviceMappings[deviceName=/dev/xvda].ebs.iops = \"${iops}\"")],
            &[(IOPS, "80000"), (SIZE, "160Gi")],
            &[(IOPS, "")],
            &[(TYPE, "io1"), (IOPS, "64000"), (SIZE, "1280Gi")],
            &[(TYPE, "io2"), (IOPS, "256000"), (SIZE, "256Gi")],
            &[(TYPE, "gp2"), (IOPS, "100")],
        ],
        triggers: &[
            Trigger(ERROR, "3,000", &[(IOPS, "2999"), ("kept", "EC2NodeClass spec.blockDeviceMappings[deviceName=/dev/xvda].ebs.iops = 100")]),
            Trigger(ERROR, "3,000 to 80,000", &[(IOPS, "2999")]),
            Trigger(ERROR, "3,000 to 80,000", &[(IOPS, "80001"), (SIZE, "200Gi")]),
            Trigger(ERROR, "100 to 64,000", &[(TYPE, "io1"), (IOPS, "64001"), (SIZE, "2000Gi")]),
            Trigger(ERROR, "io1 needs IOPS to be set", &[(TYPE, "io1"), (IOPS, "")]),
            Trigger(ERROR, "io2 needs IOPS to be set", &[(TYPE, "io2"), (IOPS, "")]),
        ],
    },
    Case {
        rule: "iops-per-gib",
        clean: &[
            &[(IOPS, "50000")],
            &[(IOPS, "3000"), (SIZE, "1Gi")],
            &[(TYPE, "io1"), (IOPS, "5000")],
            &[(TYPE, "io2"), (IOPS, "100000")],
            &[(TYPE, "gp2"), (IOPS, "50001")],
        ],
        triggers: &[
            Trigger(ERROR, "need 101Gi", &[(IOPS, "50001")]),
            Trigger(ERROR, "need 101Gi", &[(TYPE, "io1"), (IOPS, "5001")]),
            Trigger(ERROR, "need 101Gi", &[(TYPE, "io2"), (IOPS, "100001")]),
            Trigger(ERROR, "need 32Gi", &[(KIND, "auto-mode"), (IOPS, "16000"), (SIZE, "31Gi")]),
        ],
    },
    Case {
        rule: "iops-beyond-throughput",
        clean: &[
            &[(IOPS, "3000"), (THROUGHPUT, "125")],
            &[(IOPS, "4000"), (THROUGHPUT, "1000")],
            &[(TYPE, "io2"), (IOPS, "16000")],
        ],
        triggers: &[
            Trigger(Severity::Waste, "12,000 cost $60.00 per month", &[(IOPS, "16000"), (THROUGHPUT, "1000")]),
            Trigger(Severity::Waste, "the other 1 cost $0.01", &[(IOPS, "3001")]),
        ],
    },
    Case {
        rule: "throughput-above-iops",
        clean: &[
            &[(THROUGHPUT, "750")],
            &[(THROUGHPUT, "750"), (IOPS, "")],
            &[(TYPE, "gp2"), (THROUGHPUT, "2000")],
        ],
        triggers: &[
            Trigger(ERROR, "needs 3004 IOPS", &[(THROUGHPUT, "751")]),
            Trigger(ERROR, "needs 8000 IOPS", &[(THROUGHPUT, "2000"), (SIZE, "10Gi")]),
            Trigger(ERROR, "needs 8000 IOPS", &[(THROUGHPUT, "2000"), (SIZE, "16Gi")]),
            Trigger(ERROR, "needs 4000 IOPS", &[(KIND, "auto-mode"), (TYPE, "gp2"), (THROUGHPUT, "1000")]),
            Trigger(ERROR, "support at most 25", &[(THROUGHPUT, "125"), (IOPS, "100")]),
        ],
    },
    Case {
        rule: "throughput-above-instance-maximum",
        clean: &[
            &[("nodes.types", "m6i.8xlarge"), (STORE, "unused"), (IOPS, "8000"), (THROUGHPUT, "1192")],
            // A twentieth more is not worth a word.
            &[("nodes.types", "m6i.8xlarge"), (STORE, "unused"), (IOPS, "8000"), (THROUGHPUT, "1251")],
            &[("nodes.types", "m6i.8xlarge,m6in.32xlarge"), (IOPS, "8000"), (THROUGHPUT, "2000")],
            &[("nodes.types", "m6i.8xlarge"), (TYPE, "io2"), (IOPS, "8000"), (THROUGHPUT, "2000")],
            &[("nodes.types", "m6id.8xlarge"), ("nodes.minLocalNvme", "75"), (IOPS, "8000"), (THROUGHPUT, "2000")],
        ],
        triggers: &[
            Trigger(WASTE, "more than 1,192 MiB/s to its volumes; the rest of 2,000 MiB/s costs $32.32 per month in us-east-1", &[("nodes.types", "m6i.8xlarge"), (IOPS, "8000"), (THROUGHPUT, "2000")]),
            Trigger(WASTE, "the rest of 2,000 MiB/s", &[("nodes.types", "m6i.8xlarge"), (IOPS, "4768"), (THROUGHPUT, "2000")]),
            Trigger(WASTE, "One of the fallback types can use more.", &[("nodes.capacityTypes", "on-demand"), ("nodes.types", "m6i.8xlarge, m6id.8xlarge, m6in.8xlarge"), (STORE, "unused"), (IOPS, "8000"), (THROUGHPUT, "2000")]),
            Trigger(WASTE, "2 of the fallback types can use more.", &[("nodes.capacityTypes", "on-demand"), ("nodes.types", "m6i.8xlarge, m6id.8xlarge, m6in.8xlarge, m6idn.8xlarge"), (STORE, "unused"), (IOPS, "8000"), (THROUGHPUT, "2000")]),
            Trigger(WASTE, "the rest of 1,500 MiB/s is paid for", &[("nodes.types", "m6i.8xlarge"), ("cluster.region", "ap-southeast-7"), (IOPS, "8000"), (THROUGHPUT, "1500")]),
        ],
    },
    Case {
        rule: "instance-store-slower-than-volume",
        clean: &[
            &[],
            &[("nodes.types", "m6id.8xlarge")],
            &[("nodes.types", "m6id.8xlarge"), ("image.compressedSize", "")],
            &[("nodes.types", "m6idn.2xlarge"), (STORE, "raid0-soci-on-ebs")],
            &[("nodes.categories", "g"), ("nodes.families", "g6f"), ("nodes.minEbsBandwidth", ""), ("nodes.minNetworkBandwidth", "")],
            &[("nodes.categories", "g"), (KIND, "auto-mode"), (SIZE, "100Gi"), ("nodes.families", "g5"), ("nodes.minEbsBandwidth", ""), ("nodes.minNetworkBandwidth", "")],
        ],
        triggers: &[
            Trigger(WARNING, "On m6idn.2xlarge, the type Karpenter most likely launches, the NVMe writes about 401 MB/s and the volume 629 MB/s", &[("nodes.types", "m6idn.2xlarge")]),
            // What the volume needs to be fit for the images changes with it.
            Trigger(WARNING, "the volume 131 MB/s", &[("nodes.types", "m6idn.2xlarge"), (THROUGHPUT, "125")]),
            Trigger(WARNING, "the volume 131 MB/s", &[("nodes.types", "m6idn.2xlarge"), (THROUGHPUT, "125"), (IOPS, "2000")]),
            Trigger(WARNING, "the volume 131 MB/s", &[("nodes.types", "m6idn.2xlarge"), (THROUGHPUT, "125"), (IOPS, "8000")]),
            Trigger(WARNING, "the volume 1,250 MB/s", &[("nodes.types", "m6id.2xlarge"), EBS_FREE, NETWORK_FREE, (THROUGHPUT, "2000"), (IOPS, "8000")]),
            Trigger(WARNING, "the volume 268 MB/s", &[("nodes.types", "m6idn.2xlarge"), (TYPE, "io2"), (IOPS, "1000")]),
            Trigger(WARNING, "the volume 644 MB/s", &[("nodes.types", "m6idn.2xlarge"), (TYPE, "io2"), (IOPS, "2400")]),
            Trigger(WARNING, "the volume 3,125 MB/s", &[("nodes.types", "m6idn.2xlarge"), (TYPE, "io2"), (IOPS, "20000")]),
            Trigger(WARNING, "the volume 629 MB/s.", &[("nodes.types", "m6idn.2xlarge"), ("image.compressedSize", "")]),
            Trigger(WARNING, "On g6.xlarge, the type Karpenter most likely launches, the NVMe writes about 140 MB/s", &[("nodes.categories", "g"), ("nodes.families", "g6"), ("nodes.minEbsBandwidth", ""), ("nodes.minNetworkBandwidth", "")]),
            Trigger(WARNING, "On g6.xlarge, the type that Auto Mode most likely launches", &[("nodes.categories", "g"), (KIND, "auto-mode"), (SIZE, "500Gi"), ("nodes.families", "g6"), ("nodes.minEbsBandwidth", ""), ("nodes.minNetworkBandwidth", "")]),
            Trigger(NOTE, "others that may be launched with images on NVMe", &[("nodes.capacityTypes", "spot"), ("nodes.minVcpu", "8"), ("nodes.bandwidthIn", "node-pool"), ("nodes.minEbsBandwidth", "4750"), ("nodes.minNetworkBandwidth", "")]),
        ],
    },
    Case {
        rule: "image-larger-than-instance-store",
        clean: &[
            &[],
            &[("nodes.types", "m6idn.2xlarge"), ("image.compressedSize", "128GB"), (SIZE, "500Gi")],
            &[("nodes.types", "m6idn.2xlarge"), (STORE, "unused"), ("image.compressedSize", "200GB"), (SIZE, "800Gi")],
        ],
        triggers: &[
            Trigger(WARNING, "needs 481 GB", &[("nodes.types", "m6idn.2xlarge,m6idn.4xlarge"), ("image.compressedSize", "130GB"), (SIZE, "500Gi")]),
            Trigger(WARNING, "m6idn.2xlarge has 474 GB of NVMe", &[("nodes.types", "m6idn.2xlarge, m6idn.8xlarge, m6i.8xlarge"), ("image.compressedSize", "130GB"), (SIZE, "500Gi")]),
            Trigger(WARNING, "m6idn.2xlarge has 474 GB of NVMe", &[("nodes.types", "m6idn.2xlarge,m6i.8xlarge"), ("image.compressedSize", "130GB"), (SIZE, "500Gi")]),
        ],
    },
    Case {
        rule: "root-volume-for-nothing",
        clean: &[
            &[("nodes.minLocalNvme", "75"), (SIZE, "20Gi"), (THROUGHPUT, "125")],
            &[("nodes.minLocalNvme", "75"), (STORE, "unused")],
            &[("nodes.minLocalNvme", "75"), SNAPSHOT],
            &[("nodes.types", "m6id.8xlarge"), ("nodes.minLocalNvme", "75"), SNAPSHOT],
            &[("nodes.categories", "g"), (KIND, "auto-mode"), ("nodes.minLocalNvme", "75"), (SIZE, "8000Gi")],
            &[],
        ],
        triggers: &[
            Trigger(WASTE, "costs $27.00 per month in us-east-1 per running node, $1.60 would do", &[("nodes.types", "m6id.8xlarge"), ("nodes.minLocalNvme", "75")]),
            Trigger(WASTE, "$272.50", &[("nodes.types", "m6id.8xlarge"), ("nodes.minLocalNvme", "75"), (TYPE, "io2"), (IOPS, "4000")]),
        ],
    },
    Case {
        rule: "slow-volume",
        clean: &[
            // Auto Mode has SOCI on none of these types.
            &[("engine.kind", "auto-mode"), (THROUGHPUT, "125"), ("nodes.categories", ""), ("nodes.types", "m6i.8xlarge")],
            &[(KIND, "containerd"), (THROUGHPUT, "125")],
            &[(THROUGHPUT, "125"), ("nodes.minLocalNvme", "75")],
            &[(TYPE, "io2"), (IOPS, "2400")],
            &[(TYPE, "io1"), (IOPS, "38400"), (SIZE, "768Gi")],
        ],
        triggers: &[
            Trigger(WARNING, "600 MiB/s", &[(THROUGHPUT, "599")]),
            Trigger(WARNING, "the volume has 125", &[(THROUGHPUT, "")]),
            Trigger(WARNING, "the volume has 125", &[(THROUGHPUT, ""), (IOPS, "")]),
            // Faster than its IOPS carry it cannot be.
            Trigger(WARNING, "600 MiB/s", &[(THROUGHPUT, "500"), (IOPS, "2400")]),
            Trigger(WARNING, "600 MiB/s", &[(THROUGHPUT, "500"), (IOPS, "2000")]),
            Trigger(NOTE, "images are on NVMe; on other eligible types they are on the volume", &[(THROUGHPUT, "125"), ("nodes.types", "m6id.8xlarge, m6in.8xlarge")]),
            Trigger(WARNING, "gp2 has at most 250", &[(TYPE, "gp2")]),
            Trigger(WARNING, "io1 support at most 500", &[(TYPE, "io1"), (IOPS, "32000"), (SIZE, "640Gi")]),
            Trigger(WARNING, "io2 support at most 256", &[(TYPE, "io2"), (IOPS, "1000")]),
            Trigger(WARNING, "600 MiB/s", &[(THROUGHPUT, "599"), ("nodes.minLocalNvme", "75"), (STORE, "raid0-soci-on-ebs")]),
        ],
    },
    Case {
        rule: "kms-key-without-encryption",
        clean: &[
            &[("storage.volume.kmsKeyID", "alias/nodes")],
            &[("storage.volume.encrypted", "false")],
        ],
        triggers: &[
            Trigger(ERROR, "it is unset", &[("storage.volume.kmsKeyID", "alias/nodes"), ("storage.volume.encrypted", "unset")]),
            Trigger(ERROR, "it is false", &[("storage.volume.kmsKeyID", "alias/nodes"), ("storage.volume.encrypted", "false")]),
        ],
    },
    Case {
        rule: "initialization-rate-before-karpenter-1-5",
        clean: &[&[SNAPSHOT, (RATE, "200"), (KARPENTER, "1.5")], &[SNAPSHOT, (KARPENTER, "1.4")]],
        triggers: &[Trigger(WARNING, "1.5 and newer", &[SNAPSHOT, (RATE, "200"), (KARPENTER, "1.4")])],
    },
    Case {
        rule: "initialization-rate-without-snapshot",
        clean: &[&[SNAPSHOT, (RATE, "200")]],
        triggers: &[Trigger(WARNING, "none is set", &[(RATE, "200")])],
    },
    Case {
        rule: "volume-outlives-node",
        clean: &[&[("storage.volume.deleteOnTermination", "unset")]],
        triggers: &[
            Trigger(WASTE, "100Gi behind, $27.00 per month in us-east-1", &[("storage.volume.deleteOnTermination", "false")]),
            Trigger(WASTE, "behind; nothing", &[("storage.volume.deleteOnTermination", "false"), ("cluster.region", "ap-southeast-7")]),
        ],
    },
    Case {
        rule: "volume-not-encrypted",
        clean: &[&[("storage.volume.encrypted", "unset")], &[("storage.volume.encrypted", "false"), (KIND, "auto-mode")]],
        triggers: &[Trigger(WARNING, "encryption costs nothing", &[("storage.volume.encrypted", "false")])],
    },
    Case {
        rule: "gp2-dearer-than-gp3",
        // 170 GiB of gp2 cost $17.00, of gp3 with 250 MiB/s $18.60.
        clean: &[
            &[(TYPE, "gp2"), (SIZE, "171Gi")],
            // $0.60 either way.
            &[(TYPE, "gp2"), (SIZE, "6Gi")],
            &[(TYPE, "gp2"), ("cluster.region", "ap-southeast-7")],
            &[(TYPE, "io2"), (IOPS, "3000")],
        ],
        triggers: &[
            Trigger(WASTE, "gp2 costs $16.90 per month in us-east-1 per running node; gp3 with 3000 IOPS and 128 MiB/s $13.64", &[(TYPE, "gp2"), (SIZE, "169Gi")]),
            Trigger(WASTE, "3000 IOPS and 128 MiB/s", &[(TYPE, "gp2"), (SIZE, "170Gi")]),
            Trigger(WASTE, "6000 IOPS and 250 MiB/s", &[(TYPE, "gp2"), (SIZE, "2000Gi")]),
        ],
    },
    Case {
        rule: "io1-older-than-io2",
        clean: &[&[(TYPE, "io2"), (IOPS, "3000")], &[(TYPE, "io1"), (KIND, "auto-mode")]],
        triggers: &[Trigger(NOTE, "io2 reaches 4,000", &[(TYPE, "io1"), (IOPS, "3000")])],
    },
    Case {
        rule: "snapshot-read-lazily",
        clean: &[
            &[],
            &[SNAPSHOT, (RATE, "100")],
            &[SNAPSHOT, ("costs.fastRestoreZones", "1")],
        ],
        triggers: &[
            Trigger(NOTE, "300 MiB/s", &[SNAPSHOT]),
            Trigger(NOTE, "300 MiB/s", &[SNAPSHOT, (KARPENTER, "1.4")]),
        ],
    },
    Case {
        rule: "local-nvme-unused",
        clean: &[
            &[("nodes.minLocalNvme", "75")],
            &[(STORE, "unused")],
        ],
        triggers: &[
            Trigger(WASTE, "75 GB of NVMe or more", &[("nodes.minLocalNvme", "75"), (STORE, "unused")]),
            // The array would be mounted over the script's directory, if that is containerd's.
            Trigger(WASTE, "75 GB of NVMe or more", &[("nodes.minLocalNvme", "75"), (STORE, "unused"), (KIND, "install-script"), (ROOT, "/var/lib/containerd/soci")]),
            Trigger(WASTE, "75 GB of NVMe or more", &[("nodes.minLocalNvme", "75"), (STORE, "unused"), (KIND, "install-script"), (ROOT, "/data/soci")]),
        ],
    },
    Case {
        rule: "raid0-without-nvme-types",
        clean: &[
            &[("nodes.types", "m6i.8xlarge, m6id.8xlarge")],
            &[("nodes.types", "m6i.8xlarge"), (STORE, "unused")],
        ],
        triggers: &[
            Trigger(NOTE, "needs at least 1", &[("nodes.types", "m6i.8xlarge")]),
            Trigger(NOTE, "needs at least 1", &[("nodes.types", "m6i.8xlarge"), (STORE, "raid0-soci-on-ebs")]),
        ],
    },
];
