use super::{Link, read_link, without_names};
use crate::core::config::{Config, Edit, Field, Preset};

fn set(config: Config, path: &str, text: &str) -> Config {
    let field = Field::find(path).unwrap();
    config.apply(&Edit::typed(field, text, &config).unwrap())
}

fn problems(text: &str) -> Vec<String> {
    let read = read_link(text).unwrap();
    read.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_link_holds_what_differs_and_reads_back() {
    let config = set(Config::default(), "cluster.name", "demo");
    let config = set(config, "storage.volume.iops", "4000");
    let link = Link::new(config);
    assert_eq!(link.write(), "v2_cn.demo_vi.4000_z");
    let read = read_link(&link.write()).unwrap();
    assert_eq!((read.link, read.problems), (link, Vec::new()));
    for preset in Preset::ALL {
        let link = Link {
            preset: Some(preset.word),
            tab: Some("soci-snapshotter.yaml".into()),
            ..Link::new(preset.config())
        };
        assert_eq!(read_link(&link.write()).map(|read| read.link), Some(link));
    }
}

#[test]
fn a_value_that_was_emptied_stays_empty() {
    let config = set(Config::default(), "storage.volume.iops", "");
    let config = set(config, "nodes.categories", "");
    let text = Link::new(config.clone()).write();
    assert_eq!(text, "v2_ng_vi_z");
    assert_eq!(read_link(&text).map(|read| read.link.config), Some(config));
}

#[test]
fn the_engine_decides_what_a_chunk_size_means() {
    let config = set(Config::default(), "engine.kind", "bottlerocket");
    assert_eq!(Link::new(config.clone()).write(), "v2_ek.bottlerocket_z");
    let config = set(config, "engine.concurrentDownloadChunkSize", "8mib");
    let text = Link::new(config.clone()).write();
    assert_eq!(read_link(&text).map(|read| read.link.config), Some(config));
}

#[test]
fn a_text_that_is_no_value_comes_along_if_it_is_a_line() {
    let iops = Field::find("storage.volume.iops").unwrap();
    let region = Field::find("cluster.region").unwrap();
    let mut link = Link::new(Config::default());
    link.refused = vec![(region, String::new()), (iops, "fast & cheap".into())];
    assert_eq!(link.write(), "v2_dcr_dvi.fast~b~26~bcheap_z");
    assert_eq!(
        read_link(&link.write()).map(|read| read.link),
        Some(link.clone())
    );
    link.refused = vec![(iops, "x".repeat(10_000))];
    assert_eq!(link.write(), "v2_z");
    assert_eq!(
        read_link(&link.write_whole()).map(|read| read.link),
        Some(link.clone())
    );
    assert_eq!(link.without_names().refused, Vec::new());
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_taken() {
    assert_eq!(problems("#v2_vi.4000_z"), Vec::<String>::new());
    assert_eq!(
        problems("v2_vi.fast_q9.1_vp.700_z"),
        [
            "“q9” is not a setting in this version; “1” was ignored.",
            "IOPS: “fast” is not a whole number. IOPS is a number from 100 to 256,000. The default is used.",
        ]
    );
    let read = read_link("v2_vi.fast_vp.700_z").unwrap();
    let expected = set(Config::default(), "storage.volume.throughput", "700");
    assert_eq!(read.link.config, expected);
    let iops = Field::find("storage.volume.iops").unwrap();
    assert_eq!(read.link.refused, vec![(iops, "fast".to_owned())]);
    assert!(problems("v2_vi.40")[0].starts_with("The end of the link is missing"));
    let newer = read_link("v99_cn.demo_q9.1~n2_z").unwrap();
    let told: Vec<String> = newer.problems.iter().map(ToString::to_string).collect();
    assert!(told[0].contains("newer version of this tool: it has format 99"));
    assert!(told[1].starts_with("“q9” is not a setting in this version; “1” was"));
    assert_eq!(
        newer.link.config,
        set(Config::default(), "cluster.name", "demo")
    );
    assert!(problems("v2_vi.1000_vi.4000_z")[0].contains("“4000”, is used"));
    assert!(problems("v2_cn.~Q_z")[0].contains("damaged"));
    let many = format!("v2_{}z", "q9.1_".repeat(5_000));
    assert_eq!(problems(&many).len(), 21);
    assert_eq!(problems(&many)[20], "And 4980 more.");
    let huge = format!("v2_vi.4000_ir.{}", "x".repeat(1_000_000));
    let read = read_link(&huge).unwrap();
    assert!(read.problems[0].message.contains("more than 400000"));
    assert_eq!(
        read.link.config,
        set(Config::default(), "storage.volume.iops", "4000")
    );
}

#[test]
fn another_fragment_is_no_link() {
    for text in [
        "",
        "settings",
        "#group-nodes",
        "v",
        "vv2_z",
        "v0_z",
        "v1x",
        "value",
        "v99999999999_z",
    ] {
        assert_eq!(read_link(text), None, "{text}");
    }
    assert!(read_link("v1").is_some() && read_link("#v2_").is_some());
}

#[test]
fn names_are_left_out() {
    let mut config = Config::default();
    for (path, text) in [
        ("cluster.name", "secret-cluster"),
        (
            "cluster.discoveryTag",
            "kubernetes.io/cluster/secret-cluster",
        ),
        ("cluster.tags", "team=secret"),
        ("nodes.labels", "example.com/tier=secret\nempty="),
        (
            "image.reference",
            "999988887777.dkr.ecr.eu-west-1.amazonaws.com/app:1",
        ),
        (
            "storage.volume.kmsKeyID",
            "arn:aws:kms:us-east-1:999988887777:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        ),
        ("storage.volume.iops", "4000"),
    ] {
        config = set(config, path, text);
    }
    let without = without_names(&config);
    assert_eq!(
        Link::new(without).write(),
        "v2_ir.000000000000.dkr.ecr.eu-west-1.amazonaws.com~sapp~c1_nk.example.com~stier~e~nempty~e_vi.4000_z"
    );
    let fields: Vec<&str> = super::left_out(&config)
        .iter()
        .map(|field| field.path)
        .collect();
    assert_eq!(fields.len(), 6, "{fields:?}");
    assert_eq!(without_names(&Config::default()), Config::default());
}
