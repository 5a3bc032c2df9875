//! Validated text: names, ids and versions whose shape is known before they reach a manifest.
//!
//! Every type here refuses what its field could not hold, so nothing that a user types can
//! break out of YAML, TOML or a script. The bounds are those of the API named at each type.

use std::fmt;
use std::str::FromStr;

use crate::core::error::{Invalid, quote};

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

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = Invalid;

            fn from_str(text: &str) -> Result<Self, Invalid> {
                let text = text.trim();
                $check(text)?;
                Ok(Self(text.to_owned()))
            }
        }
    };
}

validated_text! {
    /// Name of an EKS cluster: 1 to 100 letters, digits, `-` and `_`, first a letter or digit
    /// (EKS API, CreateCluster `name`).
    ClusterName, check_cluster_name
}
validated_text! {
    /// Name of an IAM role: 1 to 64 of letters, digits and `+=,.@_-` (IAM API, RoleName).
    RoleName, check_role_name
}
validated_text! {
    /// Name of an IAM instance profile: 1 to 128 of letters, digits and `+=,.@_-` (IAM API).
    InstanceProfileName, check_instance_profile
}
validated_text! {
    /// An AWS Region's code, for example `us-east-1`.
    Region, check_region
}
validated_text! {
    /// An Availability Zone's name, for example `us-east-1a`, or a Local Zone's.
    Zone, check_zone
}
validated_text! {
    /// Id of a subnet: `subnet-` and hexadecimal digits.
    SubnetId, check_subnet_id
}
validated_text! {
    /// Id of a security group: `sg-` and hexadecimal digits.
    SecurityGroupId, check_security_group_id
}
validated_text! {
    /// Id of an EBS snapshot: `snap-` and hexadecimal digits.
    SnapshotId, check_snapshot_id
}
validated_text! {
    /// A KMS key: its id, ARN, or alias (EC2 API, EbsBlockDevice KmsKeyId).
    KmsKey, check_kms_key
}
validated_text! {
    /// Key of an EC2 tag: 1 to 127 characters without `=` and control characters (EC2 allows
    /// `=`; a list of `key=value` could not show it).
    TagKey, check_tag_key
}
validated_text! {
    /// Value of an EC2 tag: up to 255 characters (EC2 API). Karpenter's selectors refuse an
    /// empty one.
    TagValue, check_tag_value
}
validated_text! {
    /// Name of a Kubernetes object: a DNS label, 1 to 63 lower-case letters, digits and `-`
    /// (Kubernetes, RFC 1123 label; subdomain names with dots are not needed here).
    ObjectName, check_object_name
}
validated_text! {
    /// Name that others are made from by adding `non-` or `-soci`: an object's name of at most
    /// 58 characters.
    BaseName, check_base_name
}
validated_text! {
    /// Key of a label or taint: an optional DNS prefix and `/`, then up to 63 characters
    /// (Kubernetes, qualified name).
    LabelKey, check_label_key
}
validated_text! {
    /// Value of a label or taint: empty or up to 63 of letters, digits and `-_.`, letter or
    /// digit at both ends (Kubernetes).
    LabelValue, check_label_value
}
validated_text! {
    /// A container image's reference: `registry/repository:tag` or with `@sha256:…`, up to 512
    /// characters without blanks.
    ImageReference, check_image_reference
}
validated_text! {
    /// An amount of a resource as Kubernetes writes it: `4`, `500m`, `16Gi`.
    Quantity, check_quantity
}
validated_text! {
    /// A duration as Karpenter writes it: `30s`, `5m`, `1h30m`, or `Never` (NodePool CRD
    /// pattern since Karpenter 1.4).
    KarpenterDuration, check_duration
}
validated_text! {
    /// One word of an instance type's name, as in the labels `instance-category`,
    /// `instance-family`, `instance-size`, `instance-gpu-name`: lower-case letters, digits, `-`.
    InstanceWord, check_instance_word
}
validated_text! {
    /// An EC2 instance type: `m6i.8xlarge`.
    InstanceType, check_instance_type
}
validated_text! {
    /// An absolute path on the node without blanks or characters that a shell, TOML or SOCI's
    /// own check (internal/os/filepath.go at 77fb4266) would trip over.
    NodePath, check_node_path
}
validated_text! {
    /// A release of the SOCI snapshotter, three numbers: `0.11.1`.
    SociVersion, check_soci_version
}

