//! Why pulls failed or waited: each message in each form, and its cause; any text at all.

use proptest::prelude::*;
use proptest::test_runner::{Config as Runs, RngSeed};
use soci_configurator::core::{
    Certainty, Config, Edit, Field, Rule, Value, cause_kinds, read_pull_events,
};

use crate::import_logs::{IMAGE, containerd, pulled, read};

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
    // SOCI's own log, and the kubelet's of one failure in three lines.
    let soci = r#"{"level":"error","msg":"cannot unpack layer","digest":"sha256:a","error":"cannot apply layer: write /x: no space left on device","time":"2026-11-20T10:00:00Z"}"#;
    assert_eq!(read(soci).causes[0].kind.id, "no-space");
    let kubelet = "E1129 12:00:00.1 7 remote_image.go:180] \"PullImage from image service failed\" err=\"rpc error: unexpected status from HEAD request: 401 Unauthorized\" image=\"r.test/x:1\"\n\
                   E1129 12:00:00.1 7 kuberuntime_image.go:55] \"Failed to pull image\" err=\"rpc error: 401 Unauthorized\" image=\"r.test/x:1\"\n\
                   E1129 12:00:00.2 7 pod_workers.go:1298] \"Error syncing pod, skipping\" err=\"failed to \\\"StartContainer\\\" with ErrImagePull: 401 Unauthorized\" pod=\"ml/p-1\"\n";
    let causes = read(kubelet).causes;
    assert_eq!(causes.len(), 1);
    assert_eq!((causes[0].kind.id, causes[0].count), ("unauthorized", 3));
    assert_eq!(causes[0].images, ["r.test/x:1"]);
    // What fails there is no pull.
    for other in [
        "5m Warning Unhealthy pod/vllm-soci-1 Readiness probe failed: Get \"http://10.0.0.1:80/\": dial tcp 10.0.0.1:80: connect: connection refused",
        "5m Warning FailedMount pod/manifest-1 MountVolume.SetUp failed for volume \"layer\" : secret \"x\" not found",
        "5m Warning FailedCreate job/x Error creating: failed calling webhook: x509: certificate signed by unknown authority",
        "Tolerations:  node.kubernetes.io/disk-pressure:NoSchedule op=Exists\n  node.kubernetes.io/memory-pressure:NoSchedule op=Exists",
        "5m Warning BackOff pod/x Back-off restarting failed container",
    ] {
        let events = read(&format!("{other}\n{}\n", pulled()));
        assert_eq!(events.causes, [], "{other}");
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
