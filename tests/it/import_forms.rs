//! Manifests and userData in the forms that people have them in: Terraform, Markdown, scripts,
//! charts, patches, eksctl, launch templates. Every sample of `tests/it/forms` has a mistake planted
//! in what it wraps (`planted`, a misspelt field or gate); it is found at its line of the file.

use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use soci_configurator::core::{Config, Import, InputFile, NotText, read_files};
use soci_configurator::data::catalogue;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/forms");

/// Every sample, by name.
fn samples() -> Vec<InputFile> {
    let mut paths: Vec<_> = std::fs::read_dir(FOLDER)
        .expect("the folder of samples")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths
        .iter()
        .filter(|path| path.extension().is_none_or(|ending| ending != "expected"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            let bytes = std::fs::read(path).expect("a file");
            InputFile::from_bytes(name, &bytes).expect("a text")
        })
        .collect()
}

fn import(name: &str, text: &str) -> Import {
    let file = InputFile {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    read_files(&[file], &Config::default(), catalogue())
}

/// What a file came to: documents, planted mistakes, and what is left, each with its line.
fn report(import: &Import) -> String {
    const PLANTED: [&str; 6] = [
        "unknown-field",
        "unknown-feature-gate",
        "pull-mode-unknown",
        "not-yaml",
        "no-manifest",
        "repeated-key",
    ];
    let mut out = String::new();
    for one in &import.recognised {
        writeln!(out, "{} {}", one.place.line, one.what).expect("a string");
    }
    for remark in &import.remarks {
        if PLANTED.contains(&remark.rule.id) {
            let path = &remark.path;
            writeln!(out, "{} [{}] {path}", remark.place.line, remark.rule).expect("a string");
        }
    }
    for left in &import.unread {
        writeln!(out, "{} unread: {}", left.place.line, left.what).expect("a string");
    }
    out
}

#[test]
fn what_is_wrapped_is_found_with_its_lines() {
    let mut all = String::new();
    for file in samples() {
        writeln!(
            all,
            "== {}\n{}",
            file.name,
            report(&import(&file.name, &file.text))
        )
        .expect("a string");
    }
    let path = Path::new(FOLDER).join("forms.expected");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &all).expect("the expected report is written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        all == expected,
        "look at the difference, then UPDATE_EXPECT=1 cargo test --test it import_forms\n{}",
        similar::TextDiff::from_lines(&expected, &all).unified_diff()
    );
}

/// The lines at which `planted` or its like stands are the lines that are named.
#[test]
fn every_planted_mistake_is_named_at_its_own_line() {
    for file in samples() {
        let import = import(&file.name, &file.text);
        let is_encoded = file.name.ends_with(".json") || file.name.ends_with(".b64");
        let found: Vec<usize> = import
            .remarks
            .iter()
            .filter(|remark| remark.path.ends_with("planted"))
            .map(|remark| remark.place.line)
            .collect();
        let planted: Vec<usize> = file
            .text
            .lines()
            .enumerate()
            .filter(|(_, line)| line.contains("planted"))
            .map(|(index, _)| index + 1)
            .collect();
        assert!(
            is_encoded || found == planted,
            "{}: {planted:?} are planted, {found:?} are found",
            file.name
        );
    }
}

/// A name without an ending is enough: a text is known by its look.
#[test]
fn pasted_texts_are_known_by_their_look() {
    for file in samples() {
        // These differ by their names alone.
        if matches!(file.name.as_str(), "torn.tf" | "terragrunt.hcl") {
            continue;
        }
        let named = import(&file.name, &file.text);
        let pasted = import("pasted", &file.text);
        let documents = |import: &Import| -> Vec<(usize, String)> {
            import
                .recognised
                .iter()
                .map(|one| (one.place.line, one.what.clone()))
                .collect()
        };
        assert_eq!(documents(&named), documents(&pasted), "{}", file.name);
    }
}

