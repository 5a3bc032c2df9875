//! Pasted logs and failures: each kind of text, what is measured of it and what it says of a cause.

use proptest::prelude::*;
use proptest::test_runner::{Config as Runs, RngSeed};
use soci_configurator::core::{
    Certainty, Config, Edit, Field, Implausible, PullEvents, PullSource, Rule, Value, cause_kinds,
    read_pull_events,
};

const IMAGE: &str = "registry.test/team/model:3";

#[track_caller]
fn read(text: &str) -> PullEvents {
    read_pull_events(text).unwrap_or_else(|wrong| panic!("{text}\n{wrong}"))
}

/// Pod, node, milliseconds and bytes of the only pull.
type Told<'a> = (Option<&'a str>, Option<&'a str>, u32, Option<u64>);

#[track_caller]
fn only(text: &str, source: PullSource, expected: Told<'_>) {
    let events = read(text);
    let [pull] = events.pulls.as_slice() else {
        panic!("{text}\n{events:#?}");
    };
    let told = (
        pull.pod.as_deref(),
        pull.node.as_deref(),
        pull.pull.to_milliseconds(),
        pull.size.map(|size| size.to_bytes()),
    );
    assert_eq!(told, expected, "{text}");
    assert_eq!(pull.source, source, "{text}");
    if source != PullSource::Soci {
        assert_eq!(pull.image, IMAGE, "{text}");
    }
}

/// The kubelet's message.
fn pulled() -> String {
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
        assert_eq!(events.pulls[0].pull.to_milliseconds(), 31_250);
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
        ["One pull is there twice and counts once."]
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
fn containerd(host: &str, seconds: &str) -> String {
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
        ["One pull is told by two programs and counts once."]
    );
    // A pull of another image, or of another length, is another.
    let other = format!("{}pod/worker-9 {}\n", containerd("h-1", "12.2s"), pulled());
    assert_eq!(read(&other).pulls.len(), 2);
    let begun = text.lines().next().unwrap_or_default();
    let events = read(&format!("{}{begun}", containerd("h-2", "9s")));
    assert!(
        events.notes[0].contains("no end is in this"),
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
    assert_eq!(events.layers[0].unpack.to_milliseconds(), 9500);
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
            events.notes[0].contains("pod p-1 is left out"),
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
        ["One pull has a time below zero and is left out."]
    );
}

#[test]
fn a_wait_longer_than_the_pull_has_a_cause() {
    let wait = |pull: &str, both: &str| {
        let text = format!(
            "pod/p-1 Successfully pulled image \"x:1\" in {pull} ({both} including waiting)"
        );
        let causes = read(&text).causes;
        causes
            .first()
            .map(|cause| (cause.kind.id, cause.images.clone()))
    };
    assert_eq!(
        wait("20s", "1m10s"),
        Some(("serial-pulls", vec!["x:1".to_owned()]))
    );
    assert_eq!(wait("20s", "39s"), None);
    assert_eq!(wait("1s", "3s"), None);
}

