//! What a file says in an unusual way, or twice, or in parts: it is neither absent nor lost.

use soci_configurator::core::{Config, Import, InputFile, SociStatus, read_files};
use soci_configurator::data::catalogue;

use crate::import_account::POOL;
use crate::import_blueprint::import;
use crate::import_node::{
    GATE, check_said, check_silent, check_unread, check_verdict, class, limit, node, of_parts,
    of_script, with_user_data,
};

const NODE_CONFIG: &str = "application/node.eks.aws";

fn containerd(toml: &str) -> String {
    let lines: String = toml.lines().map(|line| format!("      {line}\n")).collect();
    format!(
        "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  containerd:\n    config: |\n{lines}"
    )
}

/// What containerd's configuration comes to with the gate and these NodeConfigs, one after the other.
fn merged(configs: &[&str]) -> Import {
    let configs: Vec<String> = configs.iter().map(|toml| containerd(toml)).collect();
    let mut parts = vec![(NODE_CONFIG, GATE)];
    parts.extend(configs.iter().map(|config| (NODE_CONFIG, config.as_str())));
    of_parts(&parts)
}

#[test]
fn annotations_are_off_only_where_something_switches_them_off() {
    for plugin in [
        "[plugins.\"io.containerd.cri.v1.images\"]\n",
        "[plugins.\"io.containerd.grpc.v1.cri\".containerd]\n",
    ] {
        let own = |lines: &str| format!("{plugin}{lines}\n");
        let soci = own("snapshotter = \"soci\"");
        let other = own("snapshotter = \"overlayfs\"");
        let off = own("disable_snapshot_annotations = true");
        let on = own("disable_snapshot_annotations = false");
        for fine in [
            vec![&soci],
            vec![&other, &soci],
            vec![&on],
            vec![&off, &on],
            vec![&soci, &off, &on],
        ] {
            let fine: Vec<&str> = fine.into_iter().map(String::as_str).collect();
            let found = merged(&fine);
            check_verdict(&found, SociStatus::On);
            check_silent(&found, "annotations-off");
        }
        for wrong in [vec![&off], vec![&on, &off], vec![&off, &soci]] {
            let wrong: Vec<&str> = wrong.into_iter().map(String::as_str).collect();
            let found = merged(&wrong);
            check_verdict(&found, SociStatus::Off);
            check_said(&found, "annotations-off", "must be false");
        }
        check_said(
            &merged(&[&soci, &other]),
            "snapshotter-not-set",
            "overlayfs",
        );
    }
    // A name of version 3 anywhere: what stands under version 2's is dropped.
    let found = merged(&[
        "[plugins.\"io.containerd.grpc.v1.cri\".containerd]\nsnapshotter = \"overlayfs\"\n",
        "[plugins.\"io.containerd.cri.v1.runtime\"]\nenable_cdi = true\n",
    ]);
    check_silent(&found, "snapshotter-not-set");
}

#[test]
fn a_part_without_a_type_is_what_its_first_line_says() {
    let mask = "systemctl mask soci-snapshotter\n";
    for kind in ["text/plain", "text/x-not-multipart", "text/x-shellscript"] {
        for body in [
            format!("#!/bin/bash\n{mask}"),
            format!("#cloud-config\nruncmd:\n- {mask}"),
            format!("#cloud-boothook\n#!/bin/bash\n{mask}"),
        ] {
            let found = of_parts(&[(NODE_CONFIG, GATE), (kind, &body)]);
            check_verdict(&found, SociStatus::NeverReady);
            check_said(&found, "soci-masked", "");
            check_silent(&found, "part-of-unknown-type");
        }
        let found = of_parts(&[
            (NODE_CONFIG, GATE),
            (kind, "#include\nhttps://a.example/b\n"),
        ]);
        check_unread(&found, "text/x-include-url");
    }
    let without = |body: &str| {
        let text = class(
            "al2023@v20260930",
            "",
            &[(NODE_CONFIG, GATE), ("text/plain", body)],
        );
        import(&[&text.replace("    Content-Type: text/plain\n", "")])
    };
    check_verdict(
        &without(&format!("#!/bin/bash\n{mask}")),
        SociStatus::NeverReady,
    );
    check_said(&without("hello\n"), "part-of-unknown-type", "first line");
}

