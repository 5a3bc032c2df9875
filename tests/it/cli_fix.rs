//! `check --fix` and the changes of a Config file in its own text: what no fix names is the same
//! bytes.

use serde_json::{Map, Value as Json};
use soci_configurator::core::{
    Config, Field, Kind, Preset, Value, edit_config, read_config, write_config,
};

use crate::folder::Folder;
use crate::support::set;

/// A Config as JSON with every field that differs from the default.
fn json(config: &Config, pretty: bool) -> String {
    let mut root = Map::new();
    root.insert("version".to_owned(), Json::from(2));
    let default = Config::default();
    for field in Field::all() {
        let value = field.value(config);
        if value == field.value(&default) {
            continue;
        }
        let value = match (value, field.kind) {
            (Value::Empty, Kind::Pairs) => Json::Object(Map::new()),
            (Value::Empty, Kind::List | Kind::Choices(_) | Kind::Lines) => Json::Array(Vec::new()),
            (Value::Empty, _) => Json::Null,
            (Value::One(text), _) => Json::from(text),
            (Value::Many(texts), Kind::Pairs) => texts
                .iter()
                .filter_map(|text| text.split_once('='))
                .map(|(key, value)| (key.to_owned(), Json::from(value)))
                .collect::<Map<String, Json>>()
                .into(),
            (Value::Many(texts), _) => Json::from(texts),
        };
        let mut map = &mut root;
        let (parents, name) = field.path.rsplit_once('.').unwrap_or(("", field.path));
        for parent in parents.split('.').filter(|parent| !parent.is_empty()) {
            map = map
                .entry(parent)
                .or_insert_with(|| Json::Object(Map::new()))
                .as_object_mut()
                .expect("a section");
        }
        map.insert(name.to_owned(), value);
    }
    let root = Json::Object(root);
    if pretty {
        serde_json::to_string_pretty(&root).expect("JSON")
    } else {
        root.to_string()
    }
}

/// A comment above every line and one behind many.
fn commented(text: &str) -> String {
    let mut commented = String::from("# head\n");
    let mut in_text = false;
    for (number, line) in text.lines().enumerate() {
        in_text |= line.ends_with('|') || line.ends_with("|-");
        if in_text {
            commented.push_str(&format!("{line}\n"));
        } else {
            commented.push_str(&format!("# above {number}\n{line}  # behind {number}\n"));
        }
    }
    commented.push_str("# tail\n");
    commented
}

/// The ways in which a file may be written, by name.
fn notations(config: &Config) -> Vec<(&'static str, String)> {
    let block = write_config(config);
    vec![
        ("commented", commented(&block)),
        ("CR LF", block.replace('\n', "\r\n")),
        ("no last line end", block.trim_end().to_owned()),
        ("behind ---", format!("---\n{block}")),
        ("JSON", json(config, false)),
        ("JSON on lines", json(config, true)),
        ("JSON with CR LF", json(config, true).replace('\n', "\r\n")),
        ("block", block),
    ]
}

/// Lines that the change does not name are there as they were, in their order.
fn is_untouched(before: &str, after: &str, names: &[&str]) -> Result<(), String> {
    let is_named = |line: &str| {
        let last = |name: &&str| name.rsplit('.').next().unwrap_or_default().to_owned();
        names.iter().any(|name| line.contains(&last(name)))
    };
    let mut rest = after.split_inclusive('\n');
    for line in before.split_inclusive('\n') {
        let is_item = line.trim_start().starts_with('-') || line.trim_start().starts_with('"');
        let may_change = is_named(line) || is_item || !line.ends_with('\n') || !line.contains(':');
        let is_comment = line.trim_start().starts_with('#');
        if (is_comment || !may_change) && !rest.any(|new| new == line) {
            return Err(line.to_owned());
        }
    }
    Ok(())
}

