//! What the page answers to a measurement's file.

use std::fs;

use serde_json::Value;
use soci_configurator::background::{
    Answer, MeasuredRow, PullsAnswer, PullsRequest, Request, answer,
};
use soci_configurator::core::{Config, write_config};

use super::runs::Cluster;

/// What the page answers to a file, whatever its own settings are.
fn pasted(text: &str) -> PullsAnswer {
    let asked = Request::Pulls(PullsRequest {
        text: text.to_owned(),
        config: write_config(&Config::default()),
        instance_type: Some("c7g.large".to_owned()),
    });
    match answer(&asked, &mut |_| ()) {
        Answer::Pulls(pulls) => pulls,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_page_says_of_a_file_what_the_command_line_says() {
    let cluster = Cluster::new("pasted");
    let (code, said) = cluster.measure(&["--yes"]);
    assert_eq!(code, 0, "{said}");
    let text = fs::read_to_string(cluster.file()).expect("the file");
    let page = pasted(&text);
    assert_eq!(page.instance_type.as_deref(), Some("m6i.8xlarge"));
    assert!(
        page.verdict[0].contains("the median of 2 pulls is 45 s, predicted"),
        "{:?}",
        page.verdict
    );
    let found = cluster.json();
    // Beside what was predicted before it, not beside the settings that are on the page.
    let planned = &found["variants"][0]["predictedMilliseconds"];
    let planned = [0, 1, 2].map(|end| planned[end].as_u64().expect("a time"));
    assert_eq!(page.rows.len(), 4);
    let of = |pod: &str| {
        let is_its = |row: &&MeasuredRow| row.pod.as_deref().is_some_and(|name| name.contains(pod));
        let row = page.rows.iter().find(is_its).expect("its row");
        row.estimated.expect("an estimate").map(u64::from)
    };
    assert_eq!(of("pulls-1-soci"), planned);
    let fitted = page.fitted.expect("a fit");
    assert_eq!(fitted.pulls, 4);
    assert_eq!(found["fitted"]["pulls"], 4);
}

/// One of a variant's runs was on another type: its others say what they say, and it is named.
#[test]
fn a_run_that_was_otherwise_than_planned_is_left_out_of_the_median() {
    let cluster = Cluster::new("one-of-them");
    let (code, said) = cluster.measure(&["--yes"]);
    assert_eq!(code, 0, "{said}");
    let text = fs::read_to_string(cluster.file()).expect("the file");
    let mut file: Value = serde_json::from_str(&text).expect("JSON");
    let labels = &mut file["runs"][2]["node"]["metadata"]["labels"];
    labels["node.kubernetes.io/instance-type"] = "m5.large".into();
    let text = file.to_string();
    fs::write(cluster.file(), &text).expect("it is written");
    let found = cluster.json();
    let soci = &found["variants"][0];
    assert_eq!(soci["pullMilliseconds"], serde_json::json!([44_100]));
    assert_eq!(soci["setAsideMilliseconds"], serde_json::json!([46_000]));
    assert_eq!(soci["medianMilliseconds"], 44_100);
    assert_eq!(found["measuredFastest"], "pulls-1-soci");
    assert_eq!(found["fitted"]["pulls"], 3);
    let ran = cluster.events(&[]);
    let line = "excluded, not as planned: 46 s";
    assert!(ran.out.contains(line), "{}", ran.out);
    let page = pasted(&text);
    assert!(
        page.verdict[0].contains("one pull took 44 s")
            && page.verdict[0].ends_with("1 not run as planned, excluded."),
        "{:?}",
        page.verdict
    );
    assert_eq!(page.fitted.expect("a fit").pulls, 3);
}
