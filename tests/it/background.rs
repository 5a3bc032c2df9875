//! What page and background worker say to each other, answered natively.

use soci_configurator::background::{
    Answer, FilesAnswer, FilesRequest, FrontierRequest, ImageRequest, PullsAnswer, PullsRequest,
    Request, ToPage, ToWorker, answer,
};
use soci_configurator::core::{Config, Launch, Preset, Scope, read_config, write_config};

fn ask(request: Request) -> Answer {
    // As it crosses: as text.
    let text = serde_json::to_string(&ToWorker { id: 7, request }).expect("a request is text");
    let asked: ToWorker = serde_json::from_str(&text).expect("it reads back");
    let mut percents = Vec::new();
    let answer = answer(&asked.request, &mut |percent| percents.push(percent));
    assert!(percents.is_sorted());
    let text = serde_json::to_string(&ToPage::Answer(asked.id, Box::new(answer)));
    match serde_json::from_str(&text.expect("an answer is text")) {
        Ok(ToPage::Answer(7, answer)) => *answer,
        other => panic!("{other:?}"),
    }
}

fn default() -> String {
    write_config(&Config::default())
}

fn frontier(prices: Vec<(String, String)>, config: String) -> Answer {
    ask(Request::Frontier(FrontierRequest {
        config,
        prices,
        scope: Scope::Admitted,
        per_start: false,
    }))
}

#[test]
fn a_search_gives_configs_that_can_be_taken() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ondemand/us-east-1.csv");
    let table = std::fs::read_to_string(path).expect("the table");
    let Answer::Frontier(found) = frontier(vec![("us-east-1".into(), table)], default()) else {
        panic!("no frontier");
    };
    assert!(found.rows.len() > 3 && found.types > 100);
    let catalogue = crate::catalogue::with_prices(&["us-east-1"]);
    for row in &found.rows {
        assert!(!row.launched_by.is_empty(), "{}", row.setting);
        let config = read_config(row.config.as_deref().expect("it can be taken"));
        let launch = Launch::for_config(&config.expect("a Config"), &catalogue);
        let position = launch.likely().expect("a launched type");
        assert_eq!(catalogue.instances()[position].name, row.instance_type);
    }
}

#[test]
fn what_cannot_be_answered_says_why() {
    let refused = |answer: Answer| match answer {
        Answer::Refused(why) => why,
        other => panic!("{other:?}"),
    };
    assert!(refused(frontier(Vec::new(), default())).contains("no prices"));
    assert!(refused(frontier(Vec::new(), "version: 9".into())).contains("version"));
    let broken = vec![("us-east-1".into(), "<html>".into())];
    assert!(refused(frontier(broken, default())).contains("prices of us-east-1"));
    let garbage = ImageRequest {
        text: "<html>".into(),
        platform: None,
        config: default(),
        instance_type: None,
    };
    assert!(!refused(ask(Request::Image(garbage))).is_empty());
}

#[test]
fn a_manifest_becomes_layers_of_the_config() {
    let manifest = r#"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":2,"digest":"sha256:00"},
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","size":4740000000,"digest":"sha256:01"},
                  {"mediaType":"application/vnd.oci.image.layer.v1.tar+zstd","size":1000,"digest":"sha256:02"}]}"#;
    let Answer::Image(image) = ask(Request::Image(ImageRequest {
        text: manifest.into(),
        platform: None,
        config: default(),
        instance_type: Some("m6i.8xlarge".into()),
    })) else {
        panic!("no image");
    };
    assert_eq!((image.layers, image.compressed), (2, Some(4_740_001_000)));
    let config = read_config(image.config.as_deref().expect("it can be taken")).expect("a Config");
    assert_eq!(config.image.layers.len(), 2);
    // Real layers leave less open than a size.
    let [before, after] = image.times.expect("estimates");
    let width = |[low, likely, high]: [u32; 3]| f64::from(high - low) / f64::from(likely);
    assert!(width(after) < width(before), "{before:?} {after:?}");
}

