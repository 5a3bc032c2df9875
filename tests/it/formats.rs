//! Versions of links and Config files: each keeps its own defaults for ever.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proptest::collection::btree_map;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};
use soci_configurator::core::{
    Config, Edit, Field, Kind, Link, json_schema, read_config, read_link, write_config,
};

use crate::properties::runs;
use crate::samples::text;
use crate::support::set;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/defaults")
}

/// The versions that the schema takes, so that none is without its file.
fn versions() -> Vec<u64> {
    let schema: Value = serde_json::from_str(&json_schema()).expect("JSON");
    let versions = schema["properties"]["version"]["enum"].as_array();
    let numbers = versions.expect("versions").iter();
    numbers
        .map(|number| number.as_u64().expect("a number"))
        .collect()
}

/// What a version means by the fields, by path, from its file: a line for each, with line feeds of a
/// value as `\n`.
pub fn meant(version: u64) -> BTreeMap<String, String> {
    let path = folder().join(format!("v{version}.txt"));
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    // What may be left to AWS is, without a line.
    let unset = Field::all().filter(|field| match field.kind {
        Kind::Choice(choices) => choices.iter().any(|choice| choice.word == "unset"),
        _ => false,
    });
    let unset = unset.map(|field| (field.path.to_owned(), "unset".to_owned()));
    let written = text
        .lines()
        .filter_map(|line| {
            line.trim_end()
                .split_once(" =")
                .map(|(path, value)| (path, value.trim_start()))
        })
        .map(|(path, value)| (path.to_owned(), value.replace("\\n", "\n")));
    unset.chain(written).collect()
}

#[test]
fn every_version_means_by_nothing_what_it_meant() {
    let versions = versions();
    for version in &versions {
        let file = read_config(&format!("version: {version}\n")).expect("a Config file");
        let link = read_link(&format!("v{version}_z")).expect("a link");
        assert_eq!(link.problems, []);
        assert!(
            link.link.config == file,
            "links and files of version {version} differ"
        );
        let frozen = meant(*version);
        for field in Field::all() {
            let now = field.value(&file).text(field.kind);
            let meant = frozen.get(field.path).map_or("", String::as_str);
            assert_eq!(
                now, meant,
                "{} of version {version}. A field without a line is empty or unset in that version; one that \
                 is not: add its line to tests/defaults/v{version}.txt. Another default: once \
                 version {version} was released, add a version to src/core/config/format.rs and its \
                 file; a line that is there never changes.",
                field.path
            );
        }
        let gone: Vec<&String> = frozen
            .keys()
            .filter(|path| Field::find(path).is_none())
            .collect();
        assert_eq!(
            gone,
            Vec::<&String>::new(),
            "fields of version {version} went away"
        );
    }
    let newest = versions.last().expect("a version");
    let newest = read_config(&format!("version: {newest}\n")).expect("a Config file");
    assert!(
        newest == Config::default(),
        "a default changed: add a version to src/core/config/format.rs, with a row for it"
    );
    let files = std::fs::read_dir(folder()).expect("tests/defaults").count();
    assert_eq!(files, versions.len(), "one file a version");
}

#[test]
fn what_is_written_is_of_the_newest_version() {
    let newest = versions().last().copied().expect("a version");
    let config = Config::default();
    assert!(write_config(&config).starts_with(&format!("version: {newest}\n")));
    assert_eq!(Link::new(config).write(), format!("v{newest}_z"));
}

#[test]
fn version_1_brings_the_workload_and_the_pair_and_version_2_neither() {
    for (start, deployment, comparison) in
        [("version: 1", true, true), ("version: 2", false, false)]
    {
        let config = read_config(start).expect("a file");
        assert_eq!(
            config.workload.kind.as_str() == "deployment",
            deployment,
            "{start}"
        );
        assert_eq!(config.comparison, comparison, "{start}");
    }
    let said = "v1_cc.false_wk.none_ck.1.35_ca.v20260930_xc.1000_z";
    let config = read_link(said).expect("a link").link.config;
    assert!(
        config == Config::default(),
        "what version 1 says is what it means"
    );
    assert_eq!(Link::new(config).write(), "v2_z");
}

const OWN: &str = "registry.example.com/team/app:1";
const DEFAULT_SIZE: u64 = 10_757_041_023;