fn invalid(text: &str, what: &str, rule: &str) -> Invalid {
    if text.is_empty() {
        return Invalid::new(format!("{what} is empty. {rule}"));
    }
    Invalid::new(format!("{} is not {what}. {rule}", quote(text)))
}

/// The name at the end of an ARN, for example of `arn:aws:iam::123456789012:role/path/Name`.
fn arn_name(text: &str) -> Option<&str> {
    text.strip_prefix("arn:")?
        .rsplit(['/', ':'])
        .next()
        .filter(|name| !name.is_empty())
}

fn name_instead_of_arn(text: &str, what: &str) -> Option<Invalid> {
    let name = arn_name(text)?;
    Some(
        Invalid::new(format!(
            "This is an ARN; {what} is needed without it: {}.",
            quote(name)
        ))
        .suggest(name),
    )
}

fn ascii_word(text: &str, extra: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || extra.contains(c))
}

fn alphanumeric_ends(text: &str) -> bool {
    let alphanumeric = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    alphanumeric(text.chars().next()) && alphanumeric(text.chars().next_back())
}

fn check_cluster_name(text: &str) -> Result<(), Invalid> {
    if let Some(arn) = name_instead_of_arn(text, "the cluster's name") {
        return Err(arn);
    }
    let first = text.chars().next();
    if text.len() <= 100
        && ascii_word(text, "-_")
        && first.is_some_and(|c| c.is_ascii_alphanumeric())
    {
        return Ok(());
    }
    Err(invalid(
        text,
        "a cluster name",
        "EKS allows 1 to 100 letters, digits, - and _, starting with a letter or digit.",
    ))
}

fn check_iam_name(text: &str, what: &str, longest: usize) -> Result<(), Invalid> {
    if let Some(arn) = name_instead_of_arn(text, "its name") {
        return Err(arn);
    }
    if (1..=longest).contains(&text.len()) && ascii_word(text, "+=,.@_-") {
        return Ok(());
    }
    Err(invalid(
        text,
        what,
        &format!("IAM allows 1 to {longest} letters, digits and + = , . @ _ -."),
    ))
}

fn check_role_name(text: &str) -> Result<(), Invalid> {
    if text.starts_with("arn:") && text.contains(":instance-profile/") {
        return Err(Invalid::new(
            "This is an instance profile's ARN. Put its name into the instance profile field, or \
             give the node role's name here.",
        ));
    }
    check_iam_name(text, "a role name", 64)
}

fn check_instance_profile(text: &str) -> Result<(), Invalid> {
    if text.starts_with("arn:") && text.contains(":role/") {
        return Err(Invalid::new(
            "This is a role's ARN. Put its name into the node role field, or give the instance \
             profile's name here.",
        ));
    }
    check_iam_name(text, "an instance profile name", 128)
}

fn check_region(text: &str) -> Result<(), Invalid> {
    let parts: Vec<&str> = text.split('-').collect();
    let well_formed = parts.len() >= 3
        && text.len() <= 25
        && parts.first().is_some_and(|part| part.len() == 2)
        && parts.last().is_some_and(|part| {
            part.len() <= 2 && !part.is_empty() && part.chars().all(|c| c.is_ascii_digit())
        })
        && parts.iter().take(parts.len() - 1).all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase())
        });
    if well_formed {
        return Ok(());
    }
    let error = invalid(text, "a Region", "Write its code, for example us-east-1.");
    let without_zone = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    if without_zone != text && check_region_shape_only(without_zone) {
        return Err(error.suggest(without_zone));
    }
    Err(error)
}

