//! The table of all fields, group by group.

use super::{Field, cluster, costs, engine, image, nodes, storage};
use crate::core::choice::nearest;
use crate::core::error::{ValueError, quoted};

impl Field {
    /// Every field, in the order of the form and of a Config file.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        [
            cluster::FIELDS,
            image::FIELDS,
            nodes::FIELDS,
            storage::FIELDS,
            engine::FIELDS,
            costs::FIELDS,
        ]
        .into_iter()
        .flatten()
    }

    /// The field at a path.
    pub fn find(path: &str) -> Option<&'static Self> {
        Self::all().find(|field| field.path == path)
    }

    /// The field at a path that somebody typed.
    ///
    /// # Errors
    /// A path that names no field; the nearest one is suggested.
    pub fn named(path: &str) -> Result<&'static Self, ValueError> {
        let path = path.trim();
        Self::find(path).ok_or_else(|| {
            let error = ValueError::new(format!("unknown field {}.", quoted(path)));
            let alone = |field: &&Self| field.path.rsplit('.').next() == Some(path);
            let near = nearest(path, Self::all().map(|field| field.path));
            match near.or_else(|| Self::all().find(alone).map(|field| field.path)) {
                Some(near) => error.suggest(near),
                None => error,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Field;
    use crate::core::config::Config;

    #[test]
    fn paths_are_unique_and_texts_are_there() {
        let mut seen = std::collections::BTreeSet::new();
        for field in Field::all() {
            assert!(seen.insert(field.path), "{} twice", field.path);
            assert!(
                !field.label.is_empty() && field.help.ends_with('.'),
                "{}",
                field.path
            );
            assert!(!field.bounds.is_empty(), "{}", field.path);
            assert!(field.source.url.starts_with("https://"), "{}", field.path);
        }
        assert!(seen.len() > 60);
    }

    #[test]
    fn one_of_a_unit_is_one() {
        let with = |path: &str, value: &str| Field::find(path).map(|field| field.with_unit(value));
        for (path, value, shown) in [
            ("workload.gpus", "1", "1 GPU"),
            ("workload.gpus", "8", "8 GPUs"),
            ("nodes.minMemory", "1", "1 GiB"),
            ("storage.volume.iops", "1", "1 IOPS"),
            ("storage.volume.iops", "", ""),
            ("cluster.name", "1", "1"),
        ] {
            assert_eq!(with(path, value).as_deref(), Some(shown));
        }
    }

    #[test]
    fn every_field_reads_back_its_own_default() {
        let config = Config::default();
        for field in Field::all() {
            let mut copy = config.clone();
            let value = field.value(&config);
            assert_eq!((field.set)(&mut copy, &value), Ok(()), "{}", field.path);
            assert_eq!(copy, config, "{}", field.path);
        }
    }
}
