//! Whatever files, names and arguments hold: no command steers the terminal, and none of its lines
//! is somebody else's.

use crate::folder::Folder;

/// Escapes of seven and eight bits, OSC, carriage return, backspace, bell, what turns the direction
/// of writing, what is not seen.
const HOSTILE: &str = "\u{1b}[31m\u{9b}2J\u{1b}]0;x\u{7}\u{9d}y\u{9c}\u{8}\u{7f}\u{202e}\u{2066}\u{200f}\u{61c}\u{feff}\u{2028}\u{85}";

fn steers(letter: char) -> bool {
    (letter.is_control() && !matches!(letter, '\n' | '\t'))
        || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The text as YAML and JSON may hold it: escaped.
fn escaped(text: &str) -> String {
    text.encode_utf16()
        .map(|unit| format!("\\u{unit:04x}"))
        .collect()
}

fn folder(name: &str) -> Folder {
    let folder = Folder::new(&format!("cli_terminal/hostile/{name}"));
    let bad = escaped(HOSTILE);
    let forged = escaped("a\nforged.yaml:1: error[forged] x: y");
    folder.put("pool.yaml", format!("apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {{name: \"{bad}\", labels: {{\"{bad}\": \"{bad}\"}}}}\nspec: {{template: {{metadata: {{labels: {{\"k{bad}\": \"v{bad}\"}}}}, spec: {{nodeClassRef: {{group: \"{bad}\", kind: EC2NodeClass, name: \"{bad}\"}}, requirements: [{{key: \"{bad}\", operator: In, values: [\"{bad}\"]}}]}}}}}}\n---\napiVersion: v1\nkind: \"{bad}\"\nmetadata: {{name: \"{forged}\"}}\n---\napiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {{name: \"{forged}\"}}\nspec: {{role: \"r{bad}\", amiFamily: \"{bad}\", amiSelectorTerms: [{{alias: \"al2023@{bad}\"}}], tags: {{\"{bad}\": \"{bad}\"}}, \"{bad}\": 1, userData: \"{bad}\"}}\n"));
    folder.put("app.yaml", format!("apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: \"a{bad}\"}}\nspec: {{template: {{spec: {{nodeSelector: {{\"{bad}\": \"{bad}\"}}, containers: [{{name: \"{bad}\", image: \"a.io/{bad}:1\"}}]}}}}}}\n"));
    folder.put(
        "raw.yaml",
        format!("kind: NodePool\nmetadata: {{name: \"{HOSTILE}\"}}\n"),
    );
    folder.put(
        "raw.tf",
        format!(
            "resource \"kubectl_manifest\" \"{HOSTILE}\" {{\n  yaml_body = \"{HOSTILE}\"\n}}\n"
        ),
    );
    folder.put("config.yaml", format!("version: 2\ncluster: {{name: \"{bad}\", nodeRole: \"{bad}\", tags: {{\"{bad}\": \"{bad}\"}}}}\nnodes: {{labels: {{\"{bad}\": \"{bad}\"}}}}\nimage: {{reference: \"{bad}\"}}\n\"{bad}\": 1\n"));
    folder.put("kept.yaml", format!("version: 2\ncluster: {{name: demo, nodeRole: r}}\nkept: [\"NodePool spec.template.metadata.labels: {{a: \\\"{bad}\\\"}}\"]\ndismissed: [\"slow-volume: {bad}\"]\n"));
    folder.put("events.txt", format!("  Normal  Pulled  5s  kubelet  Successfully pulled image \"a.io/{HOSTILE}:1\" in 41.2s (41.2s including waiting). Image size: 5000000000 bytes.\n  Warning  Failed  5s  kubelet  Failed to pull image \"{HOSTILE}\": 429 Too Many Requests {HOSTILE}\n"));
    folder.put("events.json", format!("{{\"kind\": \"List\", \"items\": [{{\"reason\": \"Pulled\", \"source\": {{\"host\": \"n{bad}\"}}, \"involvedObject\": {{\"kind\": \"Pod\", \"name\": \"{bad}\"}}, \"message\": \"Successfully pulled image \\\"a.io/b{bad}:1\\\" in 41.2s (41.2s including waiting). Image size: 5000000000 bytes.\"}}]}}"));
    folder.put("image.json", format!("{{\"schemaVersion\": 2, \"mediaType\": \"{bad}\", \"manifests\": [{{\"mediaType\": \"{bad}\", \"digest\": \"{bad}\", \"platform\": {{\"os\": \"linux{bad}\", \"architecture\": \"{bad}\"}}}}], \"layers\": [{{\"mediaType\": \"{bad}\", \"size\": 5, \"digest\": \"{bad}\"}}]}}"));
    std::fs::create_dir(folder.path("below")).expect("a directory");
    let pool = std::fs::read(folder.path("pool.yaml")).expect("it is there");
    #[cfg(unix)]
    folder.put(&format!("below/{}.yaml", HOSTILE.replace('/', "")), pool);
    folder
}

#[test]
fn no_command_steers_the_terminal() {
    let folder = folder("steered");
    let set = format!("cluster.name={HOSTILE}");
    let field = format!("{HOSTILE}=1");
    let image = format!("image.reference={HOSTILE}");
    let label = format!("nodes.labels={HOSTILE}={HOSTILE}");
    let commands = [
        "generate",
        "check",
        "instances",
        "cost",
        "storage",
        "launch",
        "estimate",
        "frontier",
        "link",
        "explain slow-volume",
    ];
    let mut runs: Vec<Vec<String>> = Vec::new();
    for command in commands {
        let words = || {
            command
                .split(' ')
                .map(str::to_owned)
                .collect::<Vec<String>>()
        };
        for setting in [&set, &field, &image, &label] {
            runs.push([words(), vec!["--set".to_owned(), setting.clone()]].concat());
        }
        for more in [
            ["--config", "config.yaml"],
            ["--config", "kept.yaml"],
            ["--config", "pool.yaml"],
            ["--image-manifest", "image.json"],
            ["--preset", HOSTILE],
            ["--link", HOSTILE],
            ["--config", HOSTILE],
        ] {
            runs.push([words(), more.map(str::to_owned).to_vec()].concat());
        }
    }
    for line in [
        "check pool.yaml app.yaml",
        "check raw.yaml",
        "check raw.tf",
        "check config.yaml",
        "check kept.yaml",
        "check below",
        "check .",
        "check kept.yaml --fix",
        "check pool.yaml --fix",
        "import pool.yaml app.yaml",
        "import raw.tf",
        "import below",
        "import pool.yaml --out configs",
        "import . --recommended --out more",
        "generate --config kept.yaml --out set",
        "compare --config kept.yaml --with config.yaml",
        "compare --config kept.yaml --with bottlerocket",
        "events events.txt",
        "events events.json",
        "events pool.yaml",
        "events events.txt --instance m6i.8xlarge",
        "explain soci-snapshotter.yaml --config kept.yaml",
        "explain config.yaml --config kept.yaml",
        "explain soci-snapshotter.yaml:21 --config kept.yaml",
    ] {
        runs.push(line.split(' ').map(str::to_owned).collect());
    }
    for command in [
        "check",
        "import",
        "events",
        "explain",
        "compare --with",
        "target --within",
        "instances --sort",
        "instances --filter",
        "estimate --instance",
        "generate --zip",
        HOSTILE,
        "generate --",
    ] {
        runs.push(
            command
                .split(' ')
                .chain([HOSTILE])
                .map(str::to_owned)
                .collect(),
        );
    }
    for run in &runs {
        let arguments: Vec<&str> = run.iter().map(String::as_str).collect();
        let ran = folder.run(&arguments);
        for (stream, text) in [("out", &ran.out), ("err", &ran.err)] {
            // Manifests and Configs are for programs; they are exact.
            let is_exact = stream == "out" && matches!(arguments[0], "import" | "generate");
            let steering = text.chars().find(|letter| steers(*letter) && !is_exact);
            assert_eq!(steering, None, "{run:?}: {text:?}");
            assert!(
                !text.lines().any(|line| line.starts_with("forged.yaml")),
                "{run:?}: {text}"
            );
        }
    }
}

/// What programs read is not touched: it parses, and holds the names as they are.
#[test]
fn what_programs_read_stays_exact() {
    let folder = folder("exact");
    for arguments in [
        &["check", "pool.yaml", "--format", "json"][..],
        &["check", "pool.yaml", "--format", "sarif"],
        &["import", "pool.yaml", "--format", "json"],
        &["events", "events.json", "--format", "json"],
    ] {
        let ran = folder.run(arguments);
        let value: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        assert!(
            value.to_string().contains('\u{202e}'),
            "{arguments:?}: {}",
            ran.out
        );
    }
}
