//! Pasted logs: each kind of text, and what is measured of it.

use soci_configurator::core::{Implausible, PullEvents, PullSource, read_pull_events};

pub const IMAGE: &str = "registry.test/team/model:3";

#[track_caller]
pub fn read(text: &str) -> PullEvents {
    read_pull_events(text).unwrap_or_else(|wrong| panic!("{text}\n{wrong}"))
}

/// Pod, node, milliseconds and bytes of the only pull.
type FitStatus<'a> = (Option<&'a str>, Option<&'a str>, u32, Option<u64>);

#[track_caller]
fn only(text: &str, source: PullSource, expected: FitStatus<'_>) {
    let events = read(text);
    let [pull] = events.pulls.as_slice() else {
        panic!("{text}\n{events:#?}");
    };
    let told = (
        pull.pod.as_deref(),
        pull.node.as_deref(),
        pull.pull.as_millis(),
        pull.size.map(|size| size.to_bytes()),
    );
    assert_eq!(told, expected, "{text}");
    assert_eq!(pull.source, source, "{text}");
    if source != PullSource::Soci {
        assert_eq!(pull.image, IMAGE, "{text}");
    }
}

/// The kubelet's message.
pub fn pulled() -> String {
    format!(
        "Successfully pulled image \"{IMAGE}\" in 31.25s (31.5s including waiting). Image size: 5200000000 bytes."
    )
}

const SIZE: Option<u64> = Some(5_200_000_000);

#[test]
fn the_kubelets_log_in_every_form() {
    let message = pulled().replace('"', "\\\"");
    let pod = Some("worker-soci-9");
    let structured = format!(
        "I1129 12:00:00.123456    2042 event.go:389] \"Event occurred\" object=\"batch/worker-soci-9\" fieldPath=\"spec.containers{{a}}\" kind=\"Pod\" apiVersion=\"v1\" type=\"Normal\" reason=\"Pulled\" message=\"{message}\""
    );
    let older = format!(
        "I1129 12:00:00.123456 2042 event.go:291] Event(v1.ObjectReference{{Kind:\"Pod\", Namespace:\"batch\", Name:\"worker-soci-9\", UID:\"1\", APIVersion:\"v1\"}}): type: 'Normal' reason: 'Pulled' {}",
        pulled()
    );
    for line in [structured, older] {
        only(&line, PullSource::Kubelet, (pod, None, 31_250, SIZE));
        let journal = format!("Nov 29 12:00:00 ip-10-9-8-7.ec2.internal kubelet[2042]: {line}");
        let there = (pod, Some("ip-10-9-8-7.ec2.internal"), 31_250, SIZE);
        only(&journal, PullSource::Kubelet, there);
        let iso =
            format!("2026-11-29T12:00:00+0000 ip-10-9-8-7.ec2.internal kubelet[2042]: {line}");
        only(&iso, PullSource::Kubelet, there);
        // journalctl -o json.
        let json = serde_json::json!({"_HOSTNAME": "ip-10-9-8-7.ec2.internal", "SYSLOG_IDENTIFIER": "kubelet", "MESSAGE": line});
        only(&json.to_string(), PullSource::Kubelet, there);
        // A terminal of 90 columns.
        let letters: Vec<char> = journal.chars().collect();
        let wrapped: Vec<String> = letters.chunks(90).map(String::from_iter).collect();
        let events = read(&wrapped.join("\n"));
        assert_eq!(events.pulls.len(), 1);
        assert_eq!(events.pulls[0].pull.as_millis(), 31_250);
        assert_eq!(events.notes, [""; 0], "{wrapped:?}");
    }
}