/// A message, and the cause that it tells of.
const FAILURES: &[(&str, &str)] = &[
    (
        "failed to extract layer sha256:ab: write /var/lib/containerd/x: no space left on device: unknown",
        "no-space",
    ),
    (
        "failed to pull and unpack image \"r/x:1\": failed to copy: write /var/lib/soci-snapshotter-grpc/unpack/7/y: no space left on device",
        "no-space",
    ),
    ("pull QPS exceeded", "pull-rate-of-kubelet"),
    (
        "failed to resolve reference \"r/x:1\": pulling from host 1.dkr.ecr.eu-west-1.amazonaws.com failed with status code [manifests 1]: no basic auth credentials",
        "no-credentials",
    ),
    (
        "User: arn:aws:sts::1:assumed-role/n/i is not authorized to perform: ecr:GetAuthorizationToken on resource: *",
        "ecr-token-refused",
    ),
    (
        "unexpected status from HEAD request to https://r/v2/x/manifests/1: 403 Forbidden",
        "forbidden",
    ),
    (
        "unexpected status from GET request to https://prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com/a: 403 Forbidden",
        "forbidden",
    ),
    (
        "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
        "unauthorized",
    ),
    (
        "unexpected status from HEAD request to https://r/v2/x/manifests/1: 401 Unauthorized",
        "unauthorized",
    ),
    ("dial tcp: lookup r on 10.100.0.10:53: no such host", "dns"),
    (
        "dial tcp: lookup api.ecr.eu-west-1.amazonaws.com: i/o timeout on 10.0.0.2:53: server misbehaving",
        "dns",
    ),
    (
        "failed to do request: Head \"https://r/v2/x/manifests/1\": dial tcp 10.0.3.4:443: i/o timeout",
        "no-route",
    ),
    ("net/http: TLS handshake timeout", "no-route"),
    (
        "net/http: request canceled (Client.Timeout exceeded while awaiting headers)",
        "no-route",
    ),
    (
        "toomanyrequests: You have reached your unauthenticated pull rate limit",
        "rate-limit",
    ),
    (
        "unexpected status from HEAD request to https://r/v2/x: 429 Too Many Requests",
        "rate-limit",
    ),
    (
        "failed to resolve reference \"r/x:1\": r/x:1: not found",
        "not-found",
    ),
    ("manifest unknown: Requested image not found", "not-found"),
    (
        "name unknown: The repository with name 'x' does not exist in the registry with id '1'",
        "not-found",
    ),
    (
        "no match for platform in manifest: not found",
        "no-platform",
    ),
    (
        "no matching manifest for linux/arm64 in the manifest list entries",
        "no-platform",
    ),
    (
        "tls: failed to verify certificate: x509: certificate signed by unknown authority",
        "certificate",
    ),
    (
        "http: server gave HTTP response to HTTPS client",
        "certificate",
    ),
    (
        "failed to prepare extraction snapshot \"extract-1 sha256:ab\": connection error: desc = \"transport: Error while dialing: dial unix /run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock: connect: connection refused\"",
        "snapshotter-not-running",
    ),
    (
        "rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial unix /run/soci-snapshotter/soci-snapshotter.sock: connect: no such file or directory\"",
        "snapshotter-not-running",
    ),
    (
        "failed to prepare extraction snapshot \"extract-1 sha256:ab\": failed to rebase layer: context canceled",
        "same-image-pulled-twice",
    ),
    (
        "failed to prepare extraction snapshot \"extract-1 sha256:ab\": compressed digests did not match",
        "layer-content-differs",
    ),
    (
        "failed to prepare extraction snapshot \"extract-1 sha256:ab\": unknown service",
        "snapshot-refused",
    ),
    (
        "failed to copy: httpReadSeeker: failed open: unexpected EOF",
        "broken-connection",
    ),
    (
        "short read: expected 9 bytes but got 7: unexpected EOF",
        "broken-connection",
    ),
    (
        "read tcp 10.0.0.1:5->1.2.3.4:443: read: connection reset by peer",
        "broken-connection",
    ),
    (
        "unexpected commit digest sha256:1, expected sha256:2: failed precondition",
        "layer-content-differs",
    ),
    (
        "rpc error: code = DeadlineExceeded desc = context deadline exceeded",
        "time-limit",
    ),
    (
        "proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: connection refused",
        "proxy",
    ),
    ("the moon is full", "unknown"),
];

