//! The JSON Schema of the Config file: valid itself, and of one mind with the reader.

use boon::{Compiler, Schemas};
use serde_json::{Value, json};
use soci_configurator::core::{Config, Field, Preset, json_schema, read_config, write_config};

use crate::support::config;
use crate::yaml11;

struct Schema {
    schemas: Schemas,
    index: boon::SchemaIndex,
}

impl Schema {
    /// Compiles our schema, which boon first checks against the draft that it names.
    fn ours() -> Self {
        let schema: Value = serde_json::from_str(&json_schema()).unwrap();
        let mut schemas = Schemas::new();
        let mut compiler = Compiler::new();
        compiler.add_resource("config.schema.json", schema).unwrap();
        let index = compiler
            .compile("config.schema.json", &mut schemas)
            .unwrap();
        Self { schemas, index }
    }

    fn accepts(&self, file: &Value) -> Result<(), String> {
        self.schemas
            .validate(file, self.index)
            .map_err(|error| format!("{error:#}"))
    }
}

/// A Config file as JSON has it.
fn json_of(text: &str) -> Value {
    yaml11::read_one(text)
        .unwrap_or_else(|error| panic!("{error}: {text}"))
        .value
}

#[test]
fn what_the_tool_writes_is_valid() {
    let schema = Schema::ours();
    let changed = config(&[
        ("nodes.minEbsBandwidth", ""),
        ("nodes.categories", ""),
        ("storage.volume.encrypted", "unset"),
        ("cluster.tags", "yes=no\na=007"),
        ("nodes.budgets", "10%\n0; schedule=0 9 * * 1-5; duration=8h"),
        ("nodes.taints", "nvidia.com/gpu:NoSchedule"),
        ("image.compressedSize", "10.7GB"),
        ("engine.maxConcurrentDownloads", "40"),
    ]);
    let presets = Preset::ALL.iter().map(Preset::config);
    for config in presets.chain([Config::default(), changed]) {
        let text = write_config(&config);
        assert_eq!(schema.accepts(&json_of(&text)), Ok(()), "{text}");
    }
}

#[test]
fn what_people_write_is_valid_as_far_as_it_is_read() {
    let schema = Schema::ours();
    for (text, right) in [
        ("version: 1", true),
        ("version: 1\ncluster:", true),
        ("version: 1\ncluster: {kubernetes: 1.34}", true),
        ("version: 1\ncluster: {kubernetes: \"1.34\"}", true),
        (
            "version: 1\nstorage: {volume: {iops: \"16k\", throughput: 600}}",
            true,
        ),
        ("version: 1\nstorage: {volume: {iops: null}}", true),
        ("version: 1\nengine: {maxConcurrentDownloads: -1}", true),
        (
            "version: 1\nnodes: {capacityTypes: [spot], labels: {team: a}}",
            true,
        ),
        ("version: 1\ncomparison: false", true),
        ("{}", false),
        ("version: 2", true),
        ("version: 3", false),
        ("version: 2\nworkload: {kind: pod}", false),
        ("version: 2\nworkload: {kind: deployment}", true),
        ("version: 1\nclutser: {}", false),
        ("version: 1\ncluster: {nam: demo}", false),
        ("version: 1\ncluster: {name: [demo]}", false),
        ("version: 1\ncluster: {region: null}", false),
        ("version: 1\nstorage: {volume: {iops: 300000}}", false),
        ("version: 1\nengine: {maxConcurrentDownloads: 0}", false),
        ("version: 1\nengine: {kind: bottelrocket}", false),
        ("version: 1\nnodes: {capacityTypes: [spot, spot]}", false),
        ("version: 1\nnodes: {capacityTypes: spot}", false),
        ("version: 1\nnodes: {labels: [team=a]}", true),
        ("version: 1\nnodes: {labels: [team]}", false),
        ("version: 1\ncomparison: maybe", false),
    ] {
        assert_eq!(read_config(text).is_ok(), right, "the reader, {text}");
        assert_eq!(
            schema.accepts(&json_of(text)).is_ok(),
            right,
            "the schema, {text}"
        );
    }
}

#[test]
fn every_field_is_described_with_its_default() {
    let schema: Value = serde_json::from_str(&json_schema()).unwrap();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert_eq!(schema["properties"]["version"]["enum"], json!([1, 2]));
    for field in Field::all() {
        let at = field.path.replace('.', "/properties/");
        let property = schema.pointer(&format!("/properties/{at}")).unwrap();
        assert_eq!(property["title"], field.label, "{}", field.path);
        assert!(
            property["description"]
                .as_str()
                .unwrap()
                .starts_with(field.help),
            "{}",
            field.path
        );
        assert!(property.get("default").is_some(), "{}", field.path);
    }
}
