//! Hostile and broken files: the right findings or a clear error, in bounded time and memory. A
//! reading that hangs is ended by the test runner's own patience; the sizes are such that anything
//! worse than a small multiple of linear would never come back.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use soci_configurator::core::{
    Config, Import, InputFile, read_files, read_image, read_own_files, read_pull_events,
    write_config,
};
use soci_configurator::data::catalogue;

use crate::import_blueprint::{PUBLISHED, import};
use crate::import_node::with_user_data;

const FIVE_MB: usize = 5_000_000;

#[track_caller]
fn check_refused(text: &str, rule: &str, says: &str) -> Import {
    let import = import(&[text]);
    assert!(
        import
            .remarks
            .iter()
            .any(|remark| remark.rule == rule && remark.message.contains(says)),
        "{rule} with {says:?} is not said: {:?}",
        import.remarks.iter().take(5).collect::<Vec<_>>()
    );
    import
}

#[test]
fn bombs_of_aliases_are_refused() {
    let mut bomb =
        String::from("apiVersion: karpenter.sh/v1\nkind: NodePool\na0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for level in 1..40 {
        let names = vec![format!("*a{}", level - 1); 9].join(",");
        bomb.push_str(&format!("a{level}: &a{level} [{names}]\n"));
    }
    check_refused(&bomb, "not-yaml", "aliases");
    let merged: String = (0..60_000)
        .map(|index| format!("k{index}: 1\n  "))
        .collect();
    let merges: String = (0..200)
        .map(|index| format!("m{index}: {{<<: *a}}\n"))
        .collect();
    check_refused(
        &format!("a: &a\n  {merged}\n{merges}"),
        "not-yaml",
        "aliases",
    );
    check_refused("a: &a [*a]\n", "not-yaml", "no end");
}

#[test]
fn nesting_and_size_have_a_limit() {
    check_refused(&"[".repeat(FIVE_MB), "not-yaml", "");
    check_refused("spec:\n", "no-manifest", "apiVersion");
    let deep: String = (0..100)
        .map(|level| format!("{}a:\n", " ".repeat(level)))
        .collect();
    check_refused(&deep, "not-yaml", "deeper");
    check_refused(&"x".repeat(FIVE_MB + 1), "too-large", "5000000");
}

/// Five megabytes of each kind: the answer comes, and it is right.
#[test]
fn five_megabytes_are_read() {
    let pool = "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: a}\nspec: {}\n---\n";
    let many = pool.repeat(FIVE_MB / pool.len());
    let found = check_refused(&many, "too-many-documents", "2000");
    assert!(
        found
            .remarks
            .iter()
            .any(|remark| remark.rule == "required-field")
    );
    let keys: String = (0..FIVE_MB / 14)
        .map(|index| format!("  k{index}: 1\n"))
        .collect();
    let wide = format!(
        "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {{name: a}}\nspec:\n{keys}"
    );
    let wide = &wide[..FIVE_MB.min(wide.len()) - 20];
    check_refused(
        wide.rsplit_once('\n').expect("lines").0,
        "unknown-field",
        "more violations",
    );
    let twice = format!(
        "apiVersion: karpenter.sh/v1\nkind: NodePool\n{}",
        "a: 1\n".repeat(FIVE_MB / 6)
    );
    check_refused(&twice, "repeated-key", "first on line 3");
    let long = format!(
        "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {{name: a}}\nspec:\n  userData: {}\n",
        "x".repeat(4_900_000)
    );
    check_refused(&long, "user-data-too-large", "16,384");
    let list: String = "- {key: a, operator: In, values: [b]}\n".repeat(FIVE_MB / 50);
    let wide = format!(
        "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {{name: a}}\nspec:\n  template:\n    spec:\n      requirements:\n{}",
        list.lines()
            .map(|line| format!("      {line}\n"))
            .collect::<String>()
    );
    if wide.len() <= FIVE_MB {
        check_refused(&wide, "wrong-length", "100");
    }
}