#[test]
fn csv_and_columns_in_any_order() {
    let cell = pulled().replace('"', "\"\"");
    let there = (Some("worker-9"), Some("ip-10-1-1-1"), 31_250, SIZE);
    for text in [
        format!(
            "time,namespace,pod,node,reason,message\n2026-11-29T10:00:00Z,ml,worker-9,ip-10-1-1-1,Pulled,\"{cell}\"\n"
        ),
        format!("Message;Node;Object\r\n\"{cell}\";ip-10-1-1-1;Pod/worker-9\r\n"),
        format!(
            "host\tmessage\tpodName\nip-10-1-1-1\t{}\tml/worker-9\n",
            pulled()
        ),
        format!(
            "\"@timestamp\",\"@message\",\"kubernetes.pod_name\",\"kubernetes.host\"\n1,\"{cell}\",worker-9,ip-10-1-1-1\n"
        ),
        format!(
            "node,pod,message\nip-10-1-1-1,worker-9,\"{}\"\n",
            cell.replace(" (31.5s", "\n(31.5s")
        ),
        // kubectl get events -o custom-columns=…
        format!(
            "POD        NODE          MESSAGE\nworker-9   ip-10-1-1-1   {}\n",
            pulled()
        ),
        format!(
            "NAME                        HOST          MSG\nworker-9.17ab3f2c9d8e7f60   ip-10-1-1-1   {}\n",
            pulled()
        ),
    ] {
        only(&text, PullSource::Kubelet, there);
        assert_eq!(read(&text).notes, [""; 0], "{text}");
    }
    // A heading of CSV in other text swallows nothing.
    let prose = format!("reason, message\n{}\n", pulled());
    only(&prose, PullSource::Kubelet, (None, None, 31_250, SIZE));
}

#[test]
fn events_as_log_stores_wrap_them() {
    let object = serde_json::json!({"kind": "Pod", "namespace": "ml", "name": "worker-9"});
    let event = serde_json::json!({"reason": "Pulled", "message": pulled(), "involvedObject": object, "source": {"component": "kubelet", "host": "ip-10-1-1-1"}});
    let there = (Some("worker-9"), Some("ip-10-1-1-1"), 31_250, SIZE);
    for value in [
        event.clone(),
        serde_json::json!({"verb": "ADDED", "event": event, "old_event": null}),
        serde_json::json!({"@timestamp": "x", "@message": event.to_string()}),
        serde_json::json!({"results": [[{"field": "@timestamp", "value": "x"}, {"field": "@message", "value": event.to_string()}]]}),
        serde_json::json!({"note": pulled(), "regarding": object, "reportingController": "kubelet", "reportingInstance": "ip-10-1-1-1"}),
        serde_json::json!({"log": pulled(), "kubernetes": {"pod_name": "worker-9", "host": "ip-10-1-1-1"}}),
    ] {
        only(&value.to_string(), PullSource::Kubelet, there);
        only(&format!("{value:#}"), PullSource::Kubelet, there);
    }
    // Two a line, as Insights exports them.
    let two = format!("{event}\n{event}\n");
    assert_eq!(
        read(&two).notes,
        ["One pull is a duplicate and counts once."]
    );
}

#[test]
fn odd_quotation_marks_do_not_matter() {
    let plain = pulled();
    for text in [
        plain.replace('"', "&quot;"),
        plain.replace('"', "&#34;"),
        plain.replace('"', "\\u0022"),
        plain.replace('"', "\\\\\\\""),
        plain.replace('"', "'"),
        plain.replace('"', "’"),
        plain.replace('"', "`"),
        format!("\u{1b}[32m{plain}\u{1b}[0m\r\n"),
        plain.replace(' ', "\n"),
    ] {
        only(&text, PullSource::Kubelet, (None, None, 31_250, SIZE));
    }
}

/// containerd's lines of one pull.
pub fn containerd(host: &str, seconds: &str) -> String {
    format!(
        "Nov 29 09:00:00 {host} containerd[99]: time=\"2026-11-29T09:00:00.5Z\" level=info msg=\"PullImage \\\"{IMAGE}\\\"\"\n\
         Nov 29 09:00:31 {host} containerd[99]: time=\"2026-11-29T09:00:31.1Z\" level=info msg=\"stop pulling image {IMAGE}: active requests=0, bytes read=5200004711\"\n\
         Nov 29 09:00:31 {host} containerd[99]: time=\"2026-11-29T09:00:31.6Z\" level=info msg=\"Pulled image \\\"{IMAGE}\\\" with image id \\\"sha256:aa\\\", repo tag \\\"{IMAGE}\\\", repo digest \\\"registry.test/team/model@sha256:bb\\\", size \\\"5200000000\\\" in {seconds}\"\n\
         Nov 29 09:00:31 {host} containerd[99]: time=\"2026-11-29T09:00:31.6Z\" level=info msg=\"PullImage \\\"{IMAGE}\\\" returns image reference \\\"sha256:aa\\\"\"\n"
    )
}

