//! Cases of rules about the image and its workload.

use super::*;

// One row a trigger, however long.
#[rustfmt::skip]
pub const CASES: &[Case] = &[

    Case {
        rule: "image-in-other-region",
        clean: &[
            &[],
            &[("cluster.region", "eu-central-1"), ("image.reference", "docker.io/vllm/vllm-openai:v0.9")],
            &[("cluster.region", "eu-central-1"), ("image.reference", "123456789012.dkr.ecr.eu-central-1.amazonaws.com/a:1")],
        ],
        triggers: &[
            Trigger(WARNING, "Copy it to eu-central-1", &[("cluster.region", "eu-central-1")]),
            Trigger(WARNING, "The image is in us-east-2", &[("image.reference", "123456789012.dkr-ecr.us-east-2.on.aws/a:1"), ("cluster.region", "eu-central-1")]),
            Trigger(WARNING, "The image is in us-west-1", &[("image.reference", "123456789012.dkr.ecr-fips.us-west-1.amazonaws.com/a:1"), ("cluster.region", "eu-central-1")]),
        ],
    },
    Case {
        rule: "layer-above-ecr-maximum",
        clean: &[
            // 52,000 MiB exactly.
            &[("image.layers", "54525952000\n3GB")],
            &[("image.reference", "registry.example.com/big:1"), ("image.layers", "60GB\n3GB")],
            &[("image.reference", "public.ecr.aws/a/big:1"), ("image.layers", "60GB\n3GB")],
            &[("image.compressedSize", "90GB")],
        ],
        triggers: &[
            Trigger(ERROR, "Layer 2 has 52,001 MiB compressed", &[("image.layers", "3GB\n54525952001")]),
            Trigger(ERROR, "2 layers are too large, the largest, layer 1, has 66,758 MiB", &[("image.layers", "70GB\n60GB\n1GB")]),
            Trigger(ERROR, "The largest layer has 57,221 MiB", &[("image.compressedSize", "100GB"), ("image.largestLayer", "60")]),
            Trigger(ERROR, "cannot be pushed", &[("image.reference", "111122223333.dkr-ecr.us-east-1.on.aws/big:1"), ("image.layers", "60GB")]),
        ],
    },
    Case {
        rule: "moving-image-tag",
        clean: &[
            &[("image.reference", "registry.example.com:5000/a/b:1")],
            &[("image.reference", "public.ecr.aws/a/b@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")],
        ],
        triggers: &[
            Trigger(NOTE, "nginx may be a different image", &[("image.reference", "nginx")]),
            Trigger(NOTE, "b:latest may be", &[("image.reference", "registry.example.com:5000/a/b:latest")]),
            Trigger(NOTE, "b may be", &[("image.reference", "registry.example.com:5000/a/b")]),
        ],
    },
    Case {
        rule: "image-of-one-large-layer",
        clean: &[
            &[("image.largestLayer", "30")],
            &[("image.largestLayer", "90"), (KIND, "containerd")],
            &[("image.layers", "3GB\n3GB\n2GB\n2GB")],
        ],
        triggers: &[
            Trigger(NOTE, "31 %", &[("image.compressedSize", "10GB"), ("image.largestLayer", "31")]),
            Trigger(NOTE, "4.0 GB of 10.0 GB, 40 %", &[("image.layers", "4GB\n3GB\n3GB")]),
        ],
    },
    Case {
        rule: "published-size-unused",
        clean: &[
            &[("image.reference", "763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:0.22.0-gpu-py312-cu130-ubuntu22.04-ec2"), ("image.compressedSize", "9GB")],
            &[("image.reference", "763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:0.22.0-gpu-py312-cu130-ubuntu22.04-ec2"), ("image.layers", "9GB gzip")],
            &[("image.reference", "vllm/vllm-openai:v0.0.1")],
            &[("image.compressedSize", "")],
            &[("image.reference", "rayproject/ray-llm:2.56.0-py312-cu130"), ("nodes.architecture", "arm64")],
        ],
        triggers: &[
            Trigger(NOTE, "9.4 GB, 2026-06-03", &[("image.reference", "763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:0.22.0-gpu-py312-cu130-ubuntu22.04-ec2")]),
            Trigger(NOTE, "about 11.6 GB, 2026-07-12", &[("image.reference", "rayproject/ray-llm:2.56.0-py312-cu130")]),
            Trigger(NOTE, "655 MB in 11 layers", &[("image.reference", "spark:3.5.9"), ("nodes.architecture", "arm64")]),
        ],
    },
    Case {
        rule: "nothing-to-pull",
        clean: &[
            &[("workload.kind", "deployment"), ("workload.replicas", "1")],
            &[("workload.replicas", "0")],
        ],
        triggers: &[Trigger(NOTE, "1 shows a pull", &[("workload.kind", "deployment"), ("workload.replicas", "0")])],
    },
    Case {
        rule: "identical-pods-pull-together",
        clean: &[
            &[("workload.replicas", "1")],
            &[("workload.replicas", "2"), ("workload.cpu", "4")],
            &[("workload.replicas", "2"), (KIND, "containerd")],
        ],
        triggers: &[Trigger(NOTE, "1 is safe", &[("workload.replicas", "2")])],
    },
    Case {
        rule: "size-of-default-image",
        clean: &[
            &[("image.reference", "a/b:1")],
            &[("image.reference", "a/b:1"), ("image.compressedSize", "10757041024")],
            &[("image.reference", "a/b:1"), ("image.compressedSize", "10757041023"), ("image.layers", "10757041023 gzip")],
            &[("image.compressedSize", "10757041023")],
        ],
        triggers: &[
            Trigger(NOTE, "10.8 GB is the size of the default image", &[("image.reference", "a/b:1"), ("image.compressedSize", "10757041023"), ("image.layers", "5GB gzip")]),
            Trigger(NOTE, "10.8 GB is the size of the default image", &[("image.reference", "a/b:1"), ("image.compressedSize", "10757041023")]),
        ],
    },
];
