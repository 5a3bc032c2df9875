//! Whatever text stands in a file of ours is the same text to every reader of it.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;
use soci_configurator::core::{Config, evaluate, read_config};
use soci_configurator::data::catalogue;

use crate::crds;
use crate::properties::runs;
use crate::yaml11;

/// Pieces of texts that readers of YAML trip over: white space of every kind at heads and tails,
/// signs, words and numbers that a plain scalar would turn into something else.
const PIECES: &[&str] = &[
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\u{0}",
    "\u{7f}",
    "\u{9b}",
    "\u{fffe}",
    "\u{1f680}",
    "a",
    "x: y",
    ": ",
    ":",
    " #",
    "#",
    "- ",
    "-",
    "? ",
    "?",
    "|",
    ">",
    "'",
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a",
    "*a",
    "!t",
    "%",
    "@",
    "`",
    "---",
    "...",
    "--- ",
    "yes",
    "No",
    "on",
    "null",
    "~",
    "true",
    "012",
    "0x1F",
    "1e3",
    "1:30",
    "2001-01-01",
    ".inf",
    ".5",
    "<<",
    "=",
    "${A}",
    "$(B)",
    "{{ x }}",
    "é",
    "a long line of words that goes on and on beyond the width at which writers like to fold lines of text",
];

/// A text of such pieces.
fn hostile() -> impl Strategy<Value = String> {
    vec(proptest::sample::select(PIECES), 0..9).prop_map(|pieces| pieces.concat())
}

/// A text as JSON, with an escape for every letter that is not plain: what a file cannot hold at
/// all is refused where it is read.
fn escaped(text: &str) -> String {
    let mut json = String::from("\"");
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(letter) if letter.is_ascii_alphanumeric() || letter == b' ' => {
                json.push(letter.into())
            }
            _ => json.push_str(&format!("\\u{unit:04x}")),
        }
    }
    json.push('"');
    json
}

/// A Config that keeps these texts at several depths of its documents.
fn keeping(texts: &[String], comments: bool) -> Config {
    let quoted: Vec<String> = texts.iter().map(|text| escaped(text)).collect();
    let [value, item, key, deep] = quoted.as_slice() else {
        panic!("four texts");
    };
    let lines = [
        format!("NodePool metadata.annotations.one = {value}"),
        format!("NodePool metadata.annotations[{key}] = \"of a key\""),
        format!("EC2NodeClass metadata.annotations.list = [{item}, {{{key}: {deep}}}]"),
        format!("Deployment spec.template.spec.containers[name=soci].args = [{item}, {value}]"),
    ];
    let kept: Vec<String> = lines
        .iter()
        .map(|line| format!("- {}", serde_json::to_string(line).expect("a line")))
        .collect();
    let file = format!(
        "version: 2\ncluster: {{name: demo, nodeRole: R}}\nworkload: {{kind: deployment}}\ncomments: {comments}\nkept:\n{}\n",
        kept.join("\n")
    );
    read_config(&file).unwrap_or_else(|error| panic!("{error:?}\n{file}"))
}

/// Every text that a value holds, keys too.
fn texts(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::String(text) => all.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, all)),
        Value::Object(pairs) => {
            for (key, value) in pairs {
                all.push(key.clone());
                texts(value, all);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

proptest! {
    #![proptest_config(runs())]

    #[test]
    fn any_text_is_read_back_by_every_reader(kept in vec(hostile(), 4), comments in any::<bool>()) {
        let config = keeping(&kept, comments);
        let bundle = evaluate(&config, catalogue()).bundle;
        for file in bundle.files().iter().filter(|file| file.path.ends_with(".yaml")) {
            let documents = yaml11::read(&file.text);
            prop_assert!(documents.is_ok(), "{}: {:?}\n{}", file.path, documents.err(), file.text);
            for document in documents.unwrap_or_default() {
                prop_assert_eq!(&document.value, &document.core, "{}", file.text);
            }
        }
        let mut all = Vec::new();
        for document in crds::applied(&bundle) {
            texts(&document, &mut all);
        }
        for text in &kept {
            prop_assert!(all.contains(text), "{text:?} is not in the files");
        }
        // The Config that lies beside the files keeps them too.
        let beside = bundle.file("config.yaml").expect("a Config").text.clone();
        prop_assert_eq!(read_config(&beside), Ok(config));
    }
}
