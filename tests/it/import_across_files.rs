//! Files that name each other: a kustomization and its patches, Terraform and its templates, a script
//! and its manifests. What is given is read as what it is; what is not is named as missing.

use soci_configurator::core::{Config, Coverage, Import, InputFile, read_files};
use soci_configurator::data::catalogue;

fn import(files: &[(&str, &str)]) -> Import {
    let files: Vec<InputFile> = files
        .iter()
        .map(|(name, text)| InputFile {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
        })
        .collect();
    read_files(&files, &Config::default(), catalogue())
}

fn rules(import: &Import) -> Vec<(usize, usize, &str)> {
    import
        .remarks
        .iter()
        .map(|one| (one.place.file, one.place.line, one.rule.id))
        .collect()
}

fn unread(import: &Import) -> Vec<String> {
    import
        .unread
        .iter()
        .map(|one| format!("{}:{} {}", one.place.file, one.place.line, one.what))
        .collect()
}

const BY_PATH: &str = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../base]\npatches:\n  - path: pool.yaml\n    target: {kind: NodePool, name: gpu}\n";
const STRATEGIC: &str = "resources: [../base]\npatchesStrategicMerge: [./pool.yaml]\n";
const JSON_6902: &str = "resources: [../base]\npatchesJson6902:\n  - path: pool.yaml\n    target: {group: karpenter.sh, version: v1, kind: NodePool, name: gpu}\n";
const HEADED: &str =
    "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: gpu}\nspec:\n  weight: 1000\n";
const HEADLESS: &str = "spec:\n  weight: 1000\n";
const STEPS: &str = "- op: add\n  path: /spec/weight\n  value: 1000\n";

/// A patch says a part: nothing is missing from it, and what it says is judged at its own line.
#[test]
fn a_patch_in_a_file_of_its_own_is_a_part() {
    for (kustomization, patch, line) in [
        (BY_PATH, HEADED, 5),
        (BY_PATH, HEADLESS, 2),
        (BY_PATH, STEPS, 2),
        (STRATEGIC, HEADED, 5),
        (JSON_6902, STEPS, 2),
    ] {
        let given = import(&[
            ("k/prod/kustomization.yaml", kustomization),
            ("k/prod/pool.yaml", patch),
        ]);
        assert_eq!(
            rules(&given),
            [(1, line, "out-of-range")],
            "{kustomization}{patch}"
        );
        let pool = &given.recognised[0];
        assert!(
            matches!(&pool.coverage, Coverage::Partial { without } if without == &["the document it patches"]),
            "{:?}",
            pool.coverage
        );
        assert!(given.sets.is_empty(), "a part is no set");
        let said = unread(&given).join("\n");
        assert!(
            said.contains("resources of Kustomization: ../base"),
            "{said}"
        );
        assert!(!said.contains("1:"), "the patch is read: {said}");
    }
}

#[test]
fn a_file_of_the_same_name_elsewhere_is_no_patch() {
    let given = import(&[
        ("k/prod/kustomization.yaml", BY_PATH),
        ("k/base/pool.yaml", HEADED),
    ]);
    assert!(
        rules(&given)
            .iter()
            .any(|(_, _, id)| *id == "required-field"),
        "{:?}",
        rules(&given)
    );
    assert!(unread(&given).contains(&"0:5 patch pool.yaml of Kustomization".to_owned()));
}

#[test]
fn what_is_a_resource_as_well_is_whole() {
    let both = BY_PATH.replace("../base", "pool.yaml");
    let given = import(&[("kustomization.yaml", &both), ("pool.yaml", HEADED)]);
    assert!(
        rules(&given)
            .iter()
            .any(|(_, _, id)| *id == "required-field"),
        "{:?}",
        rules(&given)
    );
}

/// What it names by mistake is not read as a patch, and nothing else of it is lost.
#[test]
fn a_kustomization_that_names_itself_is_one_all_the_same() {
    let own = BY_PATH.replace("pool.yaml", "kustomization.yaml");
    let given = import(&[("k/kustomization.yaml", &own)]);
    assert_eq!(rules(&given), []);
    let said = unread(&given).join("\n");
    assert!(
        said.contains("resources of Kustomization: ../base"),
        "{said}"
    );
    assert!(
        said.contains("patch kustomization.yaml of Kustomization"),
        "{said}"
    );
}

/// A browser drops files without their folders: of two with one name neither is taken for the patch.
#[test]
fn of_two_files_with_one_name_neither_is_taken_for_the_patch() {
    let given = import(&[
        ("kustomization.yaml", BY_PATH),
        ("pool.yaml", HEADED),
        ("pool.yaml", HEADED),
    ]);
    let whole = rules(&given);
    let is_whole = |file| {
        whole
            .iter()
            .any(|one| (one.0, one.2) == (file, "required-field"))
    };
    assert!(is_whole(1) && is_whole(2), "{whole:?}");
    assert!(unread(&given).contains(&"0:5 patch pool.yaml of Kustomization".to_owned()));
}