#[test]
fn the_blueprints_pulls_are_compared() {
    let text = "\
> kubectl describe pod/vllm-85b4fbdd49-k88gg | grep Pulled
  Normal   Pulled            3m43s  kubelet            Successfully pulled image \"vllm:0.9\" in 2m18.049s (2m18.049s including waiting). Image size: 10757041023 bytes.
> kubectl describe pod/vllm-soci-744dfdbcfb-d4bwj | grep Pulled
  Normal   Pulled            5m40s  kubelet            Successfully pulled image \"vllm:0.9\" in 1m7.272s (1m7.272s including waiting). Image size: 10757041023 bytes.";
    let blueprint = Preset::named("original-blueprint")
        .expect("a preset")
        .config();
    let Answer::Pulls(pulls) = ask(Request::Pulls(PullsRequest {
        text: text.into(),
        config: write_config(&blueprint),
        instance_type: Some("m6i.8xlarge".into()),
    })) else {
        panic!("no pulls");
    };
    let times: Vec<&str> = pulls.rows.iter().map(|row| row.time.as_str()).collect();
    assert_eq!(times, ["2m18.049s", "1m7.272s"]);
    assert_eq!(pulls.gains.len(), 1);
    assert_eq!(pulls.gains[0].saved_percent, 51);
    // Without SOCI it is estimated to take longer.
    let likely = |at: usize| pulls.rows[at].estimated.expect("an estimate")[1];
    assert!(likely(0) > likely(1));
    // Two pulls tell something, and what they tell can be kept.
    assert_eq!(pulls.instance_type.as_deref(), Some("m6i.8xlarge"));
    let fitted = pulls.fitted.expect("a fit");
    assert!(fitted.pulls == 2 && fitted.error_after < fitted.error_before);
    assert_eq!(fitted.rows.len(), 3);
    let told = fitted.rows.iter().filter(|row| row.own.is_some()).count();
    let config = read_config(fitted.config.as_deref().expect("it can be kept")).expect("a Config");
    assert_eq!(config.image.own_figures.len(), told);
    // With the figures kept, the estimates are nearer.
    let Answer::Pulls(again) = ask(Request::Pulls(PullsRequest {
        text: text.into(),
        config: write_config(&config),
        instance_type: Some("m6i.8xlarge".into()),
    })) else {
        panic!("no pulls");
    };
    let off = |pulls: &PullsAnswer| {
        let measured = [138_049_u32, 67_272];
        let rows = pulls.rows.iter().zip(measured);
        // As shares of what was measured, as the fit has them.
        rows.map(|(row, measured)| {
            row.estimated.expect("one")[1].abs_diff(measured) * 10_000 / measured
        })
        .sum::<u32>()
    };
    assert!(
        off(&again)
            < off(&PullsAnswer {
                rows: pulls.rows,
                ..again.clone()
            })
    );
    // And the same pulls tell the same figures again.
    assert_eq!(again.fitted.expect("a fit").config, fitted.config);
}

fn files(texts: &[(&str, &str)]) -> FilesAnswer {
    files_for(texts, default())
}

fn files_for(texts: &[(&str, &str)], config: String) -> FilesAnswer {
    let files = texts
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    match ask(Request::Files(FilesRequest {
        prices: Vec::new(),
        files: files.collect(),
        config,
    })) {
        Answer::Files(found) => *found,
        other => panic!("{other:?}"),
    }
}

#[test]
fn files_say_what_they_are_where_it_hurts_and_how_nodes_read_them() {
    let pool = "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: soci-snapshotter, annotations: {team: a}}\nspec: {template: {spec: {nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: soci-snapshotter}, requirements: []}}}\n";
    let found = files(&[
        ("class.yaml", crate::import_blueprint::PUBLISHED),
        ("pool.yaml", pool),
    ]);
    let documents: Vec<&str> = found
        .recognised
        .iter()
        .filter(|one| one.taken)
        .map(|one| one.what.as_str())
        .collect();
    assert_eq!(
        documents,
        ["EC2NodeClass soci-snapshotter", "NodePool soci-snapshotter"]
    );
    assert!(found.remarks.iter().any(|row| row.place == "class.yaml:34"));
    let node = &found.nodes[0];
    assert_eq!(node.verdict, "nodes do not become Ready");
    assert!(!node.steps.is_empty() && !node.settings.is_empty() && !node.reasons.is_empty());
    let set = &found.sets[0];
    assert!(
        set.kept.iter().any(
            |row| row.place == "pool.yaml:3" && row.path.ends_with("metadata.annotations.team")
        ),
        "{:?}",
        set.kept
    );
    for file in [&set.config, set.recommended.as_ref().expect("advice")] {
        read_config(file).expect("it reads back");
    }
}

#[test]
fn links_and_config_files_are_known_and_the_sizes_of_another_image_are_not() {
    let link = files(&[("pasted", "https://example.org/#v1_cn.linked_z\n")]);
    assert!(link.sets[0].config.contains("linked"));
    let file = files(&[("config.yaml", "version: 1\ncluster: {name: mine}\n")]);
    assert!(file.sets[0].config.contains("name: mine"));
    let broken = files(&[("config.yaml", "version: 1\ncluster: {nam: mine}\n")]);
    assert_eq!(broken.sets, []);
    assert_eq!(broken.remarks[0].place, "config.yaml:2");
    let other = files(&[(
        "app.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec: {template: {spec: {containers: [{name: a, image: example.com/app:1}]}}}\n",
    )]);
    let config = read_config(&other.sets[0].config).expect("a Config");
    assert_eq!(config.image.reference.to_string(), "example.com/app:1");
    assert_eq!(config.image.compressed_size, None);
}

#[test]
fn what_waits_in_a_file_is_kept_and_names_that_the_page_knows_are_recommended() {
    let page = "version: 1\ncluster: {name: demo, nodeRole: Nodes}\n";
    let published = [("class.yaml", crate::import_blueprint::PUBLISHED)];
    let found = files_for(&published, page.to_owned());
    let set = &found.sets[0];
    let kept: Vec<&str> = set.kept.iter().map(|row| row.path.as_str()).collect();
    assert_eq!(
        kept,
        [
            "EC2NodeClass soci-snapshotter spec.role",
            "EC2NodeClass soci-snapshotter spec.securityGroupSelectorTerms",
            "EC2NodeClass soci-snapshotter spec.subnetSelectorTerms",
        ]
    );
    let advised = read_config(set.recommended.as_deref().expect("advice")).expect("a Config");
    assert_eq!(advised.kept, []);
    let cluster = advised.cluster;
    assert_eq!(
        cluster.name.map(|name| name.to_string()),
        Some("demo".to_owned())
    );
    assert_eq!(
        cluster.node_role.map(|name| name.to_string()),
        Some("Nodes".to_owned())
    );
}
