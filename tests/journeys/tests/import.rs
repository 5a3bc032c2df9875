//! Existing files: what is wrong with them is seen, fixed and downloaded; nothing is lost.

use journeys::{Page, journey};

/// The blueprint's node class as published in July 2025.
const PUBLISHED: &str = include_str!("../../it/published_class.yaml");
const TEXT: &str = "File contents";
const DIALOG: &str = "#open-dialog";

async fn paste(page: &Page, text: &str) {
    page.click_button("Import").await;
    page.paste_into(TEXT, text).await;
}

#[test]
fn the_blueprints_class_is_outdated_and_every_safe_fix_is_taken() {
    journey(async |page| {
        page.open("").await;
        page.type_into("Cluster name", "demo").await;
        page.type_into("Node IAM role", "Nodes").await;
        page.wait_for_text(".result-line", "Ready to apply").await;

        paste(page, PUBLISHED).await;
        page.wait_for_text(DIALOG, "EC2NodeClass soci-snapshotter")
            .await;
        let said = page
            .wait_for_text(DIALOG, "nodes do not become Ready")
            .await;
        assert!(said.contains("pasted:34"), "{said}");
        assert!(said.contains("Yours → recommended"), "{said}");

        page.click_button("Import and apply fixes").await;
        page.wait_for_text("#announced-notice", "Opened.").await;
        page.wait_for_text(".result-line", "Ready to apply").await;
        page.look_at_files().await;
        let manifest = page.wait_for_text("#result-panel", "apiVersion").await;
        assert!(!manifest.contains("al2023@latest"), "{manifest}");
        assert!(manifest.contains("role: Nodes"), "{manifest}");
        page.click_button("Download all (zip)").await;
        let archive = page.downloaded("soci-karpenter.zip").await;
        assert!(archive.len() > 1_000);

        page.click_button("Undo").await;
        page.look_at_files().await;
        page.wait_for_text("#result-panel", "al2023@v").await;
        page.wait_for_text("#result-panel", "featureGates").await;
    });
}

#[test]
fn a_pasted_user_data_says_why_soci_is_off() {
    let user_data = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  featureGate:\n    FastImagePull: true\n";
    journey(async |page| {
        page.open("").await;
        paste(page, user_data).await;
        let said = page
            .wait_for_text(DIALOG, "SOCI parallel pull is off")
            .await;
        assert!(said.contains("pasted:4"), "{said}");
        assert!(said.contains("featureGates"), "{said}");

        // The same, put right.
        let right = user_data.replace("featureGate:", "featureGates:");
        page.paste_into(TEXT, &right).await;
        let said = page
            .wait_for_text(DIALOG, "FastImagePull needs v20250821")
            .await;
        assert!(said.contains("Execution order"), "{said}");
        assert!(!said.contains("is off"), "{said}");
    });
}

#[test]
fn files_are_written_again_as_they_are_and_a_link_is_known() {
    let pool = "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata:\n  name: mine\n  annotations:\n    team: platform\nspec:\n  template:\n    spec:\n      nodeClassRef:\n        group: karpenter.k8s.aws\n        kind: EC2NodeClass\n        name: mine\n      requirements:\n      - key: kubernetes.io/arch\n        operator: In\n        values: [arm64]\n";
    journey(async |page| {
        page.open("").await;
        paste(page, pool).await;
        let said = page.wait_for_text(DIALOG, "NodePool mine").await;
        assert!(said.contains("metadata.annotations"), "{said}");
        page.click_button("Import as is").await;
        page.look_at_files().await;
        page.wait_for_text("#result-panel", "team: platform").await;
        assert_eq!(page.value("Pool name").await, "mine");

        paste(page, "https://example.org/soci/#v2_cn.linked_z").await;
        page.wait_for_text(DIALOG, "a link of this tool").await;
        page.click_button("Import as is").await;
        page.wait_until("the link's cluster is there", async || {
            page.value("Cluster name").await == "linked"
        })
        .await;
        page.click_button("Undo").await;
        page.look_at_files().await;
        page.wait_for_text("#result-panel", "team: platform").await;
    });
}