#[test]
fn containerds_journal() {
    let there = (None, Some("ip-10-1-1-1"), 31_100, SIZE);
    let text = containerd("ip-10-1-1-1", "31.1s");
    only(&text, PullSource::Containerd, there);
    assert_eq!(read(&text).notes, [""; 0]);
    // Older ones say when it began and ended.
    let older: String = text
        .lines()
        .filter(|line| !line.contains("Pulled image"))
        .map(|line| format!("{line}\n"))
        .collect();
    only(
        &older,
        PullSource::Containerd,
        (None, Some("ip-10-1-1-1"), 31_100, None),
    );
    // As JSON, without a journal.
    let json = serde_json::json!({"level": "info", "time": "2026-11-29T09:00:31Z", "msg": format!("Pulled image \"{IMAGE}\" with image id \"sha256:aa\", size \"5200000000\" in 31.1s")});
    only(
        &json.to_string(),
        PullSource::Containerd,
        (None, None, 31_100, SIZE),
    );
    // The kubelet's event of the same pull is the same pull.
    let both = format!("{text}pod/worker-9 {}\n", pulled());
    let events = read(&both);
    assert_eq!(events.pulls.len(), 1, "{events:#?}");
    assert_eq!(events.pulls[0].source, PullSource::Kubelet);
    assert_eq!(
        events.notes,
        ["One pull was logged by two programs and counts once."]
    );
    // A pull of another image, or of another length, is another.
    let other = format!("{}pod/worker-9 {}\n", containerd("h-1", "12.2s"), pulled());
    assert_eq!(read(&other).pulls.len(), 2);
    let begun = text.lines().next().unwrap_or_default();
    let events = read(&format!("{}{begun}", containerd("h-2", "9s")));
    assert!(
        events.notes[0].contains("without an end in this log"),
        "{:?}",
        events.notes
    );
}

