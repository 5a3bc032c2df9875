//! Finding settings by words.

use crate::core::{Field, Kind};

/// Most fields that are offered.
const MAX_HITS: usize = 8;

/// Fields that have every word of a query in their label, path, help or choices; those whose
/// label begins with it first.
pub fn fields(query: &str) -> Vec<&'static Field> {
    let query = query.trim().to_ascii_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: [Vec<&'static Field>; RANKS] = Default::default();
    for field in Field::all() {
        if let Some(rank) = rank(field, &query, &words) {
            found[rank].push(field);
        }
    }
    found.into_iter().flatten().take(MAX_HITS).collect()
}

/// How well fields can fit.
const RANKS: usize = 5;

/// How well a field fits, the best first: below [`RANKS`].
fn rank(field: &Field, query: &str, words: &[&str]) -> Option<usize> {
    let label = field.label.to_ascii_lowercase();
    let path = field.path.to_ascii_lowercase();
    let all_in = |text: &str| words.iter().all(|word| text.contains(word));
    if label == query {
        return Some(0);
    }
    if label.starts_with(query) {
        return Some(1);
    }
    if all_in(&label) {
        return Some(2);
    }
    if all_in(&path) {
        return Some(3);
    }
    // People say disk where Karpenter says volume.
    let disk = if path.starts_with("storage.") {
        "disk"
    } else {
        ""
    };
    if all_in(&[disk, " ", &label].concat()) {
        return Some(3);
    }
    let mut rest = format!("{disk} {label} {path} {} {}", field.help, field.bounds);
    if let Kind::Choice(choices) | Kind::Choices(choices) = field.kind {
        for choice in choices {
            rest.push(' ');
            rest.push_str(choice.label);
            rest.push(' ');
            rest.push_str(choice.word);
        }
    }
    all_in(&rest.to_ascii_lowercase()).then_some(4)
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn a_field_is_found_by_label_path_help_and_choice() {
        let first = |query: &str| fields(query).first().map(|field| field.path);
        assert_eq!(first("iops"), Some("storage.volume.iops"));
        assert_eq!(first(" IOPS "), Some("storage.volume.iops"));
        assert_eq!(first("kmskey"), Some("storage.volume.kmsKeyID"));
        assert_eq!(first("bottlerocket"), Some("cluster.bottlerocketVersion"));
        assert!(
            fields("bottlerocket")
                .iter()
                .any(|field| field.path == "engine.kind")
        );
        assert_eq!(
            first("volume throughput"),
            Some("storage.volume.throughput")
        );
        assert_eq!(first("disk"), Some("storage.volume.volumeType"));
        assert_eq!(first("disk iops"), Some("storage.volume.iops"));
        assert_eq!(first("zebra"), None);
        assert!(fields("").is_empty() && fields("e").len() == 8);
    }
}
