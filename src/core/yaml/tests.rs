//! Texts and what `kubectl` makes of them.
//!
//! The verdicts are those of go-yaml 2.4.0 behind the decoder of k8s.io/apimachinery, which ran
//! over these very rows on 2026-11-29; where we are stricter on purpose, the row says so.

use proptest::prelude::*;

use super::{Document, Yaml, read, read_all, write};

/// The documents as JSON in one line each, or the line of the first fault.
type Verdict = Result<&'static [&'static str], usize>;

const fn ok(documents: &'static [&'static str]) -> Verdict {
    Ok(documents)
}

const fn no(line: usize) -> Verdict {
    Err(line)
}

/// Text and verdict, by kinds.
const ROWS: &[(&str, Verdict)] = &[
    // Flow collections: their lines may stand anywhere.
    ("a: [\n  b, c\n]\n", ok(&[r#"{"a":["b","c"]}"#])),
    (
        "x:\n  a: [\n  b\n  ]\n  c: {\n  d: e\n  }\n",
        ok(&[r#"{"x":{"a":["b"],"c":{"d":"e"}}}"#]),
    ),
    ("x:\n  a: [\nb,\n]\n", ok(&[r#"{"x":{"a":["b"]}}"#])),
    ("- [a,\n\tb]\n", ok(&[r#"[["a","b"]]"#])),
    (
        "a: {b: c,}\nd: [e,]\n",
        ok(&[r#"{"a":{"b":"c"},"d":["e"]}"#]),
    ),
    ("a: {b, c: }\n", ok(&[r#"{"a":{"b":null,"c":null}}"#])),
    ("a: {\"b\":1, 'c':2}\n", ok(&[r#"{"a":{"b":1,"c":2}}"#])),
    ("a: {b:1}\n", ok(&[r#"{"a":{"b:1":null}}"#])),
    ("a: [b: c, d]\n", ok(&[r#"{"a":[{"b":"c"},"d"]}"#])),
    (
        "a: [http://x:80/y, b:c]\n",
        ok(&[r#"{"a":["http://x:80/y","b:c"]}"#]),
    ),
    ("a: [b # x\n  , c]\n", ok(&[r#"{"a":["b","c"]}"#])),
    ("a: [b,, c]\n", no(1)),
    ("a: [b c\nd: e\n", no(2)),
    ("a: [b]]\n", no(1)),
    ("a: {b: c\n", no(1)),
    ("a: [- b]\n", no(1)),
    ("a: [|\n x]\n", no(1)),
    // A question mark ends a plain text within brackets: go-yaml only, libyaml takes it.
    ("a: {b: c?d}\n", no(1)),
    ("a: [?b]\n", ok(&[r#"{"a":[{"b":null}]}"#])),
    ("a: b?c\n", ok(&[r#"{"a":"b?c"}"#])),
    ("{a: b}\n", ok(&[r#"{"a":"b"}"#])),
    // Not taken on purpose: kubectl leaves out what stands behind the document.
    ("{a: b}\nc: d\n", no(2)),
    ("\"a\" \"b\"\n", no(1)),
    // Tabs are blanks, but not where a line may begin with a key.
    ("a:\tb\n", ok(&[r#"{"a":"b"}"#])),
    ("a: \t b\t\nc: d\t# e\n", ok(&[r#"{"a":"b","c":"d"}"#])),
    ("a: b\tc\n", ok(&[r#"{"a":"b\tc"}"#])),
    ("a:\n\tb: c\n", no(2)),
    ("a:\n  b: c\n\t\nd: e\n", no(3)),
    ("a: b\n\t\n", no(2)),
    ("a:\n  b: c\n  \t\nd: e\n", no(3)),
    ("a:\n\t\n  b: c\n", no(2)),
    ("\t\na: b\n", no(1)),
    ("-\ta\n", no(1)),
    ("- \ta\n", no(1)),
    ("a: |\n  x\n\t\n  y\n", no(3)),
    ("a: |\n  x\n  \ty\n", ok(&[r#"{"a":"x\n\ty\n"}"#])),
    ("a: |\n  \tx\n", no(2)),
    ("a: |2\n  \tx\n", ok(&[r#"{"a":"\tx\n"}"#])),
    ("a: \"b\n\t c\"\n", ok(&[r#"{"a":"b c"}"#])),
    // Blocks.
    (
        "a: |\n  x\n   y\n\nb: c\n",
        ok(&[r#"{"a":"x\n y\n","b":"c"}"#]),
    ),
    ("a: |\n  x", ok(&[r#"{"a":"x\n"}"#])),
    (
        "a: |-\n  x\n\n\nb: >+\n  y\n\n",
        ok(&[r#"{"a":"x","b":"y\n\n"}"#]),
    ),
    ("a: |1\n  x\n", ok(&[r#"{"a":" x\n"}"#])),
    ("a: |+2\n    x\n", ok(&[r#"{"a":"  x\n"}"#])),
    ("a: |2-\n    x\n", ok(&[r#"{"a":"  x"}"#])),
    ("a: |0\n  x\n", no(1)),
    ("a: | x\n", no(1)),
    ("a: | # x\n  y\n", ok(&[r#"{"a":"y\n"}"#])),
    (
        "a: >\n  x\n  y\n\n  z\n    w\n",
        ok(&[r#"{"a":"x y\nz\n  w\n"}"#]),
    ),
    // Deeper blank lines above the first one: go-yaml takes their depth and ends the block.
    ("a: |\n    \n  x\n", no(3)),
    ("a: |\n x\n# y\n", ok(&[r#"{"a":"x\n"}"#])),
    ("- |\n x\n- >-\n y\n z\n", ok(&[r#"["x\n","y z"]"#])),
    // Not taken on purpose: kubectl reads an empty text and leaves out what stands behind it.
    ("|\nx\n", no(2)),
    // Quotes.
    (
        "a: 'b''c'\nd: \"e\\tf\\u00e9\\x41\\U0001F600\"\n",
        ok(&["{\"a\":\"b'c\",\"d\":\"e\\tféA😀\"}"]),
    ),
    ("a: \"b\\\n  c\"\n", ok(&[r#"{"a":"bc"}"#])),
    (
        "a: \"b\n\n  c\"\nd: 'e\n f'\n",
        ok(&[r#"{"a":"b\nc","d":"e f"}"#]),
    ),
    ("a: 'b'#c\n", ok(&[r#"{"a":"b"}"#])),
    ("a: \"b\" c\n", no(1)),
    ("a: \"b\n---\n\"\n", no(1)),
    ("a: 'b\nc: d\n", no(1)),
    ("a: \"\\/\"\n", no(1)),
    ("a: \"\\q\"\n", no(1)),
    ("a: \"\\'\"\n", ok(&[r#"{"a":"'"}"#])),
    ("a: \"\\xg\"\n", no(1)),
    ("a: \"\\ud83d\\ude00\"\n", no(1)),
    ("a: \"\\", no(1)),
    // Plain texts.
    ("a: b\n  c\n\n  d\n", ok(&[r#"{"a":"b c\nd"}"#])),
    ("a: b: c\n", no(1)),
    ("a:b\n", ok(&[r#""a:b""#])),
    ("a: b #c\nd: e#f\n", ok(&[r#"{"a":"b","d":"e#f"}"#])),
    (
        "a: -b\nc: ?d\ne: :f\n",
        ok(&[r#"{"a":"-b","c":"?d","e":":f"}"#]),
    ),
    ("a: @b\n", no(1)),
    ("a: `b`\n", no(1)),
    ("a: %b\n", no(1)),
    ("%b\n", no(1)),
    ("a: *\n", no(1)),
    ("a: b, c] }\n", ok(&[r#"{"a":"b, c] }"}"#])),
    ("a: <<\nb: =\n", ok(&[r#"{"a":"<<","b":"="}"#])),
    // Block collections.
    ("a:\n- b\n- c\nd: e\n", ok(&[r#"{"a":["b","c"],"d":"e"}"#])),
    (
        "a:\n  - - b\n    - c\n  -\n  - d: e\n    f:\n",
        ok(&[r#"{"a":[["b","c"],null,{"d":"e","f":null}]}"#]),
    ),
    ("a:\n  b: c\n d: e\n", no(3)),
    ("a: b\n c: d\n", no(2)),
    ("a\nb: c\n", no(2)),
    ("- a\nb: c\n", no(2)),
    ("a: - b\n", no(1)),
    ("? a\n: b\n? c\n", ok(&[r#"{"a":"b","c":null}"#])),
    ("? [a]\n: b\n", no(1)),
    ("{{ x }}: b\n", no(1)),
    (": b\n", no(1)),
    ("~: b\n", no(1)),
    // Keys as JSON has them.
    (
        "yes: a\n0x10: b\n\"no\": c\n1_0: d\n",
        ok(&[r#"{"true":"a","16":"b","no":"c","10":"d"}"#]),
    ),
    // Anchors, merges, tags.
    (
        "a: &x {b: c}\nd: *x\ne: [*x]\n",
        ok(&[r#"{"a":{"b":"c"},"d":{"b":"c"},"e":[{"b":"c"}]}"#]),
    ),
    (
        "a: &x b\nc: &x d\ne: *x\n",
        ok(&[r#"{"a":"b","c":"d","e":"d"}"#]),
    ),
    ("a: &x [*x]\n", no(1)),
    ("a: *x\n", no(1)),
    ("a: &x!y b\n", no(1)),
    ("a: &x\nb: *x\n", ok(&[r#"{"a":null,"b":null}"#])),
    (
        "a: &x {k: 1, l: 2}\nb: {<<: *x, k: 3}\n",
        ok(&[r#"{"a":{"k":1,"l":2},"b":{"k":3,"l":2}}"#]),
    ),
    // What << brings wins over what stands above it.
    ("k: 1\n<<: {k: 2, l: 3}\n", ok(&[r#"{"k":2,"l":3}"#])),
    ("<<: [{k: 1}, {k: 2, l: 3}]\n", ok(&[r#"{"k":1,"l":3}"#])),
    ("\"<<\": {k: 1}\n", ok(&[r#"{"<<":{"k":1}}"#])),
    ("<<: a\n", no(1)),
    (
        "a: !!str 1\nb: !!int '5'\nc: ! 2\nd: !!null\ne: !!float 1\n",
        ok(&[r#"{"a":"1","b":5,"c":"2","d":null,"e":1}"#]),
    ),
    ("a: !!int b\n", no(1)),
    ("a: !!set {b, c}\n", ok(&[r#"{"a":{"b":null,"c":null}}"#])),
    (
        "a: !!binary aMOkCg==\nb: !!binary |\n  aG\n  k=\n",
        ok(&[r#"{"a":"hä\n","b":"hi"}"#]),
    ),
    ("a: !!binary aGk\n", no(1)),
    ("a: !!binary a=k=\n", no(1)),
    // Not taken on purpose: kubectl takes it for text.
    ("a: !Ref b\n", no(1)),
    ("a: [!b, c]\n", no(1)),
    ("a: !x!y z\n", no(1)),
    // Documents.
    (
        "a: 1\n--- # x\nb: 2\n---\n---\nc: 3\n",
        ok(&[r#"{"a":1}"#, r#"{"b":2}"#, r#"{"c":3}"#]),
    ),
    ("---\n# x\n---\na: 1\n---\n", ok(&[r#"{"a":1}"#])),
    ("--- a: 1\n", no(1)),
    ("----\na: 1\n", no(1)),
    ("a: b\nc\nd: e\n", no(2)),
    ("a: b\n ---\n", ok(&[r#"{"a":"b ---"}"#])),
    ("%YAML 1.1\n---\na: 1\n", no(1)),
    // Not taken on purpose: kubectl reads nothing, and leaves out the line.
    ("---\n%YAML 1.1\n---\na: 1\n", no(2)),
    ("%YAML 1.2\n---\na: 1\n", no(1)),
    ("%TAG ! x\na: 1\n", no(2)),
    (
        "\u{feff}a: 1\n---\n\u{feff}b: 2\n",
        ok(&[r#"{"a":1}"#, r#"{"b":2}"#]),
    ),
    // Line ends and letters.
    (
        "a: b\r\nc: |\r\n  d\r\n  e\r\n",
        ok(&[r#"{"a":"b","c":"d\ne\n"}"#]),
    ),
    ("a: b\rc: d\r", ok(&[r#"{"a":"b","c":"d"}"#])),
    ("a: b\u{85}c: d\n", ok(&[r#"{"a":"b","c":"d"}"#])),
    ("a: |\n  b\u{2028}  c\n", ok(&[r#"{"a":"b\u2028c\n"}"#])),
    ("a: \"b\u{2029}c\"\n", ok(&[r#"{"a":"b\u2029c"}"#])),
    ("a: b\u{a0}c\n", ok(&["{\"a\":\"b\u{a0}c\"}"])),
    ("a: b\nc: \u{7f}\n", no(2)),
    ("a: \u{ffff}\n", no(1)),
    // JSON, one document after another, with Go's escapes.
    (
        "{\"a\":1}\n{\"b\":[true,null,1.5e3,\"c\"]}\n",
        ok(&[r#"{"a":1}"#, r#"{"b":[true,null,1500,"c"]}"#]),
    ),
    (
        "{\"a\":{}}{\"b\":[]} {}",
        ok(&[r#"{"a":{}}"#, r#"{"b":[]}"#, "{}"]),
    ),
    (
        "{\"a\":\"\\ud83d\\ude00\\/\\u00e9\"}",
        ok(&["{\"a\":\"😀/é\"}"]),
    ),
    (
        "{\"a\":\"\\ud83d!\\ude00\"}",
        ok(&["{\"a\":\"\u{fffd}!\u{fffd}\"}"]),
    ),
    ("\n\t{\n\t\"a\":\n\t[1,\n2]}\n", ok(&[r#"{"a":[1,2]}"#])),
    (
        "{\"a\":1}\n---\nb: 2\n---\n{\"c\": 3}\n",
        ok(&[r#"{"a":1}"#, r#"{"b":2}"#, r#"{"c":3}"#]),
    ),
    ("{\"a\":1}\nb: 2\n", ok(&[r#"{"a":1}"#, r#"{"b":2}"#])),
    ("{\"a\":1}\n{\"b\":2}\n---\nc: 3\n", no(3)),
    ("{\"a\":1,}\n", ok(&[r#"{"a":1}"#])),
    ("{\"a\":1,\n\"b\":2,,}\n", no(2)),
    ("{\"a\":\"\\ud83d\\ude00\",}\n", no(1)),
    ("{\"a\":\"b\n", no(1)),
];

fn documents(text: &str) -> Result<Vec<String>, usize> {
    read_all(text)
        .into_iter()
        .map(|document| match document {
            Ok(document) => Ok(Yaml::from(&document.node).to_line()),
            Err(error) => Err(error.line.unwrap()),
        })
        .collect()
}

#[test]
fn texts_are_taken_and_refused_as_kubectl_does() {
    let wrong: Vec<String> = ROWS
        .iter()
        .filter_map(|(text, verdict)| {
            let (found, meant) = (
                documents(text),
                verdict.map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>()),
            );
            (found != meant).then(|| format!("{text:?}\n  found {found:?}\n  meant {meant:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Simple keys end on their line and after 1,024 characters.
#[test]
fn long_keys_need_a_question_mark() {
    let key = |length: usize| "k".repeat(length);
    assert!(read(&format!("{}: v\n", key(1024))).is_ok());
    assert_eq!(
        read(&format!("a: b\n{}: v\n", key(1025))).unwrap_err().line,
        Some(2)
    );
    assert!(read(&format!("? {}\n: v\n", key(5000))).is_ok());
    assert!(read(&format!("{{{}: v}}\n", key(2000))).is_err());
    assert!(read(&format!("a: {}\n", "v".repeat(3_000_000))).is_ok());
}

#[test]
fn lines_are_exact() {
    let text = "# x\na:\n  - b: |\n      c\n      d\n    # y\n    e: >-\n\n      f\n  - {g: h,\n     i: [j,\n     k]}\nl:\n\nm: 'n\n\n  o'\np: q\n";
    let node = read(text).unwrap();
    let line = |keys: &[&str]| node.line_at(keys);
    assert_eq!(
        (line(&["a"]), line(&["l"]), line(&["m"]), line(&["p"])),
        (2, 13, 15, 18)
    );
    let items = node.get("a").unwrap().items();
    assert_eq!(items[0].line_at(&["b"]), 3);
    assert_eq!(items[0].line_at(&["e"]), 7);
    assert!(items[0].get("e").unwrap().block);
    assert_eq!((items[1].line, items[1].line_at(&["i"])), (10, 11));
    assert_eq!(items[1].get("i").unwrap().items()[1].line, 12);
    assert_eq!(node.get("l").unwrap().line, 13);
    // A lone CR, NEL, LS and PS end a line of YAML and none of an editor's.
    assert_eq!(
        read("a: b\u{85}c: d\re: f\ng: h\n")
            .unwrap()
            .line_at(&["g"]),
        2
    );
    let json = read_all("{\n\"a\": 1,\n\"b\": {\n\"c\": 2, \"c\": 3}}\n\n{\"d\":\n4}\n---\ne: 1\n");
    let Ok(Document { node, repeated, .. }) = &json[0] else {
        panic!("{json:?}")
    };
    assert_eq!(node.line_at(&["b", "c"]), 4);
    assert_eq!((repeated[0].first, repeated[0].second), (4, 4));
    assert_eq!(json[1].as_ref().unwrap().node.line_at(&["d"]), 6);
    assert_eq!(json[2].as_ref().unwrap_err().line, Some(8));
}

#[test]
fn faults_say_what_is_wrong_in_our_words() {
    for (text, words) in [
        ("a: b: c\n", "a text containing one needs quotes"),
        ("a: [b\nc: d\n", "a comma or ] is missing"),
        ("a: {b: c\nd: e\n", "a comma or } is missing"),
        ("a: @b\n", "starting with @ needs quotes"),
        ("a: 'b\n", "a quote opened here"),
        ("a:\n  b: c\n d: e\n", "check the indentation"),
        ("a: b\nc\nd: e\n", "no colon"),
        ("a: \"\\d\"\n", "invalid escape in double quotes"),
        ("a: \"\\ud83d\"\n", "surrogate"),
        ("a: *b\n", "no anchor above"),
        ("%YAML 1.2\n---\na: b\n", "kubectl reads only %YAML 1.1"),
        ("%YAML 1.1\n---\na: b\n", "kubectl splits a file at ---"),
        ("--- a: b\n", "put it on the next line"),
        ("{\"a\":1}{\"b\":2} c", "two JSON documents"),
        ("{a: b} c\n", "kubectl ignores everything from here"),
    ] {
        let found = read_all(text);
        let fault = found.iter().find_map(|document| document.as_ref().err());
        let message = &fault.unwrap().message;
        assert!(message.contains(words), "{text:?}: {message}");
        assert!(message.ends_with('.'), "{message}");
    }
}

#[test]
fn hostile_texts_end_soon() {
    let deep = |open: &str| open.repeat(200_000);
    let long = "x".repeat(2_000_000);
    for text in [
        deep("["),
        deep("{"),
        deep("{a: "),
        deep("- "),
        deep("? "),
        deep("[? "),
        deep("{\"a\":"),
        deep("[{}, "),
        format!("a: {}", deep("[],")),
        format!("a: [{}", deep("b: c, ")),
        deep("&a "),
        deep("!!str "),
        deep("a: &a b\n"),
        deep("---\n"),
        deep("--- x\n"),
        deep("\n"),
        deep(" \n  "),
        deep("\u{feff}"),
        deep("'"),
        deep("\"\\"),
        deep("%TAG !a! b\n"),
        deep("...\n"),
        format!("a: |\n{}", deep("  \n")),
        format!("\"{long}"),
        format!("? {long}\n: {long}"),
        format!("{{\"{long}\": \"{long}\"}}"),
        format!("a: >\n  {}", deep("b\n  ")),
        (0..64).fold(String::new(), |text, depth| {
            text + &" ".repeat(depth) + "a:\n"
        }),
        (0..20_000)
            .map(|number| format!("a{number}: &a{number} b\n"))
            .collect(),
    ] {
        let _ = read_all(&text);
        let _ = read(&text);
    }
}

/// Pieces of texts that matter to some reader.
const PIECES: &[&str] = &[
    "\t",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\0",
    "\u{1}",
    "\u{1b}",
    "\u{7f}",
    "\u{9f}",
    "\u{a0}",
    "\u{ffff}",
    "é",
    "😀",
    "#",
    "# c",
    "%",
    "---",
    "...",
    "- ",
    "? ",
    ": ",
    ":",
    "a: b",
    "'",
    "\"",
    "\\",
    "yes",
    "n",
    "0x1F",
    "1e3",
    "012",
    "08",
    "~",
    "=",
    "<<",
    "null",
    "2001-01-01",
    "1:30",
    "1_0",
    ".5",
    "1.",
    "+1",
    ".inf",
    "&a",
    "*a",
    "!t",
    "|",
    ">",
    "[",
    "]",
    "{",
    "}",
    ",",
    "@",
    "`",
    "{{x}}",
    "${X}",
    "word ",
    "a line of words that goes on and on, far beyond what fits into the width of a page or screen ",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::collection::vec(0..PIECES.len(), 0..8)
            .prop_map(|pieces| pieces.into_iter().map(|piece| PIECES[piece]).collect()),
        any::<String>(),
    ]
}

fn tree() -> impl Strategy<Value = Yaml> {
    let leaf = prop_oneof![
        8 => text().prop_map(Yaml::Text),
        1 => any::<i64>().prop_map(Yaml::Number),
        1 => any::<bool>().prop_map(Yaml::Bool),
        1 => Just(Yaml::Null),
    ];
    leaf.prop_recursive(4, 24, 4, |below| {
        prop_oneof![
            prop::collection::vec(below.clone(), 0..4).prop_map(Yaml::Sequence),
            prop::collection::btree_map(text(), below, 0..4)
                .prop_map(|pairs| Yaml::Mapping(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(tree in tree()) {
        let file = write(&Yaml::Mapping(vec![("a".to_owned(), tree.clone())]));
        let back = read(&file).map(|node| Yaml::from(&node));
        prop_assert_eq!(back, Ok(Yaml::Mapping(vec![("a".to_owned(), tree)])), "{}", file);
    }

    #[test]
    fn a_line_of_json_is_yaml_too(tree in tree()) {
        let line = tree.to_line();
        prop_assert!(!line.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']), "{}", line);
        let json: serde_json::Value = serde_json::from_str(&line).unwrap();
        prop_assert_eq!(json, serde_json::to_value(&tree).unwrap());
        prop_assert_eq!(read(&line).map(|node| Yaml::from(&node)), Ok(tree), "{}", line);
    }

    #[test]
    fn any_text_is_read_or_refused(pieces in prop::collection::vec(0..PIECES.len(), 0..40)) {
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        let _ = read_all(&text);
    }
}