#[test]
fn limits_of_zero_and_less_are_no_limit() {
    for count in ["0", "-1", "-7"] {
        let found = of_script(&format!(
            "sed -i 's/^max_concurrent_downloads_per_image = .*/max_concurrent_downloads_per_image = {count}/' /etc/soci-snapshotter-grpc/config.toml\n"
        ));
        assert_eq!(limit(&found, "max_concurrent_downloads_per_image").0, count);
        let said = noticed(&found);
        assert!(said.contains("No limit per image"), "{said}");
        assert!(!said.contains("Not set in the file"), "{said}");
    }
}

fn noticed(found: &Import) -> String {
    // What Karpenter maps where a class maps nothing is a default indeed.
    let all = found.noticed(catalogue()).into_iter();
    let all = all.filter(|one| one.path != "spec.blockDeviceMappings");
    all.map(|one| format!("{} {}: {}\n", one.path, one.rule, one.message))
        .collect()
}

#[test]
fn a_value_that_no_setting_takes_is_not_called_absent() {
    let found = of_script(
        "sed -i 's/^max_concurrent_downloads_per_image = .*/max_concurrent_downloads_per_image = 2000/' /etc/soci-snapshotter-grpc/config.toml\n",
    );
    let said = noticed(&found);
    assert!(
        said.contains("value-not-judged: Downloads per image is “2000”"),
        "{said}"
    );
    assert!(!said.contains("Not set in the file"), "{said}");
    for ebs in [
        "volumeType: gp3, iops: 80000, throughput: 2001",
        "volumeType: gp3, throughput: 124",
        "volumeType: st1",
        "volumeType: standard",
        "volumeType: gp3, iops: \"4000\", throughput: 1000",
    ] {
        let spec = format!(
            "  blockDeviceMappings: [{{deviceName: /dev/xvda, ebs: {{volumeSize: 200Gi, {ebs}, encrypted: true}}}}]\n"
        );
        let said = noticed(&import(&[&with_user_data("al2023@v20260930", &spec, GATE)]));
        for word in [
            "Not set in the file",
            "slow-volume",
            "iops-beyond-throughput",
            "3000 IOPS",
        ] {
            assert!(!said.contains(word), "{ebs}: {said}");
        }
    }
}

#[test]
fn what_a_whole_file_leaves_out_is_of_socis() {
    let found = of_script(
        "cat > /etc/soci-snapshotter-grpc/config.toml <<'END'\n[content_store]\ntype = \"containerd\"\n[pull_modes.parallel_pull_unpack]\nenable = true\nmax_concurrent_downloads_per_image = 18\nEND\n",
    );
    let unpacks = "max_concurrent_unpacks_per_image";
    let of = node(&found)
        .limits
        .iter()
        .find(|limit| limit.key == unpacks);
    assert_eq!(of.map(|limit| limit.holds.by.as_str()), Some("SOCI"));
    let said = noticed(&found);
    assert!(said.contains("1 is SOCI's default"), "{said}");
    assert!(!said.contains("is the AMI's (nodeadm's) default"), "{said}");
}

#[test]
fn no_mappings_are_karpenters_own() {
    for list in ["[]", "null", ""] {
        let spec = format!("  blockDeviceMappings: {list}\n");
        let found = import(&[&with_user_data("al2023@v20260930", &spec, GATE)]);
        check_silent(&found, "wrong-root-device");
    }
}

#[test]
fn what_runs_at_every_boot_is_not_lost() {
    let found = of_parts(&[
        (NODE_CONFIG, GATE),
        (
            "text/x-shellscript-per-boot",
            "#!/bin/bash\nsed -i 's/^max_concurrent_downloads_per_image = .*/max_concurrent_downloads_per_image = 18/' /etc/soci-snapshotter-grpc/config.toml\n",
        ),
    ]);
    let said = noticed(&found);
    assert!(!said.contains("sed-lost-on-reboot"), "{said}");
}

/// A class and a kustomization with this patch of it.
fn patched(target: &str, patch: &str) -> Import {
    let kustomization = format!(
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [base.yaml]\npatches:\n- target: {target}\n  patch: |\n{}",
        patch
            .lines()
            .map(|line| format!("    {line}\n"))
            .collect::<String>()
    );
    let files = [
        ("base.yaml", with_user_data("al2023@v20260930", "", GATE)),
        ("kustomization.yaml", kustomization),
    ];
    let files = files.map(|(name, text)| InputFile {
        name: name.to_owned(),
        text,
    });
    read_files(&files, &Config::default(), catalogue())
}