/// Every preset becomes every other in every notation: in its own text, and only where they differ.
#[test]
fn any_config_becomes_any_other_in_its_own_text() {
    let configs: Vec<Config> = Preset::ALL.iter().map(|preset| preset.config()).collect();
    for from in &configs {
        for (notation, text) in notations(from) {
            assert_eq!(read_config(&text).as_ref(), Ok(from), "{notation}\n{text}");
            for to in &configs {
                let edited = edit_config(&text, to).unwrap_or_else(|refusal| {
                    panic!(
                        "{notation}: {:?} of {:?}\n{text}",
                        refusal.field, refusal.changes
                    )
                });
                assert_eq!(
                    read_config(&edited.text).as_ref(),
                    Ok(to),
                    "{}",
                    edited.text
                );
                if from == to {
                    assert_eq!(edited.text, text);
                }
                let names: Vec<&str> = edited.changes.iter().map(|one| one.field.path).collect();
                if notation == "commented" || notation == "CR LF" {
                    let lost = is_untouched(&text, &edited.text, &names);
                    assert_eq!(lost, Ok(()), "{names:?}\n{text}\n{}", edited.text);
                }
                assert_eq!(text.contains("\r\n"), edited.text.contains("\r\n"));
                assert_eq!(
                    edited.text.matches('\n').count(),
                    edited
                        .text
                        .matches(if text.contains("\r\n") { "\r\n" } else { "\n" })
                        .count()
                );
            }
        }
    }
}

/// Every field alone, from the file that says nothing and from the one that says all.
#[test]
fn any_field_is_set_emptied_and_put_back() {
    let texts = [
        ("storage.volume.iops", "4000"),
        ("nodes.categories", "m,r"),
        ("nodes.categories", ""),
        ("nodes.labels", "a=b\nteam=007"),
        ("cluster.tags", "yes=no\nx=a: b, [c]"),
        ("cluster.name", "1.30"),
        ("cluster.name", "no"),
        ("nodes.budgets", "10%\n20%; reasons=Drifted"),
        ("image.reference", "example.com/a/b:1@x"),
        ("dismissed", "slow-volume: it’s “measured”: #1"),
        ("comments", "true"),
    ];
    for (path, text) in texts {
        let Some(field) = Field::find(path) else {
            panic!("no field {path}")
        };
        let Ok(edit) = soci_configurator::core::Edit::typed(field, text, &Config::default()) else {
            continue;
        };
        let to = Config::default().apply(&edit);
        for before in [
            "version: 2\n",
            "version: 2",
            "{version: 2}",
            "{\"version\": 2}",
            "{\n  \"version\": 2\n}\n",
            "version: 2\r\n",
            "version: 2\nstorage:\nnodes: ~\ncluster: {}\nimage: {  }\n",
        ] {
            let there = edit_config(before, &to).unwrap_or_else(|_| panic!("{path} in {before}"));
            assert_eq!(read_config(&there.text).as_ref(), Ok(&to), "{}", there.text);
            let back = edit_config(&there.text, &Config::default());
            let back = back.unwrap_or_else(|_| panic!("{path} out of {}", there.text));
            assert_eq!(
                read_config(&back.text),
                Ok(Config::default()),
                "{}",
                back.text
            );
        }
    }
}

/// A comment stays behind the value that it is about.
#[test]
fn an_entry_in_braces_comes_on_a_line_of_its_own() {
    let to = set(Config::default(), &[("storage.volume.iops", "4000")]);
    for (before, after) in [
        (
            "version: 2\nstorage: {\n  volume: {\n    encrypted: true # all\n  }\n}\n",
            "version: 2\nstorage: {\n  volume: {\n    encrypted: true, # all\n    iops: 4000\n  }\n}\n",
        ),
        (
            "version: 2\nstorage: {\n  volume: {\n    encrypted: true, # all\n  },\n}\n",
            "version: 2\nstorage: {\n  volume: {\n    encrypted: true, # all\n    iops: 4000,\n  },\n}\n",
        ),
        (
            "version: 2\nstorage: {volume: {\n  encrypted: true}} # all\n",
            "version: 2\nstorage: {volume: {\n  encrypted: true,\n  iops: 4000}} # all\n",
        ),
    ] {
        let edited = edit_config(before, &to).expect("it can be changed");
        assert_eq!(edited.text, after);
        assert_eq!(read_config(&edited.text).as_ref(), Ok(&to));
    }
}