#[test]
fn what_is_no_text_or_no_yaml_is_said_with_its_line() {
    for (text, rule, says, line) in [
        ("", "empty-file", "empty", 1),
        (" \n\t\n", "empty-file", "empty", 1),
        ("a: 1\n\u{0}b: 2\n", "not-yaml", "U+0000", 2),
        (
            "apiVersion: v1\nkind: X\n\tmetadata: 1\n",
            "not-yaml",
            "tab",
            3,
        ),
        ("apiVersion: v1\nkind: [\n", "not-yaml", "", 2),
        ("just a sentence", "no-manifest", "map", 1),
        ("- a\n- b\n", "no-manifest", "map", 1),
        (
            "kind: NodePool\n",
            "no-manifest",
            "apiVersion is missing",
            1,
        ),
        (
            "apiVersion: karpenter.sh/v1\n",
            "no-manifest",
            "kind is missing",
            1,
        ),
        (
            "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: a}\nspec: {template: !Ref x}\n",
            "not-yaml",
            "!Ref",
            4,
        ),
        (
            "apiVersion: v1\nkind: {{ .Values.kind }\nspec:\n  a: b\n",
            "not-yaml",
            "template",
            2,
        ),
        (
            "version: 1\nstorage: {volume: {iops: many}}\n",
            "config-file",
            "many",
            2,
        ),
        ("version: 1\nnodes: {nam: x}\n", "config-file", "name", 2),
    ] {
        let import = check_refused(text, rule, says);
        let first = import
            .remarks
            .iter()
            .find(|remark| remark.rule == rule)
            .expect("it");
        assert_eq!(first.place.line, line, "{text:?}: {first:?}");
        // A kind without its API is still read as what it says.
        assert!(
            import.config().is_none() || text == "kind: NodePool\n",
            "{text:?}"
        );
    }
}

#[test]
fn crlf_marks_and_mixed_documents_are_read() {
    let windows = format!("\u{feff}{}", PUBLISHED.replace('\n', "\r\n"));
    let (unix, windows) = (import(&[PUBLISHED]), import(&[&windows]));
    assert_eq!(unix.config(), windows.config());
    assert_eq!(unix.remarks, windows.remarks);
    // One broken document leaves the others; two kinds in one file are both taken.
    let both = format!(
        "{PUBLISHED}---\napiVersion: [\n---\napiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {{name: soci-snapshotter}}\nspec: {{template: {{spec: {{nodeClassRef: {{group: karpenter.k8s.aws, kind: EC2NodeClass, name: soci-snapshotter}}, requirements: []}}}}}}\n"
    );
    let both = check_refused(&both, "not-yaml", "");
    assert_eq!(both.recognised.iter().filter(|one| one.taken).count(), 2);
}

#[test]
fn archives_that_karpenter_cannot_read_say_why() {
    let head = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=";
    for (text, rule, line) in [
        (
            format!("{head}\"//\"\n--//\nContent-Type: text/x-shellscript\n\n#!/bin/sh\n--//--\n"),
            "mime-header",
            3,
        ),
        (
            format!("{head}\"A\"\n\n--B\nContent-Type: text/x-shellscript\n\n#!/bin/sh\n--B--\n"),
            "mime-boundary",
            2,
        ),
        (
            format!("{head}//\n\n--//\nContent-Type: text/x-shellscript\n\n#!/bin/sh\n--//--\n"),
            "mime-boundary-quotes",
            2,
        ),
        (
            format!("{head}\"//\"\n\n--//\nContent-Type: text/x-shellscript\n#!/bin/sh\n--//--\n"),
            "mime-part-header",
            6,
        ),
        (
            format!("{head}\"//\"\n\n--//\nContent-Type: text/x-shellscript\n\n#!/bin/sh\n"),
            "mime-not-closed",
            4,
        ),
        (
            format!(
                "{head}\"B\"\n\n--B\nContent-Type: text/x-shellscript\n\n#!/bin/sh\necho\n--// x\n--B--\n"
            ),
            "mime-delimiter-in-part",
            9,
        ),
        (
            "MIME-Version: 1.0\nContent-Type: text/plain\n\nx\n".to_owned(),
            "mime-content-type",
            2,
        ),
        (
            "MIME-Version: 1.0\n\nx\n".to_owned(),
            "mime-content-type",
            1,
        ),
        (format!("\n{head}\"//\"\n\n--//\n"), "mime-header", 1),
        (format!("{head}\"//\n\n--//\n"), "mime-content-type", 2),
    ] {
        let class = with_user_data("al2023@v20260930", "", &text);
        let import = check_refused(&class, rule, "");
        let first = import
            .remarks
            .iter()
            .find(|remark| remark.rule == rule)
            .expect("it");
        // The class' own lines come before.
        assert_eq!(first.place.line, line + 9, "{text}\n{first:?}");
        assert_eq!(
            import.on_nodes[0].verdict.describe(),
            "nodes do not become Ready",
            "{text}"
        );
    }
}