/// The size that a text of this version means, read from a file and from a link.
#[track_caller]
fn check_size(version: u64, image: &Value, expected: Option<u64>) {
    let file = json!({"version": version, "image": image}).to_string();
    let config = read_config(&file).unwrap_or_else(|errors| panic!("{file}: {errors:?}"));
    let bytes = |config: &Config| config.image.compressed_size.map(|size| size.to_bytes());
    assert_eq!(bytes(&config), expected, "{file}");
    // Written and read again it stays.
    for back in [
        read_config(&write_config(&config)).expect("our own"),
        read_link(&Link::new(config.clone()).write())
            .expect("our own")
            .link
            .config,
    ] {
        assert!(back == config, "{file}");
    }
}

#[test]
fn the_default_size_is_the_default_image_s_alone() {
    for version in versions() {
        let assumed = (version == 1).then_some(DEFAULT_SIZE);
        check_size(version, &json!({"reference": OWN}), assumed);
        check_size(version, &json!({}), Some(DEFAULT_SIZE));
        check_size(version, &json!({"compressedSize": 5}), Some(5));
        for image in [
            json!({"reference": OWN, "compressedSize": 5}),
            json!({"compressedSize": 5, "reference": OWN}),
        ] {
            check_size(version, &image, Some(5));
        }
        let kept = json!({"reference": OWN, "compressedSize": DEFAULT_SIZE});
        check_size(version, &kept, Some(DEFAULT_SIZE));
        check_size(
            version,
            &json!({"reference": OWN, "compressedSize": null}),
            None,
        );
    }
    for (link, expected) in [
        ("v1_ir.a~sb~c1_z", Some(DEFAULT_SIZE)),
        ("v1_ir.a~sb~c1_is_z", None),
        ("v1_is.5_ir.a~sb~c1_z", Some(5)),
        ("v2_ir.a~sb~c1_z", None),
        ("v2_is.5_ir.a~sb~c1_z", Some(5)),
        ("v2_il.5G_ir.a~sb~c1_z", None),
    ] {
        let config = read_link(link).expect("a link").link.config;
        let size = config.image.compressed_size.map(|size| size.to_bytes());
        assert_eq!(size, expected, "{link}");
        let again = read_link(&Link::new(config.clone()).write()).expect("our own");
        assert!(again.link.config == config, "{link}");
    }
}

#[test]
fn another_image_has_nothing_of_the_one_before() {
    let known: &[(&str, &str)] = &[
        ("image.compressedSize", "5GB"),
        ("image.unpackedSize", "9GB"),
        ("image.largestLayer", "40"),
        ("image.layers", "5GB gzip"),
        ("image.ownFigures", "gzip-stream 210"),
        ("costs.pullTime", "39s"),
    ];
    let first = set(set(Config::default(), &[("image.reference", OWN)]), known);
    // The same image again changes nothing.
    assert!(set(first.clone(), &[("image.reference", OWN)]) == first);
    let other = set(first.clone(), &[("image.reference", "a/b:1")]);
    let image = &other.image;
    assert_eq!((image.compressed_size, image.unpacked_size), (None, None));
    assert_eq!((image.largest_layer, image.layers.len()), (None, 0));
    assert_eq!(other.costs.pull_time, None);
    // What was measured of the cluster is of no image.
    assert_eq!(image.own_figures, first.image.own_figures);
    // The default image brings its own size back.
    let reference = Field::find("image.reference").expect("a field");
    let back = first.apply(&Edit::reset(reference));
    assert_eq!(
        back.image.compressed_size,
        Config::default().image.compressed_size
    );
    assert_eq!(back.image.layers.len(), 0);
    // A size goes back to nothing while the image is another.
    let size = Field::find("image.compressedSize").expect("a field");
    assert_eq!(first.apply(&Edit::reset(size)).image.compressed_size, None);
    assert!(size.default_beside(&first).texts().is_empty());

    // One change that says both holds in either order.
    let default = Config::default();
    let edit = |path: &str, text: &str| {
        Edit::typed(Field::find(path).expect("a field"), text, &default).expect("a value")
    };
    for both in [
        vec![
            edit("image.reference", OWN),
            edit("image.compressedSize", "5GB"),
        ],
        vec![
            edit("image.compressedSize", "5GB"),
            edit("image.reference", OWN),
        ],
    ] {
        let size = default.apply(&Edit::all(both)).image.compressed_size;
        assert_eq!(size.map(|size| size.to_bytes()), Some(5_000_000_000));
    }
}