/// What is left unread is said, and a file that holds nothing of ours is no error.
#[test]
fn a_file_of_another_trade_is_left_by_name() {
    for (name, text) in [
        (
            "main.tf",
            "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n",
        ),
        ("values.yaml", "replicas: 2\nimage: {tag: v1}\n"),
        ("NOTES.md", "# Notes\n\n```yaml\nreplicas: 2\n```\n"),
        (
            "package.json",
            "{\"name\": \"x\", \"version\": \"1.0.0\", \"services\": {}}\n",
        ),
        ("notes.txt", "Remember: the milk: today\n"),
        (
            "deploy.sh",
            "#!/bin/sh\nhelm upgrade a b/c\nkubectl get nodes\n",
        ),
        ("compose.yaml", "version: '3'\nservices: {a: {image: b}}\n"),
    ] {
        let import = import(name, text);
        assert!(import.remarks.is_empty(), "{name}: {:?}", import.remarks);
        assert!(import.recognised.is_empty(), "{name}");
        assert!(!import.unread.is_empty(), "{name}: nothing is said");
    }
}

#[test]
fn a_script_of_a_node_stays_whole() {
    for text in [
        "#!/bin/bash\ncat > /etc/eks/nodeadm.d/10.yaml <<EOF\napiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {}\nEOF\n",
        "#!/bin/bash\ncat <<'EOF' | tee /etc/systemd/system/x.service.d/a.conf\n[Service]\nEOF\nkubectl --kubeconfig /var/lib/kubelet/kubeconfig label node x a=b\n",
        "#!/bin/bash\ncat > nodeconfig.yaml <<EOF\napiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {}\nEOF\nnodeadm init -c file://nodeconfig.yaml\n",
        "#!/bin/bash\necho \"apiVersion: v1\nkind: Pod\" > /etc/kubernetes/manifests/a.yaml\n",
    ] {
        let import = import("a.sh", text);
        let what: Vec<&str> = import
            .recognised
            .iter()
            .map(|one| one.what.as_str())
            .collect();
        assert_eq!(what, ["userData: a shell script"], "{text}");
    }
}

