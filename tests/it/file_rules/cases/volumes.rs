//! Volumes that EC2 refuses, and ones that no setting takes.

use super::{Error, Input, Note, Row, Warning, mappings};

/// A rule, how bad it is, and a node class that breaks it.
pub fn all() -> Vec<Row> {
    let volume = |ebs: &str| {
        Input::Class(mappings(&format!(
            "- {{deviceName: /dev/xvda, ebs: {{volumeSize: 80Gi, {ebs}, encrypted: true}}}}\n"
        )))
    };
    let device = |name: &str| {
        format!("- {{deviceName: {name}, ebs: {{volumeSize: 80Gi, encrypted: true}}}}\n")
    };
    let mut all = vec![
        (
            "device-mapped-twice",
            Error,
            Input::Class(mappings(&device("/dev/xvda").repeat(2))),
        ),
        (
            "root-volume-elsewhere",
            Warning,
            Input::Class(mappings(
                &(device("/dev/xvda") + &device("/dev/xvdb, rootVolume: true")),
            )),
        ),
        // The root device of an AMI of EKS is known, mapped or not.
        (
            "root-volume-elsewhere",
            Warning,
            Input::Class(mappings(&device("/dev/sda1, rootVolume: true"))),
        ),
        ("value-not-judged", Note, volume("volumeType: standard")),
    ];
    for kind in ["st1", "sc1"] {
        let of = volume(&format!("volumeType: {kind}"));
        all.push(("volume-cannot-boot", Error, of));
    }
    for (kind, value) in [
        ("gp2", "throughput: 250"),
        ("gp2", "iops: 3000"),
        ("io1", "iops: 1000, throughput: 250"),
        ("io2", "iops: 1000, throughput: 250"),
        ("standard", "iops: 100"),
        ("st1", "throughput: 500"),
    ] {
        let of = volume(&format!("volumeType: {kind}, {value}"));
        all.push(("volume-takes-no-such-value", Error, of));
    }
    for throughput in [124, 2001, 0, -1] {
        let of = format!("volumeType: gp3, iops: 4000, throughput: {throughput}");
        all.push(("throughput-out-of-range", Error, volume(&of)));
    }
    all
}
