//! `check` and `import` on files, as they are run: what they print, where, and how they end.

use serde_json::Value;
use soci_configurator::core::read_config;

use crate::folder::Folder;
use crate::import_blueprint::PUBLISHED;

#[test]
fn findings_have_file_and_line_and_errors_end_with_one() {
    let folder = Folder::new("cli_files/check");
    folder.put("class.yaml", PUBLISHED);
    let ran = folder.run(&["check", "class.yaml"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let mut lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.pop(), Some("Checked: 1 EC2NodeClass."));
    assert_eq!(
        lines.pop(),
        Some(
            "Assumed, as no file settles it: Region us-east-1, Kubernetes version 1.35, Karpenter \
             version 1.14. Yours: --set cluster.region=VALUE --set cluster.kubernetes=VALUE --set \
             cluster.karpenter=VALUE."
        )
    );
    let one = folder.run(&["check", "class.yaml", "--set", "cluster.region=us-east-1"]);
    assert!(
        one.out
            .contains("settles it: Kubernetes version 1.35, Karpenter version 1.14.")
    );
    assert!(
        lines.iter().all(|line| line.starts_with("class.yaml:")),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("class.yaml:34: error[install-script-on-new-ami] spec.userData: "),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains(
            "class.yaml:20: waste[iops-beyond-throughput] spec.blockDeviceMappings[0].ebs.iops: "
        ),
        "{}",
        ran.out
    );
    // From standard input the same, under that name.
    let piped = folder.run_with(&["check", "-"], PUBLISHED);
    assert_eq!(piped.out, ran.out.replace("class.yaml:", "standard input:"));
    let fine = folder.run_with(&["check", "-", "--set", "cluster.karpenter=1.4"], "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: a}\nspec:\n  role: r\n  amiSelectorTerms: [{alias: al2023@v20260714}]\n  subnetSelectorTerms: [{id: subnet-0a1b2c3d}]\n  securityGroupSelectorTerms: [{id: sg-0a1b2c3d}]\n  ipPrefixCount: 1\n");
    assert_eq!(fine.code, 1);
    assert!(
        fine.out
            .contains("standard input:9: error[newer-field] spec.ipPrefixCount: "),
        "{}",
        fine.out
    );
}

#[test]
fn unusable_files_end_with_two_and_clean_ones_with_nothing() {
    let folder = Folder::new("cli_files/codes");
    folder.put("broken.yaml", "a: [\n");
    folder.put("other.yaml", "just text\n");
    for name in ["broken.yaml", "other.yaml", "missing.yaml"] {
        let ran = folder.run(&["check", name]);
        assert_eq!(ran.code, 2, "{name}: {} {}", ran.out, ran.err);
        assert!(format!("{}{}", ran.out, ran.err).contains(name), "{name}");
    }
    let made = folder.run(&[
        "generate",
        "--set",
        "cluster.name=demo",
        "--set",
        "cluster.nodeRole=r",
        "--set",
        "workload.kind=deployment",
        "--set",
        "comparison=true",
        "--out",
        "set",
    ]);
    assert_eq!(made.code, 0, "{}", made.err);
    let ran = folder.run(&[
        "check",
        "set/soci-snapshotter.yaml",
        "set/non-soci-snapshotter.yaml",
        "set/workload.yaml",
    ]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(!ran.out.contains("error["), "{}", ran.out);
}

#[test]
fn sarif_and_json_are_what_they_say() {
    let folder = Folder::new("cli_files/formats");
    folder.put("class.yaml", PUBLISHED);
    let sarif: Value = serde_json::from_str(
        &folder
            .run(&["check", "class.yaml", "--format", "sarif"])
            .out,
    )
    .expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    for rule in run["tool"]["driver"]["rules"].as_array().expect("rules") {
        let uri = rule["helpUri"].as_str().unwrap_or_default();
        assert!(uri.starts_with("https://"), "{rule}");
    }
    let results = run["results"].as_array().expect("results");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert!(results.len() >= 5, "{results:?}");
    let notices = run["invocations"][0]["toolExecutionNotifications"].as_array();
    let notices = notices.map_or(&[][..], Vec::as_slice);
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!(notices[0]["descriptor"]["id"], "assumed");
    for result in results {
        let index =
            usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().expect("a level")));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "class.yaml");
        assert!(place["region"]["startLine"].as_u64().expect("a line") >= 1);
    }
    let json: Value =
        serde_json::from_str(&folder.run(&["check", "class.yaml", "--format", "json"]).out)
            .expect("JSON");
    assert_eq!(
        json["recognised"][0]["what"],
        "EC2NodeClass soci-snapshotter"
    );
    assert_eq!(json["recognised"][0]["state"], "checked");
    assert_eq!(json["nodes"][0]["soci"], "nodes do not become Ready");
    assert_eq!(json["nodes"][0]["limits"][1]["holds"]["place"]["line"], 31);
    // A Config has findings without a file.
    let config: Value = serde_json::from_str(
        &folder
            .run(&[
                "check",
                "--preset",
                "original-blueprint",
                "--format",
                "sarif",
            ])
            .out,
    )
    .expect("JSON");
    assert!(config["runs"][0]["results"][0].get("locations").is_none());
}