/// Placeholders of any language reach the Config letter for letter.
#[test]
fn placeholders_are_not_touched() {
    let head = "kind: EC2NodeClass\nmetadata: {name: a}\nspec:\n  amiFamily: AL2023\n";
    for placeholder in [
        "${module.karpenter[\"a\"].role}",
        "${lookup(var.m, \"k: v\", { x = 1 })}",
        "{{ .Values.role | default \"a: b\" | quote }}",
        "{{ role }}",
        "${ROLE:-x}",
        "<<ROLE>>",
        "$(ROLE)",
    ] {
        let tags = format!("  tags: {{team: {placeholder}, b: x-{placeholder}}}\n");
        let text = format!("apiVersion: karpenter.k8s.aws/v1\n{head}{tags}");
        let quoted = placeholder.contains(": ") || placeholder.starts_with("<<");
        let in_terraform = format!(
            "resource \"kubectl_manifest\" \"a\" {{\n  yaml_body = <<-Y\n{}  Y\n}}\n",
            text.lines()
                .map(|line| format!("    {line}\n"))
                .collect::<String>()
        );
        let mut texts = vec![("a.yaml", text.clone())];
        if !placeholder.contains("{{") && !quoted {
            texts.push(("a.tf", in_terraform));
        }
        for (name, text) in texts {
            let import = import(name, &text);
            let said: Vec<_> = import
                .remarks
                .iter()
                .filter(|one| one.rule == "not-yaml")
                .collect();
            assert!(said.is_empty(), "{name} {placeholder}: {said:?}");
            let config = import.config().cloned().expect("a Config");
            let kept = format!("{:?} {:?}", config.cluster.tags, config.kept);
            let kept = kept.replace("\\\\\\\"", "\"").replace("\\\"", "\"");
            assert!(kept.contains(placeholder), "{name} {placeholder}: {kept}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    let latin = b"kind: X\nowner: J\xfcrgen\n";
    assert_eq!(
        InputFile::from_bytes("a.yaml", latin),
        Err(NotText::Byte {
            byte: 0xfc,
            line: 2,
            column: 9
        })
    );
    // A browser has put a sign there before.
    let import = import("a.yaml", &String::from_utf8_lossy(latin));
    let remark = import.remarks.iter().find(|one| one.rule == "not-utf-8");
    assert_eq!(remark.map(|one| one.place.line), Some(2));
}

/// Cuts of the samples, joined as they come: no panic, no place outside the file.
#[test]
fn torn_forms_get_an_answer() {
    let samples = samples();
    let strategy = prop::collection::vec((0..samples.len(), any::<u16>(), any::<u16>()), 1..4);
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(16),
        ..ProptestConfig::default()
    });
    runner
        .run(&strategy, |cuts| {
            let mut text = String::new();
            for (sample, from, length) in cuts {
                let letters: Vec<char> = samples[sample].text.chars().collect();
                let from = usize::from(from) % letters.len();
                let end = (from + usize::from(length) % 2_000).min(letters.len());
                text.extend(&letters[from..end]);
            }
            let lines = text.lines().count().max(1);
            for name in ["a", "a.tf", "a.md", "a.sh", "a.yaml.tpl"] {
                let import = import(name, &text);
                for line in import
                    .remarks
                    .iter()
                    .map(|one| one.place.line)
                    .chain(import.unread.iter().map(|one| one.place.line))
                {
                    prop_assert!(
                        line >= 1 && line <= lines + 1,
                        "{name}: line {line}\n{text}"
                    );
                }
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// Texts that are made to hurt: an answer comes in bounded time.
#[test]
fn hostile_forms_are_bounded() {
    let deep = |open: &str, close: &str, n: usize| [open.repeat(n), close.repeat(n)].concat();
    let megabyte = 1_000_000;
    let texts: Vec<(&str, String)> = vec![
        ("a.tf", format!("a = {}", deep("[", "]", 100_000))),
        ("a.tf", format!("a = {}1", "!".repeat(100_000))),
        ("a.tf", format!("a = {}", "1 + ".repeat(200_000))),
        ("a.tf", format!("a = {}", "x ? y : ".repeat(50_000))),
        ("a.tf", deep("b {\n", "}\n", 50_000)),
        ("a.tf", format!("a = \"{}", "${".repeat(megabyte / 2))),
        ("a.tf", "a = <<EOT\n".repeat(megabyte / 10)),
        (
            "a.yaml",
            format!("apiVersion: v1\nkind: X\na: {}", "{{".repeat(megabyte / 2)),
        ),
        (
            "a.yaml",
            format!(
                "apiVersion: v1\nkind: X\na: {}",
                "{{ .x }} ".repeat(megabyte / 9)
            ),
        ),
        ("a.yaml", "{{- if .x }}\n".repeat(megabyte / 13)),
        (
            "a.yaml",
            deep("{{- if .x }}\n{{- else }}\n", "{{- end }}\n", 9_000),
        ),
        ("a.toml", "%{ for x in y }".repeat(megabyte / 15)),
        ("a.md", "```yaml\n".repeat(megabyte / 8)),
        ("a.md", format!("{}\n", "`".repeat(megabyte))),
        (
            "a.sh",
            format!(
                "#!/bin/sh\n{}",
                "kubectl apply -f - <<EOF\n".repeat(megabyte / 25)
            ),
        ),
        (
            "a.ps1",
            format!("kubectl\n{}", "x @\"\n".repeat(megabyte / 5)),
        ),
        (
            "a.sh",
            format!(
                "#!/bin/sh\nkubectl\n{}",
                "echo \"x\n'\n".repeat(megabyte / 10)
            ),
        ),
        ("a.b64", "QUFB".repeat(megabyte / 4)),
        ("a.b64", "A".repeat(megabyte + 1)),
    ];
    for (name, text) in texts {
        let start = std::time::Instant::now();
        let import = import(name, &text);
        let took = start.elapsed();
        let is_said = !import.remarks.is_empty()
            || !import.unread.is_empty()
            || !import.recognised.is_empty();
        assert!(is_said, "{name} {:.40}: nothing is said", text);
        assert!(took.as_secs() < 20, "{name} {:.40}: {took:?}", text);
    }
}

/// Wrappers within wrappers end somewhere.
#[test]
fn nesting_of_wrappers_has_an_end() {
    let mut text = "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: a}\n".to_owned();
    for _ in 0..20 {
        let inner: String = text.lines().map(|line| format!("    {line}\n")).collect();
        text = format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  a: |\n{inner}"
        );
    }
    let import = import("a.yaml", &text);
    assert!(import.recognised.is_empty());
    assert!(
        import.unread.iter().any(|left| left.why.contains("levels")),
        "{:?}",
        import.unread
    );
}
