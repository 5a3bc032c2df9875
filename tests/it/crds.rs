//! What we emit, held against Karpenter's CRDs where these lie beside the repository; they are
//! never part of it.

use std::path::Path;
use std::sync::OnceLock;

use serde_json::{Value, json};
use soci_configurator::core::{Bundle, Config, Preset, Syntax, evaluate, read_config};
use soci_configurator::data::catalogue;

use crate::crd_schema::{By, Crd, Refusal, is_gap};
use crate::scenario_files;
use crate::support::set;
use crate::yaml11;

/// The CRDs. Tests that need them are ignored where they are not beside the repository (`build.rs`).
pub fn crds() -> &'static [Crd] {
    static CRDS: OnceLock<Vec<Crd>> = OnceLock::new();
    CRDS.get_or_init(|| read_crds().expect("the CRDs are beside the repository"))
}

fn read_crds() -> Option<Vec<Crd>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/crds");
    let names = [
        "karpenter.k8s.aws_ec2nodeclasses.yaml",
        "karpenter.sh_nodepools.yaml",
    ];
    names
        .iter()
        .map(|name| std::fs::read_to_string(folder.join(name)).ok())
        .map(|text| text.map(|text| Crd::parse(&text)))
        .collect()
}

/// Every YAML document that the set gives to `kubectl apply`.
pub fn applied(bundle: &Bundle) -> Vec<Value> {
    bundle
        .files()
        .iter()
        .filter(|file| file.applied && file.syntax == Syntax::Yaml)
        .flat_map(|file| {
            yaml11::read(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path))
        })
        .map(|document| document.value)
        .collect()
}

/// Everything for which the documents of a set would be refused.
pub fn refusals(crds: &[Crd], bundle: &Bundle) -> Vec<String> {
    let mut said = Vec::new();
    for document in applied(bundle) {
        let group = document["apiVersion"].as_str().unwrap_or_default();
        // Deployments and Auto Mode's NodeClass have no CRD here.
        let is_karpenters = group.starts_with("karpenter");
        let Some(crd) = crds.iter().find(|crd| crd.describes(&document)) else {
            if is_karpenters {
                said.push(format!("{group} {}: no CRD describes it", document["kind"]));
            }
            continue;
        };
        for refusal in crd.check(&document, None) {
            said.push(format!(
                "{} {}: {}: {}",
                crd.kind, document["metadata"]["name"], refusal.at, refusal.message
            ));
        }
    }
    said
}

/// A Config with the cluster's name and the role filled in.
pub fn filled(config: &Config) -> Config {
    set(
        config.clone(),
        &[
            ("cluster.name", "demo"),
            ("cluster.nodeRole", "KarpenterNodeRole-demo"),
        ],
    )
}

#[track_caller]
fn check_accepted(crds: &[Crd], what: &str, config: &Config) {
    let bundle = evaluate(config, catalogue()).bundle;
    assert!(!applied(&bundle).is_empty(), "{what}: nothing to apply");
    let said = refusals(crds, &bundle);
    assert!(said.is_empty(), "{what}:\n  {}", said.join("\n  "));
}

#[test]
#[cfg_attr(not(has_crds), ignore = "the CRDs are not beside the repository")]
fn every_preset_is_accepted() {
    let crds = crds();
    for preset in Preset::ALL {
        check_accepted(crds, preset.word, &filled(&preset.config()));
        let envsubst = set(preset.config(), &[("placeholders", "envsubst")]);
        check_accepted(crds, &format!("{} with envsubst", preset.word), &envsubst);
    }
}

#[test]
#[cfg_attr(not(has_crds), ignore = "the CRDs are not beside the repository")]
fn every_scenario_is_accepted() {
    let crds = crds();
    for scenario in scenario_files::all() {
        let config = read_config(scenario.config_text).expect(scenario.name);
        check_accepted(crds, scenario.name, &config);
    }
}

#[cfg(feature = "cli")]
#[test]
#[cfg_attr(not(has_crds), ignore = "the CRDs are not beside the repository")]
fn every_measurement_is_accepted() {
    for (what, document) in crate::measure::of_presets() {
        let Some(crd) = crds().iter().find(|crd| crd.describes(&document)) else {
            continue;
        };
        let said = crd.check(&document, None);
        assert!(said.is_empty(), "{what}: {}: {said:?}", crd.kind);
    }
}

#[test]
#[cfg_attr(not(has_crds), ignore = "the CRDs are not beside the repository")]
fn every_rule_can_be_evaluated() {
    let crds = crds();
    let mut transitions = Vec::new();
    for crd in crds {
        for rule in crd.rules() {
            assert_eq!(rule.broken, None, "{} {}", crd.kind, rule.at);
            if rule.is_transition {
                transitions.push(format!("{} {}", crd.kind, rule.at));
            }
        }
    }
    // These compare with the object before, so creating a document never runs them;
    // `rules_about_the_object_before_hold` does.
    assert_eq!(
        transitions,
        [
            "NodePool spec",
            "NodePool spec.template.spec.nodeClassRef",
            "NodePool spec.template.spec.nodeClassRef"
        ],
        "rules that need the object before"
    );
}