/// Torn patches, and patches of something unknown, are said and never passed over.
#[test]
fn a_patch_that_cannot_be_read_is_said() {
    let torn = import(&[("kustomization.yaml", BY_PATH), ("pool.yaml", "spec: [\n")]);
    assert!(
        rules(&torn)
            .iter()
            .any(|(file, _, id)| (*file, *id) == (1, "not-yaml")),
        "{:?}",
        rules(&torn)
    );
    let aimless = BY_PATH.replace("    target: {kind: NodePool, name: gpu}\n", "");
    let given = import(&[("kustomization.yaml", &aimless), ("pool.yaml", HEADLESS)]);
    assert!(
        unread(&given).contains(&"1:1 a patch of Kustomization".to_owned()),
        "{:?}",
        unread(&given)
    );
}

/// What is given is not asked for.
#[test]
fn files_that_are_there_are_not_missed() {
    let names = |files: &[(&str, &str)]| {
        let given = import(files);
        given
            .unread
            .iter()
            .map(|one| format!("{}: {}", one.what, one.why))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let base = "resources: [../base, pool.yaml, extra]\npatches: []\n";
    let said = names(&[
        ("k/prod/kustomization.yaml", base),
        ("k/prod/pool.yaml", HEADED),
        ("k/base/pool.yaml", HEADED),
    ]);
    assert!(
        said.contains("resources of Kustomization: extra:"),
        "{said}"
    );
    let script = "#!/bin/sh\nkubectl apply -f pool.yaml\nkubectl apply -f other.yaml\n";
    let said = names(&[("deploy.sh", script), ("pool.yaml", HEADED)]);
    assert!(!said.contains("apply pool.yaml"), "{said}");
    assert!(said.contains("apply other.yaml"), "{said}");
    let terraform = "resource \"aws_launch_template\" \"a\" {\n  user_data = templatefile(\"${path.module}/node.sh.tftpl\", { a = 1 })\n}\n";
    let said = names(&[
        ("tf/main.tf", terraform),
        ("tf/node.sh.tftpl", "#!/bin/bash\necho ${a}\n"),
    ]);
    assert!(said.contains("is read separately"), "{said}");
    let said = names(&[("tf/main.tf", terraform)]);
    assert!(said.contains("the file is not here"), "{said}");
}

/// What a patch puts into a class is not missing from it, and what a patch takes away is said.
#[test]
fn a_class_is_not_judged_without_what_a_patch_gives_it() {
    const CLASS: &str = "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: fast}\nspec:\n  role: r\n  amiSelectorTerms: [{alias: al2023@v20260930}]\n  subnetSelectorTerms: [{tags: {a: b}}]\n  securityGroupSelectorTerms: [{tags: {a: b}}]\n";
    const GIVES: &str = "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: fast}\nspec:\n  userData: |\n    apiVersion: node.eks.aws/v1alpha1\n    kind: NodeConfig\n    spec: {featureGates: {FastImagePull: true}}\n";
    const TAKES: &str = "- op: remove\n  path: /spec/instanceStorePolicy\n";
    let prod = |patch: &str| {
        format!(
            "resources: [../base]\npatches:\n  - path: {patch}\n    target: {{kind: EC2NodeClass, name: fast}}\n"
        )
    };
    let of = |patch: &str, text: &str| {
        import(&[
            ("k/base/kustomization.yaml", "resources: [class.yaml]\n"),
            ("k/base/class.yaml", CLASS),
            ("k/prod/kustomization.yaml", &prod(patch)),
            (&format!("k/prod/{patch}"), text),
        ])
    };
    let given = of("soci.yaml", GIVES);
    assert_eq!(rules(&given), []);
    let node = given.on_nodes.first().expect("nodes of the class");
    assert_eq!(
        node.verdict.describe(),
        "it is not known whether SOCI is on"
    );
    assert_eq!(
        node.unread,
        ["its userData, which a patch of Kustomization sets in line 5"]
    );
    // A file that only names others is in the account under its own name.
    assert!(
        unread(&given).contains(&"0:1 “k/base/kustomization.yaml”".to_owned()),
        "{:?}",
        unread(&given)
    );

    let taken = of("less.yaml", TAKES);
    assert!(
        rules(&taken).contains(&(1, 1, "nothing-switches-soci-on")),
        "{:?}",
        rules(&taken)
    );
    let remove = "3:1 remove /spec/instanceStorePolicy, in a patch of Kustomization";
    assert!(
        unread(&taken).contains(&remove.to_owned()),
        "{:?}",
        unread(&taken)
    );
}