#[test]
fn every_failure_has_its_cause_in_every_form() {
    for (message, id) in FAILURES {
        let whole = format!("Failed to pull image \"{IMAGE}\": {message}");
        let quoted = whole.replace('\\', "\\\\").replace('"', "\\\"");
        let letters: Vec<char> = format!("  Warning  Failed  3m  kubelet  {whole}")
            .chars()
            .collect();
        let wrapped: Vec<String> = letters.chunks(72).map(String::from_iter).collect();
        for text in [
            whole.clone(),
            format!("3m  Warning  Failed  pod/p-1  {whole}"),
            format!("Events:\n  Type  Reason  Age  From  Message\n  ----  ------  ---  ----  -------\n  Normal  Pulling  3m  kubelet  Pulling image \"{IMAGE}\"\n  Warning  Failed  3m  kubelet  {whole}\n  Warning  Failed  3m  kubelet  Error: ErrImagePull\n  Normal  BackOff  2m  kubelet  Back-off pulling image \"{IMAGE}\"\n  Warning  Failed  2m  kubelet  Error: ImagePullBackOff\n"),
            format!("Nov 29 09:00:00 ip-1 kubelet[7]: I1129 09:00:00.1 7 event.go:389] \"Event occurred\" object=\"a/p-1\" type=\"Warning\" reason=\"Failed\" message=\"{quoted}\""),
            serde_json::json!({"reason": "Failed", "message": whole, "involvedObject": {"kind": "Pod", "name": "p-1"}}).to_string(),
            format!("reason,message\nFailed,\"{}\"\n", whole.replace('"', "\"\"")),
            wrapped.join("\n"),
        ] {
            let events = read(&text);
            let ids: Vec<&str> = events.causes.iter().map(|cause| cause.kind.id).collect();
            assert_eq!(ids, [*id], "{text}\n{events:#?}");
            assert_eq!(events.causes[0].count, 1, "{text}");
            assert_eq!(events.causes[0].images, [IMAGE], "{text}");
            let unread = events.notes.iter().any(|note| note.contains("not understood"));
            assert!(!unread, "{text}\n{:?}", events.notes);
        }
        if *id != "unknown" {
            let containerd = format!(
                "time=\"2026-11-29T09:00:00Z\" level=error msg=\"PullImage \\\"{IMAGE}\\\" failed\" error=\"{}\"",
                message.replace('"', "\\\"")
            );
            assert_eq!(read(&containerd).causes[0].kind.id, *id, "{containerd}");
        }
    }
}

#[test]
fn events_of_nodes_have_causes_too() {
    for (text, id) in [
        (
            "5m Warning ImageGCFailed node/ip-1 Failed to garbage collect required amount of images. Attempted to free 1 bytes, but only found 0 bytes eligible to free.",
            "image-garbage-collection",
        ),
        (
            "5m Warning FreeDiskSpaceFailed node/ip-1 (combined from similar events)",
            "image-garbage-collection",
        ),
        (
            "5m Warning Evicted pod/p-1 The node was low on resource: ephemeral-storage. Threshold quantity: 1, available: 0.",
            "disk-pressure",
        ),
        (
            "5m Warning Evicted pod/p-1 The node had condition: [DiskPressure].",
            "disk-pressure",
        ),
        (
            "5m Normal NodeHasDiskPressure node/ip-1 Node ip-1 status is now: NodeHasDiskPressure",
            "disk-pressure",
        ),
        (
            "5m Warning Failed pod/p-1 Error: failed to start container: exec /app: exec format error",
            "wrong-architecture",
        ),
        (
            "5m Warning InspectFailed pod/p-1 Failed to apply default image tag \"a:b:c\": couldn't parse image reference \"a:b:c\": invalid reference format",
            "invalid-name",
        ),
        (
            "5m Warning ErrImageNeverPull pod/p-1 Container image \"x\" is not present with pull policy of Never",
            "never-pulled",
        ),
    ] {
        let events = read(text);
        let ids: Vec<&str> = events.causes.iter().map(|cause| cause.kind.id).collect();
        assert_eq!(ids, [id], "{text}");
    }
    // Memory is no disk.
    assert!(
        read_pull_events("5m Warning Evicted pod/p-1 The node was low on resource: memory.")
            .is_err()
    );
    assert!(read_pull_events("5m Normal NodeHasNoDiskPressure node/ip-1 Node ip-1 status is now: NodeHasNoDiskPressure").is_err());
}

