//! Instance types, and what reaches a script on the node.

use super::{alphanumeric_ends, ascii_word, invalid, validated_text};
use crate::core::error::ValueError;

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

fn check_instance_word(text: &str) -> Result<(), ValueError> {
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
        "part of an instance type name",
        "Lower-case letters, digits and -, as in c, m6i, 2xlarge or l40s.",
    );
    let lower = text.to_ascii_lowercase();
    if lower != text && check_instance_word(&lower).is_ok() {
        return Err(error.suggest(lower));
    }
    Err(error)
}

fn check_instance_type(text: &str) -> Result<(), ValueError> {
    let well_formed = text.split_once('.').is_some_and(|(family, size)| {
        check_instance_word(family).is_ok() && check_instance_word(size).is_ok()
    });
    if well_formed {
        return Ok(());
    }
    Err(invalid(
        text,
        "an instance type",
        "Use family.size, for example m6i.8xlarge.",
    ))
}

fn check_node_path(text: &str) -> Result<(), ValueError> {
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
        "Use an absolute path of letters, digits and / . _ -, without .. in it.",
    ))
}

fn check_soci_version(text: &str) -> Result<(), ValueError> {
    let parts: Vec<&str> = text.split('.').collect();
    let number =
        |part: &&str| (1..=4).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
    if parts.len() == 3 && parts.iter().all(number) {
        return Ok(());
    }
    let error = invalid(
        text,
        "a SOCI snapshotter release",
        "Use three numbers, for example 0.11.1.",
    );
    Err(match text.strip_prefix('v') {
        Some(bare) if check_soci_version(bare).is_ok() => error.rewrite(bare),
        _ => error,
    })
}