#[test]
fn socis_journal() {
    let json = |time: &str, message: &str, more: &str| {
        format!(
            "Nov 29 09:00:00 ip-10-1-1-1 soci-snapshotter-grpc[77]: {{\"level\":\"info\",\"msg\":\"{message}\",\"time\":\"2026-11-29T{time}Z\"{more}}}\n"
        )
    };
    let begin = "preparing snapshot with parallel pull/unpack";
    let end = "local snapshot successfully prepared";
    let text = [
        json("09:00:00.000000000", begin, r#","layerDigest":"sha256:aa""#),
        json(
            "09:00:10.000000000",
            "Layer successfully unpacked",
            r#","digest":"sha256:aa","size":900000000,"latency_ms":9500"#,
        ),
        json(
            "09:00:11.000000000",
            end,
            r#","key":"k8s.io/1/extract sha256:c1""#,
        ),
        json("09:00:11.100000000", begin, r#","layerDigest":"sha256:bb""#),
        json(
            "09:00:25.250000000",
            end,
            r#","key":"k8s.io/2/extract sha256:c2""#,
        ),
    ]
    .concat();
    only(
        &text,
        PullSource::Soci,
        (None, Some("ip-10-1-1-1"), 25_250, None),
    );
    let events = read(&text);
    assert_eq!(events.layers.len(), 1);
    assert_eq!(events.layers[0].unpack.as_millis(), 9500);
    assert!(
        events.notes[1].contains("the longest took 9.5s (900 MB"),
        "{:?}",
        events.notes
    );
    // As logrus writes text, without a journal.
    let plain = format!(
        "time=\"2026-11-29T09:00:00Z\" level=info msg=\"{begin}\" layerDigest=\"sha256:aa\"\ntime=\"2026-11-29T09:00:12.5Z\" level=info msg=\"{end}\" key=x\n"
    );
    only(&plain, PullSource::Soci, (None, None, 12_500, None));
    // Half an hour later it is another pull.
    let later = text.replace("T09:", "T10:");
    assert_eq!(read(&format!("{text}{later}")).pulls.len(), 2);
    // With containerd's lines of the same pull it is not one more.
    let both = format!("{text}{}", containerd("ip-10-1-1-1", "25.9s"));
    let events = read(&both);
    assert_eq!(events.pulls.len(), 1, "{events:#?}");
    assert_eq!(events.pulls[0].source, PullSource::Containerd);
}

#[test]
fn what_cannot_be_is_no_measurement() {
    let one = |span: &str, both: &str, size: u64| {
        format!(
            "pod/p-1 Successfully pulled image \"x:1\" in {span} ({both} including waiting). Image size: {size} bytes."
        )
    };
    for (text, why) in [
        (one("240ms", "240ms", 6_000_000_000), Implausible::TooFast),
        (one("2s", "2s", 4_000_000_001), Implausible::TooFast),
        (one("0s", "3s", 4000), Implausible::NoTime),
        (one("13h5m0s", "13h5m0s", 4000), Implausible::TooLong),
        (one("40s", "39.9s", 4000), Implausible::WaitingBelowPull),
    ] {
        let events = read(&text);
        assert_eq!(events.pulls, [], "{text}");
        assert_eq!(events.left_out[0].why, why, "{text}");
        assert!(
            events.notes[0].contains("pod p-1 is skipped"),
            "{:?}",
            events.notes
        );
    }
    for fine in [
        one("2s", "2s", 4_000_000_000),
        one("3ms", "3ms", 2_000_000),
        one("11h0m0s", "11h0m0s", 4000),
    ] {
        assert_eq!(read(&fine).left_out, [], "{fine}");
    }
    // Another pull of the paste tells the size.
    let text = format!(
        "{}\npod/p-2 Successfully pulled image \"x:1\" in 90ms",
        one("30s", "30s", 6_000_000_000)
    );
    let events = read(&text);
    assert_eq!((events.pulls.len(), events.left_out.len()), (1, 1));
    let negative = read("Successfully pulled image \"x\" in -5s (-5s including waiting)");
    assert_eq!(
        negative.notes,
        ["One pull has a negative time and is skipped."]
    );
}

#[test]
fn what_is_not_understood_is_counted() {
    let text = format!(
        "what a day\n\n{}\nand what a night\n{{\"answer\": 42}}\n",
        pulled()
    );
    assert_eq!(
        read(&text).notes,
        ["3 of 4 lines were not understood; first: line 1."]
    );
    let one = format!("{}\nonce upon a time\n", pulled());
    assert_eq!(
        read(&one).notes,
        ["1 of 2 lines was not understood: line 2."]
    );
    for known in [
        "$ kubectl get events -A\nLAST SEEN   TYPE     REASON   OBJECT   MESSAGE\n",
        "2m  Normal  Created  pod/p-1  Created container: a\n",
        "Nov 29 09:00:00 ip-1 kubelet[7]: E1129 09:00:00.1 7 kubelet.go:1] \"Something else\"\n",
        "time=\"2026-11-29T09:00:00Z\" level=info msg=\"Start event monitor\"\n",
        "{\"level\":\"info\",\"msg\":\"starting soci-snapshotter-grpc\",\"time\":\"2026-11-29T09:00:00Z\"}\n",
    ] {
        let events = read(&format!("{known}{}\n", pulled()));
        assert_eq!(events.notes, [""; 0], "{known}");
    }
}

#[test]
fn nodes_are_told_where_the_scheduler_said_them() {
    let text = format!(
        "Events:\n  Normal  Scheduled  3m  default-scheduler  Successfully assigned ml/worker-9 to ip-10-3-3-3.ec2.internal\n  Normal  Pulled  2m  kubelet  {}\n",
        pulled()
    );
    only(
        &text,
        PullSource::Kubelet,
        (
            Some("worker-9"),
            Some("ip-10-3-3-3.ec2.internal"),
            31_250,
            SIZE,
        ),
    );
}

#[test]
fn large_logs_are_read_in_good_time() {
    let line = "Nov 29 09:00:00 ip-1 containerd[9]: time=\"2026-11-29T09:00:00Z\" level=error msg=\"failed to pull x\" error=\"y\"\n";
    let text = format!("{}{}", line.repeat(20_000), pulled());
    assert_eq!(read(&text).pulls.len(), 1);
    let quotes = format!("pod,message\n{}{}", "a,\"b\n".repeat(20_000), pulled());
    assert_eq!(read(&quotes).pulls.len(), 1);
    let many: String = (0..12_000)
        .map(|number| format!("time=\"2026-11-29T09:00:00Z\" level=info msg=\"Pulled image \\\"i:{number}\\\" size \\\"5\\\" in 1.5s\"\n"))
        .collect();
    assert_eq!(read(&many).pulls.len(), 10_000);
}

/// containerd's words for what keeps it from its own parallel pull (containerd 301026e).
#[test]
fn what_switches_containerds_parallel_pull_off_is_named() {
    let warned = |name: &str, reason: &str| {
        format!(
            "time=\"2026-11-29T12:00:00.123456789Z\" level=warning msg=\"Found '{name}' in CRI config which is incompatible with transfer service ({reason}). Falling back to local image pull mode.\""
        )
    };
    let discard = warned(
        "DiscardUnpackedLayers",
        "not supported with transfer service",
    );
    let downloads = warned(
        "MaxConcurrentDownloads",
        "must be configured in transfer service plugin: plugins.\\\"io.containerd.transfer.v1.local\\\"",
    );
    let pulled = format!(
        "time=\"2026-11-29T12:03:00.5Z\" level=info msg=\"Pulled image \\\"{IMAGE}\\\" with image id \\\"sha256:1\\\", repo tag \\\"{IMAGE}\\\", repo digest \\\"\\\", size \\\"5200000000\\\" in 31.25s\""
    );
    let sentence = |key: &str| {
        format!(
            "containerd fell back to its local image pull mode because of {key}: its own parallel pull is off there. With SOCI and stock containerd this is expected."
        )
    };
    for (line, key) in [
        (&discard, "discard_unpacked_layers"),
        (&downloads, "max_concurrent_downloads"),
    ] {
        let journal = format!("Nov 29 12:00:00 ip-10-9-8-7.ec2.internal containerd[1999]: {line}");
        for first in [line, &journal] {
            let events = read(&format!("{first}\n{pulled}\n"));
            assert_eq!(events.pulls.len(), 1);
            assert_eq!(events.notes, [sentence(key)], "{first}");
            assert_eq!(events.causes, [], "{first}");
        }
        let json = serde_json::json!({"_HOSTNAME": "ip-10-9-8-7", "SYSLOG_IDENTIFIER": "containerd", "MESSAGE": line});
        let events = read(&format!("{json}\n{pulled}\n"));
        assert_eq!(events.notes, [sentence(key)], "{json}");
    }
    // Once for each key, however often containerd started.
    let events = read(&format!("{discard}\n{discard}\n{downloads}\n{pulled}\n"));
    assert_eq!(
        events.notes,
        [sentence(
            "discard_unpacked_layers and max_concurrent_downloads"
        )]
    );
    let newer = read(&format!("{}\n{pulled}\n", warned("Brand.New", "x")));
    assert_eq!(newer.notes, [sentence("a setting named in its log")]);
    let sequential = "time=\"2026-11-29T12:00:01Z\" level=info msg=\"snapshotter does not support rebase capability, unpacking will be sequential\"";
    let events = read(&format!("{sequential}\n{pulled}\n"));
    assert_eq!(
        events.notes,
        [
            "containerd's own parallel pull unpacks one layer at a time there: its snapshotter cannot rebase."
        ]
    );
    // What the next steps look for in the log, alone.
    let alone = read_pull_events(&discard).expect_err("no pull").to_string();
    assert!(
        alone.contains("because of discard_unpacked_layers") && alone.contains("contains no pull"),
        "{alone}"
    );
}
