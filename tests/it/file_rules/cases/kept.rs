//! Files that keep a rule.

use super::{Input, mappings, pool_with};

/// Files that only just keep a rule, or that another rule is about.
pub fn kept() -> Vec<(&'static str, Input)> {
    let both = |system: &str, data: &str| {
        Input::Bottlerocket(mappings(&format!(
            "- {{deviceName: /dev/xvda, ebs: {{volumeSize: 4Gi, encrypted: true{system}}}}}\n- {{deviceName: /dev/xvdb, ebs: {{volumeSize: 80Gi, encrypted: true{data}}}}}\n"
        )))
    };
    let version = |said: &str| {
        let class = Input::Class(String::new()).text();
        Input::File(class.replacen("apiVersion: karpenter.k8s.aws/v1\n", said, 1))
    };
    let consolidated =
        |after: &str| Input::Pool(format!("disruption: {{consolidateAfter: {after}}}"));
    let encoded = |word: &str| {
        Input::UserData(format!(
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"X\"\n\n--X\nContent-Transfer-Encoding: {word}\nContent-Type: text/x-shellscript\nMime-Version: 1.0\n\n#!/bin/bash\n--X--\n"
        ))
    };
    vec![
        (
            "tag-refused",
            Input::Class(format!(
                "tags: {{{}: {}}}",
                "a".repeat(128),
                "b".repeat(256)
            )),
        ),
        ("images-on-other-device", both("", "")),
        ("images-on-other-device", both("", ", iops: 4000")),
        (
            "images-on-other-device",
            both(", iops: 4000", ", iops: 4000"),
        ),
        (
            "architecture-open",
            pool_with(
                "template:\n  metadata: {labels: {kubernetes.io/arch: amd64}}\n  spec:\n    nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: nodes}\n    requirements: []\n",
            ),
        ),
        ("part-encoding-dropped", encoded("7bit")),
        ("part-encoding-dropped", encoded("8BIT")),
        ("part-encoding-dropped", encoded("binary")),
        // They have no form of a duration, which is what is said of them.
        ("duration-too-long", consolidated("soonish")),
        ("duration-too-long", consolidated("\"12\"")),
        // What is missing has been said; what is filled in later may be right.
        ("wrong-api-version", version("")),
        ("wrong-api-version", version("apiVersion: ${API}\n")),
    ]
}