#[test]
#[cfg_attr(not(has_crds), ignore = "the CRDs are not beside the repository")]
fn rules_about_the_object_before_hold() {
    let crds = crds();
    let pool = &crds[1];
    let old = sample(NODE_POOL);
    assert!(pool.check(&old, Some(&old)).is_empty());
    for (at, value) in [
        (
            "/spec/template/spec/nodeClassRef/group",
            "eks.amazonaws.com",
        ),
        ("/spec/template/spec/nodeClassRef/kind", "NodeClass"),
    ] {
        let mut new = old.clone();
        *new.pointer_mut(at).unwrap() = json!(value);
        let said = pool.check(&new, Some(&old));
        assert!(
            said.iter()
                .any(|refusal| refusal.message.contains("is immutable")),
            "{said:?}"
        );
    }
    let mut fixed = old.clone();
    fixed["spec"]["replicas"] = json!(1);
    fixed["spec"].as_object_mut().unwrap().remove("weight");
    fixed["spec"].as_object_mut().unwrap().remove("limits");
    let said = pool.check(&fixed, Some(&old));
    assert!(
        said.iter()
            .any(|refusal| refusal.message.contains("Cannot transition")),
        "{said:?}"
    );
}

/// A valid node class that uses most of what we emit.
const NODE_CLASS: &str = "
apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: {name: sample}
spec:
  role: KarpenterNodeRole-demo
  amiFamily: AL2023
  amiSelectorTerms: [{alias: al2023@v20260724}]
  subnetSelectorTerms: [{tags: {karpenter.sh/discovery: demo}}]
  securityGroupSelectorTerms: [{tags: {karpenter.sh/discovery: demo}}]
  tags: {team: platform}
  instanceStorePolicy: RAID0
  blockDeviceMappings:
    - deviceName: /dev/xvda
      ebs:
        volumeType: gp3
        volumeSize: 100Gi
        iops: 3000
        throughput: 600
        encrypted: true
        deleteOnTermination: true
        snapshotID: snap-0123456789abcdef0
        volumeInitializationRate: 300
  userData: text
";

/// A valid pool that uses most of what we emit.
const NODE_POOL: &str = "
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: sample}
spec:
  weight: 10
  limits: {cpu: '1000', memory: 4000Gi}
  disruption:
    consolidationPolicy: WhenEmptyOrUnderutilized
    consolidateAfter: 5m
    budgets:
      - {nodes: 10%}
      - {nodes: '0', reasons: [Drifted], schedule: 0 9 * * 1-5, duration: 8h}
  template:
    metadata:
      labels: {intent: sample}
    spec:
      expireAfter: 720h
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: sample}
      taints: [{key: nvidia.com/gpu, effect: NoSchedule}]
      requirements:
        - {key: karpenter.sh/capacity-type, operator: In, values: [spot, on-demand]}
        - {key: karpenter.k8s.aws/instance-cpu, operator: Gt, values: ['3']}
        - {key: karpenter.k8s.aws/instance-local-nvme, operator: Exists}
";

fn sample(text: &str) -> Value {
    yaml11::read_one(text).expect("a sample is YAML").value
}

/// Valid documents, one of each kind.
pub fn samples() -> Vec<Value> {
    vec![sample(NODE_CLASS), sample(NODE_POOL)]
}

/// One way to break a sample, and who must refuse it with which words.
pub struct Broken {
    pub what: String,
    pub document: Value,
    pub by: By,
    pub says: String,
}

/// Every row of the table of broken documents.
pub fn broken_documents() -> Vec<Broken> {
    let table = sample(include_str!("broken_documents.yaml"));
    let mut all = Vec::new();
    for (kind, text) in [("EC2NodeClass", NODE_CLASS), ("NodePool", NODE_POOL)] {
        for row in table[kind].as_array().expect("a list") {
            let word = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
            let by = match row["by"].as_str() {
                Some("Schema") => By::Schema,
                Some("Cel") => By::Cel,
                other => panic!("{}: nobody is called {other:?}", word("what")),
            };
            let mut document = sample(text);
            change(&mut document, &word("at"), row.get("put"));
            all.push(Broken {
                what: word("what"),
                document,
                by,
                says: word("says"),
            });
        }
    }
    all
}

/// Puts a value where a JSON pointer points, or takes away what is there.
fn change(document: &mut Value, at: &str, put: Option<&Value>) {
    let (parent, last) = at.rsplit_once('/').expect("a pointer");
    let last = last.replace("~1", "/");
    match (document.pointer_mut(parent), put) {
        (Some(Value::Array(items)), Some(value)) if last == "-" => items.push(value.clone()),
        (Some(Value::Array(items)), Some(value)) => {
            items[last.parse::<usize>().expect("an index")] = value.clone();
        }
        (Some(Value::Object(fields)), Some(value)) => {
            fields.insert(last, value.clone());
        }
        (Some(Value::Object(fields)), None) => {
            assert!(fields.remove(&last).is_some(), "{at} is not there");
        }
        _ => panic!("{at} is no place"),
    }
}

#[test]
#[cfg_attr(not(has_crds), ignore = "the CRDs are not beside the repository")]
/// Every row of the table of broken documents.
pub fn broken_documents_are_refused_for_their_own_reason() {
    let crds = crds();
    for text in [NODE_CLASS, NODE_POOL] {
        let sample = sample(text);
        let crd = crds
            .iter()
            .find(|crd| crd.describes(&sample))
            .expect("a CRD for the sample");
        let said: Vec<Refusal> = crd.check(&sample, None);
        assert!(said.is_empty(), "the sample itself is refused: {said:?}");
    }
    let broken = broken_documents();
    assert!(
        broken.len() > 70,
        "the table lost its rows: {}",
        broken.len()
    );
    for broken in broken {
        let crd = crds
            .iter()
            .find(|crd| crd.describes(&broken.document))
            .expect("a CRD for the sample");
        let said = crd.check(&broken.document, None);
        let right = said.iter().any(|refusal| {
            refusal.by == broken.by && refusal.message.contains(&broken.says) && !is_gap(refusal)
        });
        assert!(
            right && said.iter().all(|refusal| refusal.by == broken.by),
            "{}: {:?} is to refuse it with {:?}, but: {said:#?}",
            broken.what,
            broken.by,
            broken.says
        );
    }
}