#[test]
fn the_upstream_of_a_pull_through_cache_is_named() {
    let failed = |image: &str, message: &str| {
        let text = format!("Failed to pull image \"{image}\": {message}");
        read(&text).causes[0].kind.id
    };
    let ecr = "444455556666.dkr.ecr.eu-west-1.amazonaws.com";
    let not_found = "failed to resolve reference: not found";
    assert_eq!(
        failed(&format!("{ecr}/docker-hub/library/redis:7"), not_found),
        "pull-through-cache"
    );
    assert_eq!(
        failed(
            &format!("{ecr}/x/quay.io/a/b:1"),
            "unexpected status: 403 Forbidden"
        ),
        "pull-through-cache"
    );
    assert_eq!(
        failed(
            "444455556666.dkr-ecr.eu-west-1.on.aws/ghcr/a/b:1",
            "429 Too Many Requests"
        ),
        "pull-through-cache"
    );
    let elsewhere = "failed to do request: Get \"https://cdn.example.net/blob\": dial tcp 9.9.9.9:443: i/o timeout";
    assert_eq!(
        failed(&format!("{ecr}/a/b:1"), elsewhere),
        "pull-through-cache"
    );
    assert_eq!(failed(&format!("{ecr}/a/b:1"), not_found), "not-found");
    assert_eq!(failed("quay.io/a/b:1", not_found), "not-found");
    assert_eq!(
        failed(
            &format!("{ecr}/docker-hub/library/redis:7"),
            "no space left on device"
        ),
        "no-space"
    );
}

#[test]
fn causes_name_rules_and_fields_that_exist() {
    let mut ids = Vec::new();
    for kind in cause_kinds() {
        if let Some(rule) = kind.rule {
            assert!(Rule::find(rule).is_some(), "{rule}");
        }
        if let Some(field) = kind.field {
            assert!(Field::named(field).is_ok(), "{field}");
        }
        for text in [kind.cause, kind.cure] {
            assert!(text.ends_with('.') && !text.contains("  "), "{text}");
        }
        let inferred = kind.sentence().starts_with("Inferred: ");
        assert_eq!(
            inferred,
            kind.certainty == Certainty::Inferred,
            "{}",
            kind.id
        );
        ids.push(kind.id);
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    // What cures a full disk is a field that takes a size.
    let config = Config::default();
    let field = Field::named("storage.volume.volumeSize").expect("a field");
    assert!(Edit::set(field, Value::One("300Gi".to_owned()), &config).is_ok());
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

proptest! {
    #![proptest_config(Runs {
        cases: 256,
        rng_seed: RngSeed::Fixed(16),
        failure_persistence: None,
        ..Runs::default()
    })]

    /// Cut, doubled and overwritten logs, and any text: an answer, no panic, and no more than was
    /// pasted.
    #[test]
    fn any_text_gets_an_answer(
        sample in 0_usize..6,
        cuts in proptest::collection::vec((any::<u16>(), any::<u16>(), "\\PC{0,6}|[0-9smh.()\"=\\\\{}\\[\\],/ \n]{0,8}"), 0..8),
    ) {
        let samples = [
            containerd("ip-1", "31.1s"),
            format!("pod,message\np-1,\"{}\"\n", pulled().replace('"', "\"\"")),
            format!("POD   NODE   MESSAGE\np-1   n-1    {}\n", pulled()),
            serde_json::json!({"verb": "ADDED", "event": {"message": pulled(), "involvedObject": {"name": "p"}}}).to_string(),
            FAILURES.iter().map(|(message, _)| format!("Failed to pull image \"x\": {message}\n")).collect(),
            String::new(),
        ];
        let mut text: Vec<char> = samples[sample].chars().collect();
        for (from, to, new) in cuts {
            let (from, to) = (usize::from(from) % (text.len() + 1), usize::from(to) % (text.len() + 1));
            text.splice(from.min(to)..from.max(to).min(from.min(to) + 60), new.chars());
        }
        let text: String = text.into_iter().collect();
        let lines = text.lines().count() + 1;
        match read_pull_events(&text) {
            Err(wrong) => prop_assert!(wrong.message().chars().count() < 500),
            Ok(events) => {
                prop_assert!(events.pulls.len() + events.left_out.len() <= 2 * lines);
                prop_assert!(events.causes.len() <= cause_kinds().count());
                for cause in &events.causes {
                    prop_assert!(cause.excerpt.chars().count() <= 300 && cause.images.len() <= 3);
                    prop_assert!((1..=lines).contains(&cause.line));
                }
            }
        }
    }
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
