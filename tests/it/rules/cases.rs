//! What triggers each rule and what is just still fine: one entry a rule.

mod image;
mod kept;
mod nodes;
mod pool;
mod storage;

use soci_configurator::core::Severity;

pub type Settings = &'static [(&'static str, &'static str)];

/// What triggers a rule: how bad it is, and a part of the message with the number needed.
pub struct Trigger(pub Severity, pub &'static str, pub Settings);

/// One rule with its cases.
pub struct Case {
    pub rule: &'static str,
    /// Settings at which the rule is silent: the boundary, or engines it does not concern.
    pub clean: &'static [Settings],
    pub triggers: &'static [Trigger],
}

pub const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;
const WASTE: Severity = Severity::Waste;
pub const NOTE: Severity = Severity::Note;

const KIND: &str = "engine.kind";
const AMI: &str = "cluster.al2023Version";
const KUBERNETES: &str = "cluster.kubernetes";
const BOTTLEROCKET: &str = "cluster.bottlerocketVersion";
const KARPENTER: &str = "cluster.karpenter";
const STORE: &str = "storage.instanceStore";
const TYPE: &str = "storage.volume.volumeType";
const SIZE: &str = "storage.volume.volumeSize";
pub const IOPS: &str = "storage.volume.iops";
pub const THROUGHPUT: &str = "storage.volume.throughput";
const PER_IMAGE: &str = "engine.maxConcurrentDownloadsPerImage";
pub const IN_ALL: &str = "engine.maxConcurrentDownloads";
pub const UNPACKS: &str = "engine.maxConcurrentUnpacksPerImage";
const UNPACKS_IN_ALL: &str = "engine.maxConcurrentUnpacks";
const CHUNK: &str = "engine.concurrentDownloadChunkSize";
pub const DISCARD: &str = "engine.discardUnpackedLayers";
const ROOT: &str = "engine.install.rootDir";
const ECR: (&str, &str) = (
    "image.reference",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1",
);
const EBS_FREE: (&str, &str) = ("nodes.minEbsBandwidth", "");
const NETWORK_FREE: (&str, &str) = ("nodes.minNetworkBandwidth", "");
const SNAPSHOT: (&str, &str) = ("storage.volume.snapshotID", "snap-0123456789abcdef0");
const RATE: &str = "storage.volume.volumeInitializationRate";

const TYPES: &str = "nodes.types";
const IMAGE_OF_31_GIB: (&str, &str) = ("image.compressedSize", "31 GiB");

/// Every case.
pub fn all() -> impl Iterator<Item = &'static Case> {
    [
        nodes::CASES,
        pool::CASES,
        image::CASES,
        kept::CASES,
        storage::CASES,
        CASES,
    ]
    .into_iter()
    .flatten()
}