/// What the mutations begin with, each with a name: its ending says what a file is.
fn seeds() -> Vec<(String, String)> {
    let mut seeds: Vec<(String, String)> = own_seeds()
        .into_iter()
        .map(|text| ("a".to_owned(), text))
        .collect();
    for folder in ["tests/it/forms", "tests/it/cases"] {
        let entries = std::fs::read_dir(folder).expect("the folder is there");
        for entry in entries {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            let name = name.into_owned();
            seeds.push((name, std::fs::read_to_string(path).expect("a text")));
        }
    }
    // The order of a folder is nobody's promise.
    seeds.sort();
    seeds
}

fn own_seeds() -> Vec<String> {
    let mut seeds: Vec<String> = vec![
        PUBLISHED.to_owned(),
        "#!/bin/bash\nsed -i -e 's|^a = .*|max_concurrent_downloads = ${x:-1}|' /etc/soci-snapshotter-grpc/config.toml\nexport soci_version=\"0.15.0\"\n".to_owned(),
        "[settings.container-runtime]\nsnapshotter = 'soci'\n[[settings.a]]\nb = [1, {c = \"\"\"x\"\"\"}]\n".to_owned(),
        "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {featureGates: {FastImagePull: true}}\n".to_owned(),
        "{\"apiVersion\": \"karpenter.sh/v1\", \"kind\": \"NodePoolList\", \"items\": [{\"metadata\": {\"name\": \"a\"}, \"spec\": {\"template\": {\"spec\": {\"requirements\": [{\"key\": \"a\", \"operator\": \"Gte\", \"values\": [\"4\"]}]}}}}]}".to_owned(),
        "a: &a {b: [*a, 1.5, 0x1F]}\n---\n<<: *a\n".to_owned(),
        write_config(&Config::default()),
    ];
    for preset in soci_configurator::core::Preset::ALL {
        seeds.push(
            soci_configurator::core::evaluate(&preset.config(), catalogue())
                .bundle
                .manifests(),
        );
    }
    seeds
}

/// Pieces that matter to one reader or another.
const PIECES: &[&str] = &[
    "---\n",
    "...\n",
    "- ",
    ": ",
    "\n",
    "\t",
    "\r\n",
    "&a ",
    "*a",
    "!!str ",
    "{",
    "}",
    "[",
    "]",
    "'",
    "\"",
    "|",
    ">",
    "#",
    "\u{0}",
    "\u{feff}",
    "é",
    "🚀",
    "--//\n",
    "--//--\n",
    "Content-Type: ",
    "MIME-Version: 1.0\n",
    "boundary=",
    "\\",
    "$",
    "${",
    "sed -i 's/",
    "/",
    "<<: ",
    "null",
    "~",
    "=",
    "[[",
    "]]",
    "settings.",
    "spec",
    "apiVersion: karpenter.sh/v1\nkind: NodePool\n",
    "999999999999999999999",
    "-1",
    "0.5",
    "\"\"\"",
    "'''",
    "{{ x }}",
    "<<X>>",
    "${CLUSTER_NAME}",
];