#[test]
fn what_is_not_checked_is_said_in_every_format() {
    let folder = Folder::new("cli_files/not-checked");
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: hub}\n";
    let class = "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: a}\nspec: {role: r, amiFamily: Custom, amiSelectorTerms: [{id: ami-0123456789abcdef0}], subnetSelectorTerms: [{id: subnet-0a1b2c3d}], securityGroupSelectorTerms: [{id: sg-0a1b2c3d}], userData: x}\n";
    folder.put("set.yaml", [class, "---\n", secret].concat());
    folder.put("secret.yaml", secret);
    let ran = folder.run(&["check", "set.yaml"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let last = ran.out.lines().last().expect("a line");
    assert_eq!(
        last,
        "Checked in part: EC2NodeClass a (without its userData: its effect on a custom AMI is not known); not checked: Secret hub (it affects neither nodes nor pulls)."
    );
    let json: Value =
        serde_json::from_str(&folder.run(&["check", "set.yaml", "--format", "json"]).out)
            .expect("JSON");
    assert_eq!(json["recognised"][0]["state"], "checked in part");
    assert_eq!(
        json["recognised"][0]["without"].as_array().map(Vec::len),
        Some(1)
    );
    assert_eq!(json["recognised"][1]["state"], "not checked");
    let sarif: Value =
        serde_json::from_str(&folder.run(&["check", "set.yaml", "--format", "sarif"]).out)
            .expect("JSON");
    let notices = &sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(notices.as_array().map(Vec::len), Some(3));
    assert_eq!(notices[2]["descriptor"]["id"], "assumed");
    assert_eq!(json["assumed"][0]["field"], "cluster.region");
    assert_eq!(json["assumed"][0]["value"], "us-east-1");
    let place = &notices[1]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "set.yaml");
    assert_eq!(place["region"]["startLine"], 6);
    // Nothing at all was checked.
    let nothing = folder.run(&["check", "secret.yaml"]);
    assert_eq!(nothing.code, 2);
    assert!(
        nothing
            .out
            .starts_with("Nothing was checked; not checked: Secret hub")
    );
}

