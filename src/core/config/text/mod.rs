//! Validated text: names, ids and versions whose shape is known before they reach a manifest.
//!
//! Every type here refuses what its field could not hold, so nothing that a user types can
//! break out of YAML, TOML or a script. The bounds are those of the API named at each type.

mod aws;
mod ecr;
mod image_reference;
mod kubernetes;
mod node;
mod quantity;

use crate::core::error::{ValueError, quoted};

pub use aws::{
    CapacityReservationId, ClusterName, InstanceProfileName, KmsKey, Region, RoleName,
    SecurityGroupId, SelectorValue, SnapshotId, SubnetId, TagKey, TagValue, Zone,
};
pub(crate) use ecr::{
    is_docker_hub, is_private_ecr, is_public_ecr, private_ecr_region, registry_host,
};
pub use image_reference::ImageReference;
pub(crate) use kubernetes::is_go_duration;
pub use kubernetes::{
    BaseName, FiniteDuration, KarpenterDuration, LabelKey, LabelValue, ObjectName,
};
pub use node::{InstanceType, InstanceWord, NodePath, SociVersion};
pub use quantity::Quantity;

/// Declares a text whose shape `$check` knows.
macro_rules! validated_text {
    ($(#[$doc:meta])* $name:ident, $check:path) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The text as it was accepted.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = ValueError;

            fn from_str(text: &str) -> Result<Self, ValueError> {
                let text = text.trim();
                $check(text)?;
                Ok(Self(text.to_owned()))
            }
        }
    };
}
use validated_text;

fn invalid(text: &str, what: &str, rule: &str) -> ValueError {
    if text.is_empty() {
        return ValueError::new(format!("{what} is empty. {rule}"));
    }
    ValueError::new(format!("{} is not {what}. {rule}", quoted(text)))
}

fn ascii_word(text: &str, extra: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || extra.contains(c))
}

fn alphanumeric_ends(text: &str) -> bool {
    let alphanumeric = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    alphanumeric(text.chars().next()) && alphanumeric(text.chars().next_back())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_offers_its_name() {
        let error = "arn:aws:iam::123456789012:role/team/KarpenterNodeRole-demo"
            .parse::<RoleName>()
            .unwrap_err();
        assert_eq!(error.suggestion(), Some("KarpenterNodeRole-demo"));
        let error = "arn:aws:eks:us-east-1:123456789012:cluster/demo"
            .parse::<ClusterName>()
            .unwrap_err();
        assert_eq!(error.suggestion(), Some("demo"));
    }

    #[test]
    fn hostile_names_are_refused() {
        let long = "x".repeat(10_000);
        for bad in [
            "a: b",
            "{{x}}",
            "a\nb",
            "a b",
            "😀",
            "",
            "$(reboot)",
            "`id`",
            "-x",
            long.as_str(),
        ] {
            assert!(bad.parse::<ClusterName>().is_err(), "{bad}");
            assert!(bad.parse::<NodePath>().is_err(), "{bad}");
            assert!(bad.parse::<ObjectName>().is_err(), "{bad}");
            assert!(bad.parse::<ImageReference>().is_err(), "{bad}");
            assert!(bad.parse::<SociVersion>().is_err(), "{bad}");
            assert!(bad.parse::<Region>().is_err(), "{bad}");
        }
        for fine in ["yes", "007", "null", "1e3"] {
            assert!(fine.parse::<ClusterName>().is_ok(), "{fine}");
        }
    }

    #[test]
    fn shapes() {
        assert!("us-gov-west-1".parse::<Region>().is_ok());
        assert_eq!(
            "us-east-1a".parse::<Region>().unwrap_err().suggestion(),
            Some("us-east-1")
        );
        assert!("us-east-1a".parse::<Zone>().is_ok());
        assert!("us-west-2-lax-1a".parse::<Zone>().is_ok());
        assert!("subnet-0123456789abcdef0".parse::<SubnetId>().is_ok());
        assert!("subnet-".parse::<SubnetId>().is_err());
        assert_eq!(
            "7d".parse::<KarpenterDuration>().unwrap_err().suggestion(),
            Some("168h")
        );
        assert!("1h30m".parse::<KarpenterDuration>().is_ok());
        assert!("Never".parse::<KarpenterDuration>().is_ok());
        assert!("1h30m".parse::<FiniteDuration>().is_ok());
        assert!("Never".parse::<FiniteDuration>().is_err());
        assert!("2562048h".parse::<FiniteDuration>().is_err());
        assert!("16Gi".parse::<Quantity>().is_ok());
        assert!("-1".parse::<Quantity>().is_err());
        assert!("0".parse::<Quantity>().is_err());
        assert!("m7i-flex.2xlarge".parse::<InstanceType>().is_ok());
        assert!("/etc/../root".parse::<NodePath>().is_err());
        assert!("nvidia.com/gpu".parse::<LabelKey>().is_ok());
        assert_eq!(
            "My_App".parse::<ObjectName>().unwrap_err().suggestion(),
            Some("my-app")
        );
        assert!(
            "763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:0.9-gpu-py312-ec2"
                .parse::<ImageReference>()
                .is_ok()
        );
    }
}