/// One way to change a text.
#[derive(Debug, Clone)]
enum Mutation {
    Insert(prop::sample::Index, usize),
    Remove(prop::sample::Index, usize),
    Copy(prop::sample::Index, prop::sample::Index, usize),
    Flip(prop::sample::Index, char),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    use prop::sample::Index;
    prop_oneof![
        (any::<Index>(), 0..PIECES.len()).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        (any::<Index>(), 1_usize..40).prop_map(|(at, count)| Mutation::Remove(at, count)),
        (any::<Index>(), any::<Index>(), 1_usize..200)
            .prop_map(|(from, to, count)| Mutation::Copy(from, to, count)),
        (any::<Index>(), any::<char>()).prop_map(|(at, letter)| Mutation::Flip(at, letter)),
    ]
}

fn mutate(text: &str, mutations: &[Mutation]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for mutation in mutations {
        if letters.is_empty() {
            letters.push('a');
        }
        let end =
            |from: usize, count: usize, letters: &Vec<char>| (from + count).min(letters.len());
        match mutation {
            Mutation::Insert(at, piece) => {
                let at = at.index(letters.len());
                let piece: Vec<char> = PIECES[*piece].chars().collect();
                letters.splice(at..at, piece);
            }
            Mutation::Remove(at, count) => {
                let at = at.index(letters.len());
                letters.drain(at..end(at, *count, &letters));
            }
            Mutation::Copy(from, to, count) => {
                let from = from.index(letters.len());
                let piece = letters[from..end(from, *count, &letters)].to_vec();
                let to = to.index(letters.len());
                letters.splice(to..to, piece);
            }
            Mutation::Flip(at, letter) => {
                let at = at.index(letters.len());
                letters[at] = *letter;
            }
        }
    }
    letters.into_iter().collect()
}

/// Reads a text with every importer, takes it over, and checks that nothing is lost on the way.
fn read_all_ways(name: &str, text: &str) {
    let files = [
        InputFile {
            name: name.to_owned(),
            text: text.to_owned(),
        },
        InputFile {
            name: "b".to_owned(),
            text: "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: b}\n".to_owned(),
        },
    ];
    let import = read_files(&files, &Config::default(), catalogue());
    if let Some(config) = import.config() {
        let file = write_config(config);
        let back = soci_configurator::core::read_config(&file);
        assert_eq!(back.as_ref(), Ok(config), "{file}");
        let _ = read_own_files(config, catalogue());
    }
    for remark in &import.remarks {
        assert!(
            remark.place.line >= 1 && remark.place.file < 2,
            "{remark:?}"
        );
        assert!(
            remark.message.len() < 2000 && !remark.message.is_empty(),
            "{remark:?}"
        );
    }
    let _ = read_image(text, None);
    let _ = read_pull_events(text);
}

/// Mutations of real files: some for every day, or for as many seconds as FUZZ_SECONDS says, with
/// other mutations in every round. FUZZ_SEED starts elsewhere.
#[test]
fn mutated_files_never_panic_and_never_hang() {
    let number = |name: &str| -> Option<u64> { std::env::var(name).ok()?.parse().ok() };
    let seconds = number("FUZZ_SECONDS");
    let seed = number("FUZZ_SEED").unwrap_or(2026);
    let end = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let seeds = seeds();
    let strategy = (0..seeds.len(), prop::collection::vec(mutation(), 0..12));
    let mut rounds = 0_u32;
    while rounds == 0 || end.is_some_and(|end| Instant::now() < end) {
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
            cases: 150,
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(seed + u64::from(rounds)),
            ..ProptestConfig::default()
        });
        runner
            .run(&strategy, |(seed, mutations)| {
                let (name, text) = &seeds[seed];
                read_all_ways(name, &mutate(text, &mutations));
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{error}"));
        rounds += 1;
    }
    if seconds.is_some() {
        println!("{} mutated files were read", rounds * 150);
    }
}
