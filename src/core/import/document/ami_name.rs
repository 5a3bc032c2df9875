//! What an AMI's name or SSM parameter says: operating system, Kubernetes, release.
//!
//! `amazon-eks-node-al2023-x86_64-nvidia-1.34-v20260505` (amazon-eks-ami's changelog),
//! `bottlerocket-aws-k8s-1.34-x86_64-v1.49.0-0d1c9a91`, and the parameters that Karpenter resolves
//! aliases with (amifamily/al2023.go and bottlerocket.go at 1d927085).

use crate::core::config::{Al2023Version, BottlerocketVersion, KubernetesVersion};

/// What is known of an AMI by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) struct AmiName {
    pub(in crate::core::import) system: System,
    /// The Kubernetes that it is built for; unknown where a `*` stands for it.
    pub(in crate::core::import) kubernetes: Option<KubernetesVersion>,
}

/// The operating system with its release, where the name has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) enum System {
    Al2023(Option<Al2023Version>),
    Bottlerocket(Option<BottlerocketVersion>),
}

impl AmiName {
    /// Reads a name; nothing for the name of another AMI.
    pub(in crate::core::import) fn of_name(name: &str) -> Option<Self> {
        let rest = name.trim();
        if let Some(rest) = rest.strip_prefix("amazon-eks-node-al2023-") {
            let mut parts = rest.rsplit('-');
            return Some(Self {
                system: System::Al2023(parts.next().and_then(|release| release.parse().ok())),
                kubernetes: parts.next().and_then(|version| version.parse().ok()),
            });
        }
        let rest = rest.strip_prefix("bottlerocket-aws-k8s-")?;
        let release = rest
            .split('-')
            .find_map(|part| part.strip_prefix('v')?.parse().ok());
        Some(Self {
            system: System::Bottlerocket(release),
            kubernetes: rest
                .split('-')
                .next()
                .and_then(|version| version.parse().ok()),
        })
    }

    /// Reads an SSM parameter; nothing for one of another AMI.
    pub(in crate::core::import) fn of_parameter(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path
            .trim()
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        match parts.as_slice() {
            [
                "aws",
                "service",
                "eks",
                "optimized-ami",
                kubernetes,
                "amazon-linux-2023",
                rest @ ..,
            ] => {
                let named = rest.iter().find_map(|part| Self::of_name(part));
                let latest = rest
                    .contains(&"recommended")
                    .then_some(Al2023Version::Latest);
                Some(Self {
                    system: named.map_or(System::Al2023(latest), |named| named.system),
                    kubernetes: kubernetes.parse().ok(),
                })
            }
            ["aws", "service", "bottlerocket", variant, _, release, ..] => Some(Self {
                system: System::Bottlerocket(release.parse().ok()),
                kubernetes: variant
                    .strip_prefix("aws-k8s-")
                    .and_then(|rest| rest.split('-').next())
                    .and_then(|version| version.parse().ok()),
            }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AmiName, System};
    use crate::core::config::{Al2023Version, BottlerocketVersion, KubernetesVersion};

    #[test]
    fn names_and_parameters_say_the_release() {
        let al2023 = |date| System::Al2023(Some(Al2023Version::Pinned(date)));
        let bottlerocket = System::Bottlerocket(Some(BottlerocketVersion::Pinned(1, 49, 0)));
        let latest = System::Al2023(Some(Al2023Version::Latest));
        let moving = System::Bottlerocket(Some(BottlerocketVersion::Latest));
        for (text, system, kubernetes) in [
            (
                "amazon-eks-node-al2023-x86_64-nvidia-1.34-v20260505",
                al2023(20_260_505),
                Some(34),
            ),
            (
                "amazon-eks-node-al2023-arm64-standard-1.33-v20260423",
                al2023(20_260_423),
                Some(33),
            ),
            (
                "amazon-eks-node-al2023-x86_64-standard-1.34-v*",
                System::Al2023(None),
                Some(34),
            ),
            (
                "amazon-eks-node-al2023-x86_64-standard-*",
                System::Al2023(None),
                None,
            ),
            (
                "bottlerocket-aws-k8s-1.34-x86_64-v1.49.0-0d1c9a91",
                bottlerocket,
                Some(34),
            ),
            (
                "bottlerocket-aws-k8s-1.34-nvidia-aarch64-v1.49.0-0d1c9a91",
                bottlerocket,
                Some(34),
            ),
            (
                "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/image_id",
                latest,
                Some(34),
            ),
            (
                "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/amazon-eks-node-al2023-x86_64-standard-1.34-v20260505/image_id",
                al2023(20_260_505),
                Some(34),
            ),
            (
                "/aws/service/bottlerocket/aws-k8s-1.34/x86_64/1.49.0/image_id",
                bottlerocket,
                Some(34),
            ),
            (
                "/aws/service/bottlerocket/aws-k8s-1.34-nvidia/arm64/latest/image_id",
                moving,
                Some(34),
            ),
        ] {
            let said = AmiName::of_name(text).or_else(|| AmiName::of_parameter(text));
            let wanted = AmiName {
                system,
                kubernetes: kubernetes.map(KubernetesVersion::minor),
            };
            assert_eq!(said, Some(wanted), "{text}");
        }
        for other in [
            "amazon-eks-node-1.29-v20240213",
            "my-golden-image",
            "",
            "/aws/service/ecs/x",
        ] {
            assert_eq!(
                AmiName::of_name(other).or_else(|| AmiName::of_parameter(other)),
                None,
                "{other}"
            );
        }
    }
}