// One row a trigger, however long.
#[rustfmt::skip]
const CASES: &[Case] = &[
    Case {
        rule: "unknown-region",
        clean: &[
            &[("cluster.region", "us-gov-west-1"), ("image.reference", "docker.io/vllm/vllm-openai:v0.9")],
            &[("cluster.region", "ap-southeast-7"), ("image.reference", "docker.io/vllm/vllm-openai:v0.9")],
        ],
        triggers: &[
            Trigger(ERROR, "eu-central-9 is not one of the 44 Regions", &[("cluster.region", "eu-central-9")]),
            Trigger(ERROR, "us-eats-1 is not one", &[("cluster.region", "us-eats-1")]),
            Trigger(ERROR, "xx-nowhere-1 is not one", &[("cluster.region", "xx-nowhere-1")]),
        ],
    },
    Case {
        rule: "downloads-above-global",
        clean: &[
            &[(PER_IMAGE, "20"), (IN_ALL, "20")],
            &[(PER_IMAGE, "-1"), (IN_ALL, "5")],
            &[(KIND, "containerd"), (PER_IMAGE, "20"), (IN_ALL, "5")],
        ],
        triggers: &[
            Trigger(ERROR, "20 or more, or -1", &[(IN_ALL, "19")]),
            Trigger(ERROR, "20 or more, or -1", &[(KIND, "bottlerocket"), (IN_ALL, "19")]),
        ],
    },
    Case {
        rule: "unpacks-above-global",
        clean: &[&[(UNPACKS_IN_ALL, "12")], &[(UNPACKS, "-1"), (UNPACKS_IN_ALL, "5")]],
        triggers: &[Trigger(ERROR, "12 or more, or -1", &[(UNPACKS_IN_ALL, "11")])],
    },
    Case {
        rule: "downloads-outside-ecr-advice",
        clean: &[
            &[(PER_IMAGE, "10")],
            &[(PER_IMAGE, "9"), ("image.reference", "docker.io/vllm/vllm-openai:v0.9")],
            &[(PER_IMAGE, "9"), (KIND, "auto-mode")],
        ],
        triggers: &[
            Trigger(WARNING, "10 to 20", &[(PER_IMAGE, "9")]),
            Trigger(WARNING, "10 to 20", &[(PER_IMAGE, "3"), (IN_ALL, "5")]),
            Trigger(WARNING, "10 to 20", &[(PER_IMAGE, "21")]),
            Trigger(WARNING, "No limit", &[(PER_IMAGE, "-1")]),
        ],
    },
    Case {
        rule: "many-downloads-off-ecr",
        clean: &[
            &[("image.reference", "docker.io/vllm/vllm-openai:v0.9")],
            &[(PER_IMAGE, "21")],
        ],
        triggers: &[
            Trigger(WARNING, "20 or fewer", &[("image.reference", "docker.io/vllm/vllm-openai:v0.9"), (PER_IMAGE, "21")]),
            Trigger(WARNING, "20 or fewer", &[("image.reference", "vllm:v1"), (PER_IMAGE, "-1"), (IN_ALL, "10")]),
        ],
    },
    Case {
        rule: "single-unpack",
        clean: &[&[(UNPACKS, "2")], &[(UNPACKS, "1"), (KIND, "containerd")]],
        triggers: &[
            Trigger(WARNING, "allows 12", &[(UNPACKS, "1")]),
            Trigger(WARNING, "allows 12", &[(UNPACKS, "1"), (UNPACKS_IN_ALL, "4")]),
        ],
    },
    Case {
        rule: "chunk-too-small",
        clean: &[&[(CHUNK, "1mb")], &[(CHUNK, "64kb"), (KIND, "containerd")]],
        triggers: &[
            Trigger(WARNING, "1,047,552 bytes", &[(CHUNK, "1023kb")]),
            Trigger(WARNING, "1,000,000 bytes", &[(KIND, "bottlerocket"), (CHUNK, "1mb")]),
        ],
    },
    Case {
        rule: "whole-layer-requests",
        clean: &[&[(CHUNK, "unlimited"), (PER_IMAGE, "3")]],
        triggers: &[
            Trigger(WARNING, "4 downloads", &[(CHUNK, "unlimited"), (PER_IMAGE, "4")]),
            Trigger(WARNING, "Any number", &[(CHUNK, "unlimited"), (PER_IMAGE, "-1")]),
        ],
    },
    Case {
        rule: "layer-beyond-request-timeout",
        clean: &[
            &[ECR, (CHUNK, "unlimited"), ("image.layers", "12GB\n3GB")],
            &[ECR, (CHUNK, "16mb"), ("image.layers", "30GB\n3GB")],
            &[ECR, (CHUNK, "unlimited")],
            &[(CHUNK, "unlimited"), ("image.reference", "ghcr.io/a/b:1"), ("image.layers", "30GB\n3GB")],
            &[ECR, (KIND, "containerd-parallel"), (CHUNK, "unlimited"), ("image.layers", "30GB\n3GB")],
            &[ECR, (KIND, "auto-mode"), (CHUNK, "unlimited"), ("image.layers", "30GB\n3GB")],
        ],
        triggers: &[
            Trigger(WARNING, "30.0 GB, takes 5 min 33 s over one connection, at 90 MB/s", &[ECR, (CHUNK, "unlimited"), ("image.layers", "30GB\n3GB")]),
            Trigger(NOTE, "13.0 GB, may take 5 min 25 s over one connection, at 40 MB/s", &[ECR, (KIND, "bottlerocket"), (CHUNK, "unlimited"), ("image.layers", "13GB\n3GB")]),
        ],
    },
    Case {
        rule: "containerd-without-limit",
        clean: &[
            &[(KIND, "containerd-parallel"), (PER_IMAGE, "1"), (UNPACKS, "1")],
            &[(PER_IMAGE, "-1"), (UNPACKS, "-1")],
            // The limits over all images are none of containerd's.
            &[(KIND, "containerd-parallel"), (IN_ALL, "-1"), (UNPACKS_IN_ALL, "-1")],
        ],
        triggers: &[
            Trigger(ERROR, "unlimited downloads", &[(KIND, "containerd-parallel"), (PER_IMAGE, "-1")]),
            Trigger(ERROR, "unlimited unpacks", &[(KIND, "bottlerocket-containerd-parallel"), (UNPACKS, "-1")]),
        ],
    },
    Case {
        rule: "containerd-parallel-memory",
        clean: &[
            // SOCI buffers on the disk, and whole layers are written as they come.
            &[IMAGE_OF_31_GIB, (TYPES, "m6i.large"), EBS_FREE, NETWORK_FREE],
            &[IMAGE_OF_31_GIB, (KIND, "containerd-parallel"), (TYPES, "m6i.large"), EBS_FREE, NETWORK_FREE, (CHUNK, "unlimited")],
            &[IMAGE_OF_31_GIB, (KIND, "containerd-parallel"), (TYPES, "m6i.16xlarge"), EBS_FREE, NETWORK_FREE],
            &[(KIND, "containerd-parallel"), (TYPES, "m6i.4xlarge"), EBS_FREE, NETWORK_FREE],
        ],
        triggers: &[
            Trigger(WARNING, "containerd is likely to be killed on m6i.large", &[IMAGE_OF_31_GIB, (KIND, "containerd-parallel"), (TYPES, "m6i.large"), EBS_FREE, NETWORK_FREE]),
            Trigger(WARNING, "No eligible type has enough", &[IMAGE_OF_31_GIB, (KIND, "bottlerocket-containerd-parallel"), (TYPES, "m6i.large"), EBS_FREE, NETWORK_FREE]),
            Trigger(WARNING, "From m6i.16xlarge (256 GiB) upwards", &[IMAGE_OF_31_GIB, (KIND, "containerd-parallel"), (TYPES, "m6i.large, m6i.16xlarge"), EBS_FREE, NETWORK_FREE]),
        ],
    },
    Case {
        rule: "range-requests-off-ecr",
        clean: &[
            &[(KIND, "containerd-parallel")],
            &[(KIND, "containerd-parallel"), ("image.reference", "registry.example/app:1"), (CHUNK, "unlimited")],
            &[("image.reference", "registry.example/app:1")],
        ],
        triggers: &[
            Trigger(NOTE, "400", &[(KIND, "containerd-parallel"), ("image.reference", "registry.example/app:1")]),
            Trigger(NOTE, "400", &[(KIND, "bottlerocket-containerd-parallel"), ("image.reference", "public.ecr.aws/a/b:1")]),
        ],
    },
    Case {
        rule: "discard-with-snapshot",
        clean: &[
            &[SNAPSHOT, (DISCARD, "false")],
            &[SNAPSHOT, (KIND, "install-script")],
            &[SNAPSHOT, (KIND, "auto-mode")],
        ],
        triggers: &[
            Trigger(WARNING, "snap-0123456789abcdef0", &[SNAPSHOT]),
            Trigger(WARNING, "discarded", &[SNAPSHOT, (SIZE, "40Gi")]),
            Trigger(WARNING, "discarded", &[SNAPSHOT, (KIND, "install-script"), ("engine.install.sociVersion", "0.12.0")]),
        ],
    },
    Case {
        rule: "sed-lost-on-reboot",
        clean: &[&[("engine.tuning", "sed")], &[(UNPACKS, "8")]],
        triggers: &[Trigger(WARNING, "After a reboot", &[("engine.tuning", "sed"), (UNPACKS, "8")])],
    },
    Case {
        rule: "unpinned-install-script",
        clean: &[&[("engine.install.source", "main")], &[(KIND, "install-script")]],
        triggers: &[Trigger(WARNING, "2025-09-29", &[(KIND, "install-script"), ("engine.install.source", "main")])],
    },
    Case {
        rule: "soci-before-parallel-mode",
        clean: &[
            &[(KIND, "install-script"), ("engine.install.sociVersion", "0.11.0")],
            &[(KIND, "install-script"), ("engine.install.sociVersion", "1.0.0")],
        ],
        triggers: &[Trigger(WARNING, "0.11.0", &[(KIND, "install-script"), ("engine.install.sociVersion", "0.10.9")])],
    },
    Case {
        rule: "install-script-custom-root-under-containerd",
        clean: &[
            &[(KIND, "install-script"), (ROOT, "/var/lib/containerd/soci"), (STORE, "unused")],
            &[(KIND, "install-script"), (ROOT, "/var/lib/containerd/soci"), ("engine.install.distribution", "other")],
            &[(ROOT, "/var/lib/containerd/soci")],
        ],
        triggers: &[
            Trigger(WARNING, "/var/lib/soci-snapshotter-grpc", &[(KIND, "install-script"), (ROOT, "/var/lib/containerd/soci")]),
            Trigger(WARNING, "/var/lib/soci-snapshotter-grpc", &[(KIND, "install-script"), (ROOT, "/var/lib/containerd/soci"), (AMI, "v20251112")]),
            // No release for it moves the default directory.
            Trigger(WARNING, "/var/lib/soci-snapshotter-grpc", &[(KIND, "install-script"), (ROOT, "/var/lib/containerd/soci"), (KUBERNETES, "1.28"), (AMI, "v20251112")]),
        ],
    },
    Case {
        rule: "soci-root-off-raid0",
        clean: &[
            &[(KIND, "install-script"), (ROOT, "/data/soci"), (STORE, "unused")],
            &[(KIND, "install-script"), (ROOT, "/data/soci"), ("engine.install.distribution", "other")],
            &[(KIND, "install-script"), (ROOT, "/var/lib/containerd/soci")],
        ],
        triggers: &[
            Trigger(WARNING, "/var/lib/soci-snapshotter-grpc", &[(KIND, "install-script"), (ROOT, "/data/soci")]),
            // Without NVMe both directories are as fast.
            Trigger(WARNING, "/var/lib/soci-snapshotter-grpc", &[(KIND, "install-script"), (ROOT, "/data/soci"), ("nodes.types", "m6i.8xlarge")]),
        ],
    },
    Case {
        rule: "unpacks-above-vcpu",
        clean: &[
            &[("nodes.types", "m6i.8xlarge"), (UNPACKS, "32")],
            &[("nodes.types", "m6i.xlarge"), (UNPACKS, "12"), EBS_FREE, NETWORK_FREE],
            &[("nodes.types", "m6i.8xlarge"), (UNPACKS, "33"), (KIND, "containerd")],
        ],
        triggers: &[
            Trigger(NOTE, "has 32 vCPUs; 32 is enough", &[("nodes.types", "m6i.8xlarge"), (UNPACKS, "33")]),
            Trigger(NOTE, "has 4 vCPUs; 12 is enough", &[("nodes.types", "m6i.xlarge"), (UNPACKS, "13"), EBS_FREE, NETWORK_FREE]),
        ],
    },
    Case {
        rule: "chunk-above-largest-layer",
        clean: &[
            &[("image.layers", "20MiB\n10MiB"), (CHUNK, "16mb")],
            &[("image.layers", "20MiB\n10MiB"), (CHUNK, "19mb")],
            &[("image.layers", "10MiB"), (CHUNK, "16mb")],
            &[(CHUNK, "1gb")],
        ],
        triggers: &[Trigger(WARNING, "use 16 MiB", &[("image.layers", "20MiB\n10MiB"), (CHUNK, "20mb")])],
    },
    Case {
        rule: "outdated-soci-release",
        clean: &[
            &[("engine.install.sociVersion", "0.11.1")],
            &[(KIND, "install-script"), ("engine.install.sociVersion", "0.12.0")],
            &[(KIND, "install-script"), ("engine.install.sociVersion", "0.10.0")],
        ],
        triggers: &[
            Trigger(NOTE, "0.15.0 is the newest", &[(KIND, "install-script")]),
            Trigger(NOTE, "older than 0.12.0", &[(KIND, "install-script"), ("engine.install.sociVersion", "0.11.9")]),
        ],
    },
    Case {
        rule: "decompressor-not-on-ami",
        clean: &[
            &[("engine.install.decompressor", "/usr/bin/igzip")],
            &[(KIND, "install-script"), ("engine.install.decompressor", "/usr/bin/igzip"), ("engine.install.distribution", "other")],
        ],
        triggers: &[Trigger(WARNING, "/usr/bin/unpigz is", &[(KIND, "install-script"), ("engine.install.decompressor", "/usr/bin/igzip")])],
    },
];