#[test]
fn each_pool_has_a_config_of_its_own_and_nothing_steers_the_terminal() {
    let folder = Folder::new("cli_files/pools");
    let pool = |name: &str| {
        format!(
            "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {{name: {name}}}\nspec: {{template: {{spec: {{nodeClassRef: {{group: karpenter.k8s.aws, kind: EC2NodeClass, name: x}}, requirements: []}}}}}}\n"
        )
    };
    folder.put("pools.yaml", [pool("a"), pool("b")].join("---\n"));
    let ran = folder.run(&["import", "pools.yaml", "--out", "configs"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for name in ["a", "b"] {
        let config = folder.read(&format!("configs/{name}.yaml"));
        assert!(config.contains(&format!("name: {name}")), "{config}");
    }
    folder.put("odd.yaml", pool("\"a\\e[31mb\""));
    let odd = folder.run(&["check", "odd.yaml"]);
    assert!(
        !odd.out.contains('\u{1b}') && odd.out.contains("\\u{1b}[31m"),
        "{}",
        odd.out
    );
}

#[test]
fn import_writes_a_config_that_generates_the_same() {
    let folder = Folder::new("cli_files/import");
    let made = folder.run(&[
        "generate",
        "--preset",
        "vllm-gpu",
        "--set",
        "cluster.name=demo",
        "--set",
        "cluster.nodeRole=r",
        "--set",
        "workload.kind=deployment",
        "--set",
        "comparison=true",
        "--out",
        "set",
    ]);
    assert_eq!(made.code, 0, "{}", made.err);
    let files = [
        "set/soci-snapshotter.yaml",
        "set/non-soci-snapshotter.yaml",
        "set/workload.yaml",
    ];
    let ran = folder.run(&["import", files[0], files[1], files[2], "--out", "again"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("imported: EC2NodeClass soci-snapshotter"),
        "{}",
        ran.err
    );
    let again = folder.run(&["generate", "--config", "again/config.yaml", "--out", "set2"]);
    assert_eq!(again.code, 0, "{}", again.err);
    for name in files {
        assert_eq!(
            folder.read(name),
            folder.read(&name.replace("set/", "set2/"))
        );
    }
    // On standard output, with the advice, and with nothing to take.
    let advised = folder.run_with(&["import", "-", "--recommended"], PUBLISHED);
    // The files have an error, and the Config is written all the same.
    assert_eq!(advised.code, 1, "{}", advised.err);
    let config = read_config(&advised.out).expect("a Config file");
    assert_eq!(config.cluster.al2023_version.to_string(), "v20260304");
    assert_eq!(folder.run_with(&["import", "-"], "a: 1\n").code, 2);
    assert_eq!(folder.run(&["import"]).code, 2);
}

#[test]
fn a_config_file_is_fixed_in_place_and_nothing_else_is() {
    let folder = Folder::new("cli_files/fix");
    folder.put("config.yaml", "version: 1\ncluster: {name: demo, nodeRole: r}\nstorage: {volume: {iops: 3000, throughput: 1000}}\n");
    let before = folder.run(&["check", "config.yaml"]);
    assert_eq!(before.code, 1, "{}", before.out);
    assert!(
        before
            .out
            .contains("config.yaml:3: error[throughput-above-iops] storage.volume.throughput: "),
        "{}",
        before.out
    );
    let ran = folder.run(&["check", "config.yaml", "--fix"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let fixed = folder.read("config.yaml");
    assert!(read_config(&fixed).is_ok(), "{fixed}");
    assert_eq!(folder.run(&["check", "config.yaml"]).code, 0);
    assert_eq!(
        folder.run(&["check", "config.yaml", "--fix"]).out,
        "Nothing to fix.\n"
    );
    folder.put("class.yaml", PUBLISHED);
    let refused = folder.run(&["check", "class.yaml", "--fix"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("import --recommended"),
        "{}",
        refused.err
    );
    assert_eq!(folder.read("class.yaml"), PUBLISHED);
}

/// What the command line says of the image is about the one that the files name.
#[test]
fn a_size_that_is_set_is_that_of_the_imported_image() {
    let folder = Folder::new("cli_files/image-of-files");
    folder.put("app.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec: {template: {spec: {containers: [{name: a, image: example.com/app:1}]}}}\n");
    let image = |arguments: &[&str]| {
        let ran = folder.run(&[&["import", "app.yaml"], arguments].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        let image = read_config(&ran.out).expect("a Config file").image;
        let size = image.compressed_size.map(|size| size.to_bytes());
        (image.reference.to_string(), size)
    };
    let own = || "example.com/app:1".to_owned();
    assert_eq!(image(&[]), (own(), None));
    let size = ["--set", "image.compressedSize=5GB"];
    assert_eq!(image(&size), (own(), Some(5_000_000_000)));
}