fn check_region_shape_only(text: &str) -> bool {
    text.chars().next_back().is_some_and(|c| c.is_ascii_digit()) && check_region(text).is_ok()
}

fn check_zone(text: &str) -> Result<(), Invalid> {
    let letter = text.chars().next_back().is_some_and(|c| c.is_ascii_lowercase());
    let shape = text.len() <= 40
        && letter
        && text.matches('-').count() >= 2
        && text.chars().any(|c| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if shape {
        return Ok(());
    }
    Err(invalid(
        text,
        "a zone",
        "Write its name, for example us-east-1a.",
    ))
}

fn check_id(text: &str, prefix: &str, what: &str) -> Result<(), Invalid> {
    let id = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('-'));
    if id.is_some_and(|id| {
        (8..=40).contains(&id.len())
            && id.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c))
    }) {
        return Ok(());
    }
    Err(invalid(
        text,
        what,
        &format!("It is {prefix}- and 8 or 17 hexadecimal digits."),
    ))
}

fn check_subnet_id(text: &str) -> Result<(), Invalid> {
    check_id(text, "subnet", "a subnet id")
}

fn check_security_group_id(text: &str) -> Result<(), Invalid> {
    check_id(text, "sg", "a security group id")
}

fn check_snapshot_id(text: &str) -> Result<(), Invalid> {
    check_id(text, "snap", "a snapshot id")
}

fn check_kms_key(text: &str) -> Result<(), Invalid> {
    let allowed = !text.is_empty() && text.len() <= 2048 && ascii_word(text, ":/_-");
    let arn = text.starts_with("arn:") && text.contains(":kms:");
    let id = text.len() == 36 && text.matches('-').count() == 4 && !text.contains(':');
    let multi_region = text.starts_with("mrk-");
    let alias = text.starts_with("alias/") && text.len() > 6;
    if allowed && (arn || id || multi_region || alias) {
        return Ok(());
    }
    Err(invalid(
        text,
        "a KMS key",
        "Write the key's id, its ARN or alias/NAME.",
    ))
}

fn printable(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

fn check_tag_key(text: &str) -> Result<(), Invalid> {
    let length = text.chars().count();
    if text.starts_with("aws:") {
        return Err(Invalid::new("Tag keys that begin with aws: are AWS's own."));
    }
    if (1..=127).contains(&length) && printable(text) && !text.contains('=') && tag_characters(text) {
        return Ok(());
    }
    Err(invalid(
        text,
        "a tag key",
        "EC2 allows 1 to 127 letters, digits, spaces and + - . _ : / @.",
    ))
}

fn check_tag_value(text: &str) -> Result<(), Invalid> {
    if text.chars().count() <= 255 && printable(text) && tag_characters(text) {
        return Ok(());
    }
    Err(invalid(
        text,
        "a tag value",
        "EC2 allows up to 255 letters, digits, spaces and + - = . _ : / @.",
    ))
}

fn tag_characters(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || " +-=._:/@".contains(c))
}

fn check_object_name(text: &str) -> Result<(), Invalid> {
    let allowed = (1..=63).contains(&text.len())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && alphanumeric_ends(text);
    if allowed {
        return Ok(());
    }
    let error = invalid(
        text,
        "a Kubernetes name",
        "1 to 63 lower-case letters, digits and -, with a letter or digit at both ends.",
    );
    let repaired: String = text
        .to_ascii_lowercase()
        .chars()
        .map(|c| if c == '_' || c == ' ' || c == '.' { '-' } else { c })
        .collect();
    if repaired != text && !text.is_empty() && check_object_name_quietly(&repaired) {
        return Err(error.suggest(repaired));
    }
    Err(error)
}

fn check_object_name_quietly(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && alphanumeric_ends(text)
}

