//! Names and ids of AWS.

use super::{ascii_word, invalid, validated_text};
use crate::core::config::regions::region_called;
use crate::core::error::{ValueError, quoted};

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
    /// Id of a capacity reservation: `cr-` and hexadecimal digits (Karpenter's CRD pattern).
    CapacityReservationId, check_capacity_reservation_id
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
    /// Value of a tag in a selector: that of a tag, in which `*` and `?` stand for what they match;
    /// `*` alone asks for the key only (Karpenter v1.14, `tags: {key: "*"}`; EC2 filters).
    SelectorValue, check_selector_value
}

/// The name at the end of an ARN, for example of `arn:aws:iam::123456789012:role/path/Name`.
fn arn_name(text: &str) -> Option<&str> {
    text.strip_prefix("arn:")?
        .rsplit(['/', ':'])
        .next()
        .filter(|name| !name.is_empty())
}

fn name_instead_of_arn(text: &str, what: &str) -> Option<ValueError> {
    let name = arn_name(text)?;
    Some(
        ValueError::new(format!(
            "This is an ARN; only {what} is needed: {}.",
            quoted(name)
        ))
        .suggest(name),
    )
}

fn check_cluster_name(text: &str) -> Result<(), ValueError> {
    if let Some(arn) = name_instead_of_arn(text, "the cluster name") {
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

fn check_iam_name(text: &str, what: &str, longest: usize) -> Result<(), ValueError> {
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

fn check_role_name(text: &str) -> Result<(), ValueError> {
    if text.starts_with("arn:") && text.contains(":instance-profile/") {
        return Err(ValueError::new(
            "This is an instance profile ARN. Enter its name as the instance profile, or the node role's name here.",
        ));
    }
    check_iam_name(text, "a role name", 64)
}

fn check_instance_profile(text: &str) -> Result<(), ValueError> {
    if text.starts_with("arn:") && text.contains(":role/") {
        return Err(ValueError::new(
            "This is a role ARN. Enter its name as the node role, or the instance profile's name here.",
        ));
    }
    check_iam_name(text, "an instance profile name", 128)
}

fn check_region(text: &str) -> Result<(), ValueError> {
    let parts: Vec<&str> = text.split('-').collect();
    let well_formed = parts.len() >= 3
        && text.len() <= 25
        // us, and eusc of the sovereign cloud.
        && parts.first().is_some_and(|part| (2..=4).contains(&part.len()))
        && parts.last().is_some_and(|part| {
            part.len() <= 2 && !part.is_empty() && part.chars().all(|c| c.is_ascii_digit())
        })
        && parts
            .iter()
            .take(parts.len() - 1)
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase()));
    if well_formed {
        return Ok(());
    }
    let error = invalid(text, "a Region", "Use its code, for example us-east-1.");
    if let Some(region) = region_called(text) {
        return Err(error.rewrite(region));
    }
    let small = text.to_ascii_lowercase();
    if small != text && check_region_shape_only(&small) {
        return Err(error.rewrite(small));
    }
    let without_zone = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    if without_zone != text && check_region_shape_only(without_zone) {
        return Err(error.suggest(without_zone));
    }
    Err(error)
}

fn check_region_shape_only(text: &str) -> bool {
    text.chars().next_back().is_some_and(|c| c.is_ascii_digit()) && check_region(text).is_ok()
}

fn check_zone(text: &str) -> Result<(), ValueError> {
    let letter = text
        .chars()
        .next_back()
        .is_some_and(|c| c.is_ascii_lowercase());
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
        "Use its name, for example us-east-1a.",
    ))
}

fn check_id(text: &str, prefix: &str, what: &str) -> Result<(), ValueError> {
    let id = text
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('-'));
    if id.is_some_and(|id| {
        (8..=40).contains(&id.len())
            && id
                .chars()
                .all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c))
    }) {
        return Ok(());
    }
    Err(invalid(
        text,
        what,
        &format!("It is {prefix}- and 8 or 17 hexadecimal digits."),
    ))
}

fn check_subnet_id(text: &str) -> Result<(), ValueError> {
    check_id(text, "subnet", "a subnet ID")
}

fn check_security_group_id(text: &str) -> Result<(), ValueError> {
    check_id(text, "sg", "a security group ID")
}

fn check_snapshot_id(text: &str) -> Result<(), ValueError> {
    check_id(text, "snap", "a snapshot ID")
}

fn check_capacity_reservation_id(text: &str) -> Result<(), ValueError> {
    check_id(text, "cr", "a capacity reservation ID")
}

fn check_kms_key(text: &str) -> Result<(), ValueError> {
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
        "Use the key ID, its ARN or alias/NAME.",
    ))
}

fn printable(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

fn check_tag_key(text: &str) -> Result<(), ValueError> {
    let length = text.chars().count();
    if text.starts_with("aws:") {
        return Err(ValueError::new("Tag keys starting with aws: are reserved."));
    }
    if (1..=127).contains(&length) && printable(text) && !text.contains('=') && tag_characters(text)
    {
        return Ok(());
    }
    Err(invalid(
        text,
        "a tag key",
        "EC2 allows 1 to 127 letters, digits, spaces and + - . _ : / @.",
    ))
}

fn check_tag_value(text: &str) -> Result<(), ValueError> {
    if text.chars().count() <= 255 && printable(text) && tag_characters(text) {
        return Ok(());
    }
    Err(invalid(
        text,
        "a tag value",
        "EC2 allows up to 255 letters, digits, spaces and + - = . _ : / @.",
    ))
}

fn check_selector_value(text: &str) -> Result<(), ValueError> {
    let plain: String = text.chars().filter(|c| !matches!(c, '*' | '?')).collect();
    if !text.is_empty() && check_tag_value(&plain).is_ok() && text.chars().count() <= 255 {
        return Ok(());
    }
    Err(invalid(
        text,
        "a tag value pattern",
        "EC2 allows up to 255 letters, digits, spaces and + - = . _ : / @; * matches any value.",
    ))
}

fn tag_characters(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphanumeric() || " +-=._:/@".contains(c))
}