#[test]
fn items_go_and_come_where_they_stand() {
    let to = |path, text| set(Config::default(), &[(path, text)]);
    let edited = |text: &str, to: &Config| edit_config(text, to).map(|edited| edited.text);
    let block = "version: 2\nnodes:\n  # which\n  categories:\n  - c  # compute\n  # more\n  - m\n  - r # memory\n  families: []\n";
    assert_eq!(
        edited(block, &to("nodes.categories", "m,r")).as_deref(),
        Ok(
            "version: 2\nnodes:\n  # which\n  categories:\n  # more\n  - m\n  - r # memory\n  families: []\n"
        )
    );
    assert_eq!(
        edited(block, &to("nodes.categories", "g,c,m,p,r")).as_deref(),
        Ok(
            "version: 2\nnodes:\n  # which\n  categories:\n  - g\n  - c  # compute\n  # more\n  - m\n  - p\n  - r # memory\n  families: []\n"
        )
    );
    let flow = "version: 2\nnodes: {categories: [c , m,\n  r], families: []}\n";
    assert_eq!(
        edited(flow, &to("nodes.categories", "c,m")).as_deref(),
        Ok("version: 2\nnodes: {categories: [c , m], families: []}\n")
    );
}

/// An anchor may be on a value that changes: what its aliases mean does not.
#[test]
fn anchors_and_aliases_keep_their_meaning() {
    let text = "version: 2\nstorage:\n  volume: {iops: &n 3000, throughput: 500}\ncosts: {nodes: *n}\nnodes: {categories: &c [m], families: *c}\n";
    let from = read_config(text).expect("a Config");
    let to = set(
        from,
        &[("storage.volume.iops", "4000"), ("nodes.categories", "m,r")],
    );
    let edited = edit_config(text, &to).expect("it can be changed");
    assert_eq!(read_config(&edited.text), Ok(to));
    assert_eq!(
        edited.text,
        "version: 2\nstorage:\n  volume: {iops: &n 4000, throughput: 500}\ncosts: {nodes: 3000}\nnodes: {categories: &c [m, r], families: [m]}\n"
    );
}

/// JSON may hold escapes that no YAML has, and then there are no places to change.
#[test]
fn what_cannot_be_changed_in_place_is_refused_with_what_would_change() {
    let folder = Folder::new("cli_fix/refused");
    let text = "{\"version\": 2, \"cluster\": {\"name\": \"demo\", \"nodeRole\": \"r\", \"discoveryTag\": \"a\\/b\"},\n\"storage\": {\"volume\": {\"iops\": 3000, \"throughput\": 1000}}}\n";
    folder.put("config.yaml", text);
    let ran = folder.run(&["check", "config.yaml", "--fix"]);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert_eq!(folder.read("config.yaml"), text);
    for said in [
        "- storage.volume.iops: 3000\n",
        "+ storage.volume.iops: 4000\n",
        "--rewrite",
    ] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    let rewritten = folder.run(&["check", "config.yaml", "--fix", "--rewrite"]);
    assert_eq!(rewritten.code, 0, "{}", rewritten.err);
    let config = read_config(&folder.read("config.yaml")).expect("a Config");
    assert_eq!(config.cluster.discovery_tag.to_string(), "a/b");
}

#[test]
fn a_byte_order_mark_stays_and_other_encodings_ask_first() {
    let folder = Folder::new("cli_fix/encodings");
    let text = "version: 2\r\n# ä\r\ncluster: {name: demo, nodeRole: r}\r\nstorage: {volume: {iops: 3000, throughput: 1000}}\r\n";
    folder.put("config.yaml", format!("\u{feff}{text}"));
    let ran = folder.run(&["check", "config.yaml", "--fix"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        folder.read("config.yaml"),
        format!("\u{feff}{}", text.replace("iops: 3000", "iops: 4000"))
    );
    assert!(
        ran.out
            .starts_with("config.yaml:4: storage.volume.iops: 3000 → 4000\n"),
        "{}",
        ran.out
    );
    let utf16: Vec<u8> = format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    folder.put("config.yaml", &utf16);
    let refused = folder.run(&["check", "config.yaml", "--fix"]);
    assert_eq!(refused.code, 2, "{}", refused.out);
    assert!(
        refused.err.contains("+ storage.volume.iops: 4000"),
        "{}",
        refused.err
    );
    assert_eq!(
        std::fs::read(folder.path("config.yaml")).expect("it is there"),
        utf16
    );
}