fn check_base_name(text: &str) -> Result<(), Invalid> {
    check_object_name(text)?;
    if text.len() > 58 {
        return Err(Invalid::new(format!(
            "{} has {} characters; 58 leave room for non- and -soci.",
            quote(text),
            text.len()
        )));
    }
    Ok(())
}

fn check_label_key(text: &str) -> Result<(), Invalid> {
    let (prefix, name) = match text.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, text),
    };
    let name_allowed =
        (1..=63).contains(&name.len()) && ascii_word(name, "-_.") && alphanumeric_ends(name);
    let prefix_allowed = prefix.is_none_or(|prefix| {
        (1..=253).contains(&prefix.len())
            && prefix.split('.').all(|part| {
                !part.is_empty()
                    && alphanumeric_ends(part)
                    && part
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            })
    });
    if name_allowed && prefix_allowed {
        return Ok(());
    }
    Err(invalid(
        text,
        "a label key",
        "Up to 63 letters, digits, - _ and ., optionally after a DNS name and /.",
    ))
}

fn check_label_value(text: &str) -> Result<(), Invalid> {
    if text.is_empty()
        || (text.len() <= 63 && ascii_word(text, "-_.") && alphanumeric_ends(text))
    {
        return Ok(());
    }
    Err(invalid(
        text,
        "a label value",
        "Up to 63 letters, digits, - _ and ., with a letter or digit at both ends.",
    ))
}

fn check_image_reference(text: &str) -> Result<(), Invalid> {
    let allowed = (1..=512).contains(&text.len())
        && ascii_word(text, "./:@_-+")
        && text.chars().next().is_some_and(|c| c.is_ascii_alphanumeric())
        && !text.contains("//")
        && !text.ends_with(['/', ':', '@']);
    if !allowed {
        let error = invalid(
            text,
            "an image reference",
            "Write registry/repository:tag or registry/repository@sha256:digest.",
        );
        let bare = ["https://", "http://", "docker://", "oci://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme));
        return Err(match bare {
            Some(bare) => error.suggest(bare),
            None => error,
        });
    }
    let (name, _) = text.split_once('@').unwrap_or((text, ""));
    let repository = name.split_once('/').map_or(name, |(_, rest)| rest);
    if repository.chars().any(|c| c.is_ascii_uppercase()) && !repository.contains(':') {
        return Err(Invalid::new(format!(
            "{} has capital letters in the repository; registries allow lower case only.",
            quote(text)
        ))
        .suggest(text.to_ascii_lowercase()));
    }
    Ok(())
}

fn check_quantity(text: &str) -> Result<(), Invalid> {
    const SUFFIXES: [&str; 13] = [
        "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "m", "k", "M", "G", "T", "P", "E",
    ];
    let number = SUFFIXES
        .iter()
        .find_map(|suffix| text.strip_suffix(suffix))
        .unwrap_or(text);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |part: &str| {
        (1..=15).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit())
    };
    let positive = number.chars().any(|c| ('1'..='9').contains(&c));
    if digits(whole) && digits(fraction) && positive {
        return Ok(());
    }
    let error = invalid(
        text,
        "an amount",
        "Write a positive number, with a unit if needed: 4, 500m, 16Gi.",
    );
    let bare = number.trim_end_matches("GiB").trim_end_matches("GB").trim();
    if text.ends_with("GiB") && digits(bare) {
        return Err(error.suggest(format!("{bare}Gi")));
    }
    Err(error)
}