/// Some fields with texts that they take, by path.
fn named() -> impl Strategy<Value = BTreeMap<&'static str, String>> {
    let at = 0..Field::all().count();
    btree_map(at, (any::<Index>(), any::<u64>()), 0..25).prop_map(|chosen| {
        let fields: Vec<&'static Field> = Field::all().collect();
        chosen
            .into_iter()
            .filter_map(|(at, (choice, number))| {
                let field = *fields.get(at)?;
                let text = text(field, choice, number);
                // As it is read by the default engine.
                let is_engine = field.path == "engine.kind";
                Edit::typed(field, &text, &Config::default())
                    .ok()
                    .filter(|_| !is_engine)?;
                Some((field.path, text))
            })
            .collect()
    })
}

/// A value as a file has it.
fn plain(field: &Field, text: &str) -> Value {
    let lists = matches!(
        field.kind,
        Kind::List | Kind::Choices(_) | Kind::Pairs | Kind::Lines
    );
    let config = set(Config::default(), &[(field.path, text)]);
    let value = field.value(&config);
    match value.texts() {
        [] => Value::Null,
        texts if lists => json!(texts),
        [one, ..] => json!(one),
    }
}

fn insert(map: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            map.insert(path.to_owned(), value);
        }
        Some((section, rest)) => {
            let entry = map.entry(section).or_insert_with(|| json!({}));
            insert(entry.as_object_mut().expect("a map"), rest, value);
        }
    }
}

proptest! {
    #![proptest_config(runs())]

    /// A file or link of any version means what it names, and by the rest what its version meant.
    #[test]
    fn what_is_not_named_means_what_its_version_meant(named in named(), version in 0..2_usize) {
        let version = versions()[version];
        let defaults = meant(version);
        let mut file = Map::new();
        file.insert("version".to_owned(), json!(version));
        let mut items = vec![format!("v{version}")];
        for (path, text) in &named {
            let field = Field::find(path).expect("a field");
            insert(&mut file, path, plain(field, text));
            // A link's item as the newest version writes it: the notation is the same.
            let config = set(Config::default(), &[(path, text)]);
            let written = Link::new(config.clone()).write();
            let code = Link::codes().find(|(_, own, _)| own == path).expect("a code").0;
            let item = written.split('_').find(|item| item.split('.').next() == Some(code));
            // What equals the default is not named; it is then, by its text, in a link of before.
            let plain_text = field.value(&config).text(field.kind);
            match item {
                Some(item) => items.push(item.to_owned()),
                None if plain_text.is_empty() => items.push(code.to_owned()),
                None if plain_text.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c)) => {
                    items.push(format!("{code}.{plain_text}"));
                }
                None => return Ok(()),
            }
        }
        items.push("z".to_owned());
        let file = Value::Object(file).to_string();
        let by_file = read_config(&file);
        prop_assert!(by_file.is_ok(), "{} {:?}", file, by_file);
        let by_file = by_file.unwrap_or_default();
        let by_link = read_link(&items.join("_")).expect("a link");
        prop_assert_eq!(&by_link.problems, &[], "{}", items.join("_"));
        let own_image = named.get("image.reference").is_some_and(|text| *text != defaults["image.reference"]);
        let paths: BTreeSet<&str> = named.keys().copied().collect();
        for field in Field::all() {
            let is_cleared = version > 1 && own_image && field.path == "image.compressedSize";
            let expected = match named.get(field.path) {
                Some(text) => {
                    let config = set(Config::default(), &[(field.path, text)]);
                    field.value(&config).text(field.kind)
                }
                None if is_cleared => String::new(),
                None => defaults.get(field.path).cloned().unwrap_or_default(),
            };
            for config in [&by_file, &by_link.link.config] {
                let shown = field.value(config).text(field.kind);
                prop_assert_eq!(&shown, &expected, "{} of version {} with {:?}", field.path, version, paths);
            }
        }
    }
}