const TWO_POOLS: &str = "apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: {name: shared}
spec:
  role: ${module.eks.role}
  amiSelectorTerms: [{alias: al2023@v20260714}]
  subnetSelectorTerms: [{tags: {karpenter.sh/discovery: demo}}]
  securityGroupSelectorTerms: [{tags: {karpenter.sh/discovery: demo}}]
  userData: |
    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec: {featureGates: {FastImagePull: true}}
  unknown: 1
---
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: first}
spec: {template: {spec: {nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: shared}, requirements: [{key: karpenter.sh/capacity-type, operator: In, values: [on-demand]}]}}}
---
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: second}
spec: {template: {spec: {nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: shared}, requirements: [{key: karpenter.sh/capacity-type, operator: In, values: [spot]}]}}}
---
apiVersion: v1
kind: Secret
metadata: {name: hub}
";

#[test]
fn one_of_several_pools_is_opened_and_what_was_not_checked_is_said() {
    journey(async |page| {
        page.open("").await;
        paste(page, TWO_POOLS).await;
        let said = page.wait_for_text(DIALOG, "not checked: Secret hub").await;
        assert!(said.contains("125 MiB/s is EC2's default"), "{said}");
        assert!(said.contains("“${module.eks.role}”"), "{said}");
        page.choose("Open", "NodePool second – pasted:20").await;
        page.click_button("Import as is").await;
        page.wait_for_text("#announced-notice", "Opened.").await;
        page.look_at_files().await;
        let manifest = page.wait_for_text("#result-panel", "name: second").await;
        assert!(manifest.contains("role: ${module.eks.role}"), "{manifest}");
        // What the files keep is judged with them.
        page.click("tab", "Findings").await;
        page.wait_for_text("#result-panel", "there is no field “unknown”")
            .await;
    });
}

/// The settings are fine; what is kept beside them is not, and only its reader knows.
#[test]
fn what_is_kept_is_read_before_the_files_are_called_ready() {
    const FAULTY: &str = "#v2_cn.demo_ci.R_kf.EC2NodeClass~bspec.foo~b~e~b1_z";
    const FINE: &str = "#v2_cn.demo_ci.R_kf.EC2NodeClass~bmetadata.annotations.foo~b~e~b~221~22_z";
    const ERROR: &str = "1 error in the preserved fields of your files";
    journey(async |page| {
        page.open(FAULTY).await;
        let said = page.wait_for_text(".readiness", ERROR).await;
        assert!(!said.contains("Ready"), "{said}");
        page.wait_for_text(".tally", "1 error").await;
        page.click_button(ERROR).await;
        page.wait_for_text("#result-panel", "there is no field “foo”")
            .await;
        page.open(FINE).await;
        page.wait_for_text(".readiness", "Ready to apply").await;
    });
}

#[test]
fn a_config_file_that_is_dropped_is_opened_at_once_and_beside_others_is_one_of_them() {
    const DROP: &str = "const drop = (...files) => { const dropped = new DataTransfer();\
        for (const [name, text] of files) dropped.items.add(new File([text], name));\
        document.querySelector('.drop').dispatchEvent(\
            new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true })); };\
        const config = ['config.yaml', 'version: 2\\ncluster:\\n  name: dropped-here\\n'];";
    journey(async |page| {
        page.open("").await;
        page.wait_for_text(".result-line", "/h node").await;
        let dropped = format!("(() => {{ {DROP} drop(config); }})()");
        page.evaluate(&dropped).await;
        page.look_at_files().await;
        page.wait_for_text("#result-panel", "karpenter.sh/discovery: dropped-here")
            .await;
        assert_eq!(page.matches("dialog[open]").await, 0);

        let dropped = format!("(() => {{ {DROP} drop(config, ['a.yaml', 'kind: Pod']); }})()");
        page.evaluate(&dropped).await;
        page.wait_for_text("#open-dialog .open-chosen", "a.yaml")
            .await;
    });
}
