//! Which AMI nodes are launched from, by what stands beside their userData.

/// The operating system of the AMI that stands beside a userData.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::core::import) enum NodeAmi {
    Al2,
    Al2023,
    /// Nothing says it, or something says both.
    #[default]
    Unknown,
}

/// Signs of AL2: types of node groups, aliases, SSM parameters and names of AMIs (amazon-eks-ami's README
/// and the EKS User Guide, read 2026-11).
const OF_AL2: [&str; 8] = [
    "AL2_",
    "al2@",
    "amazon-linux-2/",
    "amazon-linux-2-gpu",
    "amazon-linux-2-arm64",
    "amazon-eks-node-1.",
    "amazon-eks-gpu-node-",
    "amazon-eks-arm64-node-",
];

/// Signs of AL2023.
const OF_AL2023: [&str; 4] = ["AL2023", "al2023", "amazon-linux-2023", "AmazonLinux2023"];

impl NodeAmi {
    /// What texts beside a userData tell.
    pub(super) fn told_by<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let (mut is_al2, mut is_al2023) = (false, false);
        for text in texts {
            let has = |signs: &[&str]| signs.iter().any(|sign| text.contains(sign));
            is_al2 |= has(&OF_AL2) || matches!(text, "AL2" | "AmazonLinux2");
            is_al2023 |= has(&OF_AL2023);
        }
        match (is_al2, is_al2023) {
            (true, false) => Self::Al2,
            (false, true) => Self::Al2023,
            _ => Self::Unknown,
        }
    }

    /// This, or what stands further away.
    pub(super) fn or(self, further: Self) -> Self {
        match self {
            Self::Unknown => further,
            known => known,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NodeAmi;

    #[test]
    fn names_of_one_system_tell_it_and_names_of_two_tell_nothing() {
        let told = |texts: &[&str]| NodeAmi::told_by(texts.iter().copied());
        for text in [
            "AL2_x86_64_GPU",
            "/aws/service/eks/optimized-ami/1.31/amazon-linux-2/recommended/image_id",
            "amazon-eks-node-1.31-v20250704",
            "al2@latest",
            "AL2",
        ] {
            assert_eq!(told(&[text]), NodeAmi::Al2, "{text}");
            assert_eq!(told(&[text, "al2023@latest"]), NodeAmi::Unknown, "{text}");
        }
        for text in [
            "AL2023_ARM_64_STANDARD",
            "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/image_id",
            "amazon-eks-node-al2023-x86_64-standard-1.34-v20260505",
        ] {
            assert_eq!(told(&[text]), NodeAmi::Al2023, "{text}");
        }
        assert_eq!(
            told(&["ami-0123456789abcdef0", "BOTTLEROCKET_x86_64"]),
            NodeAmi::Unknown
        );
    }
}