#[test]
fn a_patch_of_what_decides_leaves_the_verdict_open() {
    let class = "{kind: EC2NodeClass, name: nodes}";
    for (patch, key) in [
        (
            "- {op: replace, path: /spec/amiSelectorTerms/0/alias, value: al2023@v20260505}",
            "amiSelectorTerms",
        ),
        (
            "- {op: add, path: /spec/amiSelectorTerms/-, value: {alias: al2023@v20260505}}",
            "amiSelectorTerms",
        ),
        (
            "- {op: remove, path: /spec/amiSelectorTerms/0}",
            "amiSelectorTerms",
        ),
        (
            "- {op: replace, path: /spec/userData, value: echo}",
            "userData",
        ),
        ("- {op: remove, path: /spec/userData}", "userData"),
        (
            "- {op: move, from: /spec/userData, path: /metadata/annotations/a}",
            "userData",
        ),
        (
            "- {op: add, path: /spec/amiFamily, value: AL2}",
            "amiFamily",
        ),
        ("spec:\n  userData: null", "userData"),
    ] {
        for target in [
            class,
            "{kind: EC2NodeClass}",
            "{kind: EC2NodeClass, name: no.*}",
        ] {
            let found = patched(target, patch);
            check_verdict(&found, SociStatus::Unknown);
            check_unread(&found, key);
            check_unread(&found, "a patch of Kustomization");
        }
        // Of another class it changes nothing.
        let found = patched("{kind: EC2NodeClass, name: other}", patch);
        check_verdict(&found, SociStatus::On);
    }
    for patch in [
        "- {op: add, path: /spec/tags/team, value: a}",
        "- {op: remove, path: /spec/role}",
        "- {op: test, path: /spec/userData, value: a}",
    ] {
        check_verdict(&patched(class, patch), SociStatus::On);
    }
}

#[test]
fn an_object_that_is_there_twice_is_named_and_the_later_one_counts() {
    let on = with_user_data("al2023@v20260930", "", GATE);
    let off = with_user_data("al2023@v20260930", "", "");
    let found = import(&[&format!("{on}---\n{off}")]);
    check_said(&found, "same-object-twice", "first in line 1");
    let verdicts: Vec<SociStatus> = found.on_nodes.iter().map(|one| one.verdict).collect();
    assert_eq!(verdicts, [SociStatus::Unknown, SociStatus::Off]);
    let other = off.replace("name: nodes", "name: others");
    check_silent(
        &import(&[&format!("{on}---\n{other}")]),
        "same-object-twice",
    );
}

#[test]
fn what_ansible_deletes_makes_no_node() {
    let class = with_user_data("al2023@v20260505", "", GATE);
    let indented: String = class
        .lines()
        .map(|line| format!("        {line}\n"))
        .collect();
    let play = |state: &str| {
        let text = format!(
            "- hosts: localhost\n  tasks:\n  - kubernetes.core.k8s:\n      state: {state}\n      definition:\n{indented}"
        );
        import(&[&text])
    };
    check_verdict(&play("present"), SociStatus::NeverReady);
    let gone = play("absent");
    assert!(gone.on_nodes.is_empty());
    assert!(
        gone.unread
            .iter()
            .any(|one| one.what.contains("state: absent"))
    );
}

#[test]
fn numbers_with_an_exponent_are_what_kubectl_sends() {
    let spec = "  blockDeviceMappings: [{deviceName: /dev/xvda, ebs: {volumeSize: 200Gi, volumeType: gp3, iops: 4e3, throughput: 1000.0, encrypted: true}}]\n";
    let found = import(&[&with_user_data("al2023@v20260930", spec, GATE)]);
    for rule in ["wrong-type", "throughput-above-iops", "value-not-judged"] {
        check_silent(&found, rule);
    }
    let volume = &found.sets[0].config.storage.volume;
    assert_eq!(volume.iops.map(|iops| iops.count()), Some(4000));
}

#[test]
fn no_quantity_costs_a_container() {
    let class = with_user_data("al2023@v20260930", "", GATE).replace("name: nodes", "name: gpu");
    for memory in [
        "8e9", "8E9", "1e20", "1.50", ".5", "08", "1_000", ".inf", "8Gi",
    ] {
        let deployment = format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: w}}\nspec:\n  selector: {{matchLabels: {{app: w}}}}\n  template:\n    metadata: {{labels: {{app: w}}}}\n    spec:\n      containers:\n      - {{name: c, image: a/b:1, resources: {{requests: {{cpu: 1, memory: {memory}}}}}}}\n"
        );
        let found = import(&[&class, POOL, &deployment]);
        check_silent(&found, "not-kept");
        let containers = found
            .kept()
            .iter()
            .filter(|one| one.path.contains("[name=c]"));
        assert_eq!(containers.count(), 1, "{memory}");
    }
}