fn check_duration(text: &str) -> Result<(), Invalid> {
    if text == "Never" {
        return Ok(());
    }
    let mut digits = 0_usize;
    let mut parts = 0_usize;
    let mut well_formed = text.len() <= 20;
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits += 1;
        } else if matches!(c, 's' | 'm' | 'h') && digits > 0 {
            digits = 0;
            parts += 1;
        } else {
            well_formed = false;
        }
    }
    if well_formed && parts > 0 && digits == 0 {
        return Ok(());
    }
    let error = invalid(
        text,
        "a duration",
        "Karpenter reads hours, minutes and seconds (720h, 5m, 1h30m) or Never; no days.",
    );
    let days: Option<u32> = text.strip_suffix('d').and_then(|days| days.parse().ok());
    Err(match days.and_then(|days| days.checked_mul(24)) {
        Some(hours) => error.suggest(format!("{hours}h")),
        None => error,
    })
}

fn check_instance_word(text: &str) -> Result<(), Invalid> {
    if (1..=40).contains(&text.len())
        && alphanumeric_ends(text)
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        return Ok(());
    }
    let error = invalid(
        text,
        "part of an instance type's name",
        "Lower-case letters, digits and -, as in c, m6i, 2xlarge or l40s.",
    );
    let lower = text.to_ascii_lowercase();
    if lower != text && check_instance_word(&lower).is_ok() {
        return Err(error.suggest(lower));
    }
    Err(error)
}

fn check_instance_type(text: &str) -> Result<(), Invalid> {
    let well_formed = text.split_once('.').is_some_and(|(family, size)| {
        check_instance_word(family).is_ok() && check_instance_word(size).is_ok()
    });
    if well_formed {
        return Ok(());
    }
    Err(invalid(
        text,
        "an instance type",
        "Write family.size, for example m6i.8xlarge.",
    ))
}

fn check_node_path(text: &str) -> Result<(), Invalid> {
    let clean = text.starts_with('/')
        && (2..=200).contains(&text.len())
        && !text.ends_with('/')
        && ascii_word(text, "/._-")
        && text
            .split('/')
            .skip(1)
            .all(|part| !part.is_empty() && part != "." && part != "..");
    if clean {
        return Ok(());
    }
    Err(invalid(
        text,
        "a path on the node",
        "Write an absolute path of letters, digits and / . _ -, without .. in it.",
    ))
}

fn check_soci_version(text: &str) -> Result<(), Invalid> {
    let parts: Vec<&str> = text.split('.').collect();
    let number =
        |part: &&str| (1..=4).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
    if parts.len() == 3 && parts.iter().all(number) {
        return Ok(());
    }
    let error = invalid(
        text,
        "a SOCI snapshotter release",
        "Write three numbers, for example 0.11.1.",
    );
    Err(match text.strip_prefix('v') {
        Some(bare) if check_soci_version(bare).is_ok() => error.suggest(bare),
        _ => error,
    })
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
        for bad in ["a: b", "{{x}}", "a\nb", "a b", "😀", "", "$(reboot)", "`id`", "-x", long.as_str()] {
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
        assert_eq!("us-east-1a".parse::<Region>().unwrap_err().suggestion(), Some("us-east-1"));
        assert!("us-east-1a".parse::<Zone>().is_ok());
        assert!("us-west-2-lax-1a".parse::<Zone>().is_ok());
        assert!("subnet-0123456789abcdef0".parse::<SubnetId>().is_ok());
        assert!("subnet-".parse::<SubnetId>().is_err());
        assert_eq!("7d".parse::<KarpenterDuration>().unwrap_err().suggestion(), Some("168h"));
        assert!("1h30m".parse::<KarpenterDuration>().is_ok());
        assert!("16Gi".parse::<Quantity>().is_ok());
        assert!("-1".parse::<Quantity>().is_err());
        assert!("0".parse::<Quantity>().is_err());
        assert!("m7i-flex.2xlarge".parse::<InstanceType>().is_ok());
        assert!("/etc/../root".parse::<NodePath>().is_err());
        assert!("nvidia.com/gpu".parse::<LabelKey>().is_ok());
        assert_eq!("My_App".parse::<ObjectName>().unwrap_err().suggestion(), Some("my-app"));
        assert!("763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:0.9-gpu-py312-ec2".parse::<ImageReference>().is_ok());
    }
}
