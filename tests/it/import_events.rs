//! Pasted events: which pulls are found, and what SOCI gained.

use proptest::prelude::*;
use proptest::test_runner::{Config as Runs, RngSeed};
use soci_configurator::core::{
    ByteSize, Comparison, Implausible, PullEvent, PullEvents, PullSource, Side, TimeSpan,
    compare_pulls, read_pull_events,
};

const IMAGE: &str = "763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:0.9-gpu-py312-ec2";

/// The two lines of the blueprint, with their commands.
fn blueprint() -> String {
    format!(
        "> kubectl describe pod/vllm-85b4fbdd49-k88gg | grep Pulled\n  \
         Normal   Pulled            3m43s  kubelet            Successfully pulled image \"{IMAGE}\" in 2m18.049s (2m18.049s including waiting). Image size: 10757041023 bytes.\n\
         > kubectl describe pod/vllm-soci-744dfdbcfb-d4bwj | grep Pulled\n  \
         Normal   Pulled            5m40s  kubelet            Successfully pulled image \"{IMAGE}\" in 1m7.272s (1m7.272s including waiting). Image size: 10757041023 bytes.\n"
    )
}

fn pull(pod: &str, milliseconds: u32) -> PullEvent {
    PullEvent {
        pod: Some(pod.to_owned()),
        node: None,
        image: IMAGE.to_owned(),
        pull: TimeSpan::from_millis(milliseconds),
        with_waiting: Some(TimeSpan::from_millis(milliseconds)),
        size: Some(ByteSize::bytes(10_757_041_023)),
        source: PullSource::Kubelet,
    }
}

/// The same pulls on one node.
fn on_node(node: &str, pulls: Vec<PullEvent>) -> Vec<PullEvent> {
    let there = |pull: PullEvent| PullEvent {
        node: Some(node.to_owned()),
        ..pull
    };
    pulls.into_iter().map(there).collect()
}

fn of_blueprint() -> Vec<PullEvent> {
    vec![
        pull("vllm-85b4fbdd49-k88gg", 138_049),
        pull("vllm-soci-744dfdbcfb-d4bwj", 67_272),
    ]
}

#[track_caller]
fn read(text: &str) -> PullEvents {
    read_pull_events(text).unwrap_or_else(|wrong| panic!("{wrong}"))
}

#[track_caller]
fn refused(text: &str) -> String {
    match read_pull_events(text) {
        Ok(events) => panic!("{events:?}"),
        Err(wrong) => wrong.to_string(),
    }
}

fn by_name(pull: &PullEvent) -> Option<Side> {
    pull.pod.as_deref().map(Side::of_pod)
}

#[test]
fn the_blueprints_two_lines() {
    let events = read(&blueprint());
    assert_eq!(events.pulls, of_blueprint());
    assert_eq!(events.notes, [""; 0]);
    let comparisons = compare_pulls(&events.pulls, &by_name);
    assert_eq!(
        comparisons,
        [Comparison {
            image: IMAGE.to_owned(),
            baseline_pulls: 1,
            baseline: TimeSpan::from_millis(138_049),
            by: Side::Soci,
            pulls: 1,
            time: TimeSpan::from_millis(67_272),
        }]
    );
    assert_eq!(comparisons[0].baseline.to_string(), "2m18.049s");
    assert_eq!(comparisons[0].time.to_string(), "1m7.272s");
    assert_eq!(comparisons[0].saved_percent(), 51);
    assert_eq!(comparisons[0].speed_up_hundredths(), Some(205));
}

#[test]
fn terminals_and_editors_do_not_matter() {
    let plain = blueprint();
    // A terminal of 80 columns, broken anywhere.
    let wrapped: String = plain
        .lines()
        .flat_map(|line| {
            let letters: Vec<char> = line.chars().collect();
            letters
                .chunks(80)
                .map(String::from_iter)
                .collect::<Vec<_>>()
        })
        .map(|line| line + "\n")
        .collect();
    for text in [
        wrapped,
        format!("\u{feff}{}", plain.replace('\n', "\r\n")),
        plain.replace("Pulled", "\u{1b}[01;31m\u{1b}[KPulled\u{1b}[m\u{1b}[K"),
        plain.replace("Normal", "Normál").replace('"', "”"),
        plain.replace('>', "jörg@rechner:~$"),
        plain.replace(' ', "\u{a0}"),
        format!("{plain}\n\0\0{plain}"),
    ] {
        let events = read(&text);
        assert_eq!(events.pulls, of_blueprint(), "{text}");
    }
    let twice = read(&format!("{0}{0}", blueprint()));
    assert_eq!(twice.notes, ["2 pulls are duplicates and count once."]);
}

#[test]
fn describe_pod() {
    let text = format!(
        "Name:             vllm-soci-744dfdbcfb-d4bwj\nNamespace:        default\nNode:             ip-10-0-1-2/10.0.1.2\nControlled By:  ReplicaSet/vllm-soci-744dfdbcfb\nVolumes:\n  kube-api-access:\n    ConfigMapName:  kube-root-ca.crt\nEvents:\n  Type    Reason   Age  From     Message\n  ----    ------   ---  ----     -------\n  Normal  Pulling  6m   kubelet  Pulling image \"{IMAGE}\"\n  Normal  Pulled   5m40s  kubelet  Successfully pulled image \"{IMAGE}\" in 1m7.272s (1m7.272s including waiting). Image size: 10757041023 bytes.\n  Normal  Pulled   5m  kubelet  Container image \"busybox:1\" already present on machine\n  Normal  Created  5m40s kubelet Created container: vllm\n"
    );
    let events = read(&text);
    assert_eq!(events.pulls, on_node("ip-10-0-1-2", of_blueprint())[1..]);
    assert_eq!(events.already_present[0].image, "busybox:1");
    assert_eq!(
        events.already_present[0].pod.as_deref(),
        Some("vllm-soci-744dfdbcfb-d4bwj")
    );
    assert_eq!(
        events.notes,
        ["One image was already on the node, so it was not pulled."]
    );
}

#[test]
fn tables_of_events() {
    let row = |object: &str, message: &str| {
        format!("5m40s       Normal   Pulled      {object}   {message}")
    };
    let pulled = |span: &str| {
        format!(
            "Successfully pulled image \"{IMAGE}\" in {span} ({span} including waiting). Image size: 10757041023 bytes."
        )
    };
    let table = [
        "LAST SEEN   TYPE     REASON      OBJECT   MESSAGE".to_owned(),
        row("pod/vllm-85b4fbdd49-k88gg", &pulled("2m18.049s")),
        row("pod/vllm-85b4fbdd49-k88gg", "Started container vllm"),
        row("Pod/vllm-soci-744dfdbcfb-d4bwj", &pulled("1m7.272s")),
    ]
    .join("\n");
    assert_eq!(read(&table).pulls, of_blueprint());

    let wide = [
        "LAST SEEN  TYPE  REASON  OBJECT  SUBOBJECT  SOURCE  MESSAGE  FIRST SEEN  COUNT  NAME".to_owned(),
        row("pod/vllm-85b4fbdd49-k88gg", &format!("spec.containers{{vllm}}   kubelet, ip-10-0-1-2   {}   5m40s   1   vllm-85b4fbdd49-k88gg.17a", pulled("2m18.049s"))),
        row("pod/vllm-soci-744dfdbcfb-d4bwj", &format!("spec.containers{{vllm}}   kubelet, ip-10-0-1-2   {}   5m40s   1   x.17b", pulled("1m7.272s"))),
    ]
    .join("\n");
    assert_eq!(read(&wide).pulls, on_node("ip-10-0-1-2", of_blueprint()));

    // A name that the terminal broke in two.
    let broken = table.replace("d4bwj", "d4\nbwj");
    assert_eq!(read(&broken).pulls, of_blueprint());
}

/// An event as the API server prints it.
fn event(pod: &str, span: &str) -> String {
    format!(
        r#"{{"apiVersion": "v1", "kind": "Event", "count": 1, "involvedObject": {{"kind": "Pod", "name": "{pod}", "namespace": "default"}}, "message": "Successfully pulled image \"{IMAGE}\" in {span} ({span} including waiting). Image size: 10757041023 bytes.", "reason": "Pulled"}}"#
    )
}

#[test]
fn json_and_yaml() {
    let (first, second) = (
        event("vllm-85b4fbdd49-k88gg", "2m18.049s"),
        event("vllm-soci-744dfdbcfb-d4bwj", "1m7.272s"),
    );
    let list = format!(
        r#"{{"apiVersion": "v1", "kind": "List", "items": [{first}, {{"message": 5}}, {second}]}}"#
    );
    assert_eq!(read(&list).pulls, of_blueprint());
    assert_eq!(read(&first).pulls, of_blueprint()[..1]);
    assert_eq!(
        read(&format!("$ kubectl get events -o json\n{list}\n$")).pulls,
        of_blueprint()
    );
    let new = list
        .replace("involvedObject", "regarding")
        .replace("message", "note");
    assert_eq!(read(&new).pulls, of_blueprint());
    // Torn off in the middle, over several lines as kubectl prints it.
    let pretty = list.replace("{\"", "{\n  \"").replace(", \"", ",\n  \"");
    let torn = pretty.trim_end_matches(|c| c != ',');
    assert_eq!(read(torn).pulls, of_blueprint());
    // The same events as JSON and as lines are the same pulls.
    assert_eq!(
        read(&format!("{list}\n{}", blueprint())).pulls,
        of_blueprint()
    );

    let yaml = |pod: &str, span: &str| {
        format!(
            "- apiVersion: v1\n  involvedObject:\n    apiVersion: v1\n    fieldPath: spec.containers{{vllm}}\n    kind: Pod\n    name: {pod}\n    namespace: default\n  kind: Event\n  message: Successfully pulled image \"{IMAGE}\"\n    in {span} ({span} including waiting). Image size: 10757041023\n    bytes.\n  metadata:\n    name: {pod}.17ab\n"
        )
    };
    let yaml = format!(
        "apiVersion: v1\nitems:\n{}{}kind: List\n",
        yaml("vllm-85b4fbdd49-k88gg", "2m18.049s"),
        yaml("vllm-soci-744dfdbcfb-d4bwj", "1m7.272s")
    );
    assert_eq!(read(&yaml).pulls, of_blueprint());
}

#[test]
fn what_older_kubelets_leave_out_is_unknown() {
    let events = read(
        "Successfully pulled image \"a:1\" in 67.272345678s\n\
         Normal Pulled Successfully pulled image \"b:1\" in 850.123456ms (2.5s including waiting)\n\
         Successfully pulled image \"c:1\" in 12.3µs",
    );
    let told: Vec<_> = events
        .pulls
        .iter()
        .map(|one| {
            (
                one.image.as_str(),
                one.pull.as_millis(),
                one.size,
                one.pod.clone(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [("a:1", 67_272, None, None), ("b:1", 850, None, None),]
    );
    assert_eq!(events.left_out[0].why, Implausible::NoTime);
    assert_eq!(events.pulls[0].with_waiting, None);
    assert_eq!(events.pulls[1].waited(), Some(TimeSpan::from_millis(1650)));
}

#[test]
fn waiting_is_named_from_a_tenth_on() {
    let wait = |both: &str| {
        let text = format!("Successfully pulled image \"a\" in 10s ({both} including waiting)");
        read(&text).pulls[0].waited()
    };
    assert_eq!(wait("10s"), None);
    assert_eq!(wait("11s"), None);
    assert_eq!(wait("11.001s"), Some(TimeSpan::from_millis(1001)));
    assert_eq!(wait("1m0s"), Some(TimeSpan::from_secs(50)));
}

#[test]
fn images_are_compared_each_for_itself() {
    let one = |pod: &str, image: &str, seconds| PullEvent {
        image: image.to_owned(),
        pull: TimeSpan::from_secs(seconds),
        ..pull(pod, 0)
    };
    let pulls = [
        one("a-1", "x", 100),
        one("a-2", "x", 120),
        one("a-soci-1", "x", 50),
        one("a-soci-2", "x", 70),
        one("a-soci-3", "x", 1000),
        one("b-1", "y", 10),
    ];
    let found = compare_pulls(&pulls, &by_name);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].baseline_pulls, found[0].pulls), (2, 3));
    assert_eq!(found[0].baseline, TimeSpan::from_secs(110));
    assert_eq!(
        (found[0].by, found[0].time),
        (Side::Soci, TimeSpan::from_secs(70))
    );
    assert_eq!(found[0].saved_percent(), 36);
    // The user says which is which; SOCI may also be slower.
    let chosen = |one: &PullEvent| match one.pod.as_deref() {
        Some("a-1") => Some(Side::Soci),
        Some("a-soci-1") => Some(Side::Baseline),
        _ => None,
    };
    let found = compare_pulls(&pulls, &chosen);
    assert_eq!(found[0].saved_percent(), -100);
    assert_eq!(found[0].speed_up_hundredths(), Some(50));
    assert_eq!(compare_pulls(&pulls, &|_| None), []);
    let instant = compare_pulls(&[one("a", "x", 5), one("soci", "x", 0)], &by_name);
    assert_eq!(instant[0].speed_up_hundredths(), None);
    assert_eq!(instant[0].saved_percent(), 100);
}

/// SOCI and containerd's own parallel pull are two engines, each against the same baseline.
#[test]
fn containerds_own_parallel_pull_is_not_called_soci() {
    let one = |pod: &str, seconds| PullEvent {
        pull: TimeSpan::from_secs(seconds),
        ..pull(pod, 0)
    };
    let pulls = [
        one("vllm-85b4fbdd49-k88gg", 120),
        one("vllm-parallel-744dfdbcfb-d4bwj", 60),
        one("vllm-parallel-744dfdbcfb-x9z2l", 62),
        one("vllm-soci-744dfdbcfb-q2w3e", 40),
    ];
    let found = compare_pulls(&pulls, &by_name);
    let told: Vec<_> = found
        .iter()
        .map(|one| (one.by.label(), one.pulls, one.time, one.baseline))
        .collect();
    let baseline = TimeSpan::from_secs(120);
    assert_eq!(
        told,
        [
            ("SOCI", 1, TimeSpan::from_secs(40), baseline),
            (
                "containerd's own parallel pull",
                2,
                TimeSpan::from_secs(61),
                baseline
            ),
        ]
    );
}

#[test]
fn what_holds_no_pull_is_named() {
    for (text, message) in [
        ("", "This contains no “Successfully pulled image”"),
        (
            "No resources found in default namespace.",
            "kubectl describe pod NAME",
        ),
        ("<html><body>403</body></html>", "web page"),
        ("Pulling image \"x\"", "still running"),
        (
            "crio[9]: level=info msg=\"Pulling image: quay.io/a/b:1\" name=/runtime.v1.ImageService/PullImage",
            "CRI-O's log",
        ),
        (
            "Warning Failed 2s kubelet Error: ImagePullBackOff",
            "An earlier pull failed",
        ),
        ("Successfully pulled image \"x\" in", "no duration"),
        ("Successfully pulled image x in 5s", "no duration"),
        (
            "Successfully pulled image \"<script>\" in 5s",
            "no duration",
        ),
        (
            "{\"items\": []}",
            "This contains no “Successfully pulled image”",
        ),
    ] {
        let said = refused(text);
        assert!(said.contains(message), "{text}: {said}");
    }
    let huge = read("Successfully pulled image \"x\" in 99999999999999999999s");
    assert_eq!(huge.pulls, []);
    assert_eq!(huge.left_out[0].why, Implausible::TooLong);
}

#[test]
fn ten_megabytes_are_read_and_the_number_of_pulls_is_bounded() {
    let lines = format!("{}\n", "y".repeat(99)).repeat(100_000);
    assert_eq!(
        read(&format!("{lines}{}", blueprint())).pulls,
        of_blueprint()
    );
    let many: String = (0..12_000)
        .map(|number| {
            format!(
                "pod/p-{number} Successfully pulled image \"x\" in {}ms\n",
                number + 1
            )
        })
        .collect();
    let events = read(&many);
    assert_eq!(events.pulls.len(), 10_000);
    assert_eq!(
        events.notes,
        ["2,000 pulls beyond this tool's limit are skipped."]
    );
    let one_line = "pod/a-".repeat(1_600_000);
    assert!(!refused(&one_line).is_empty());
    let same = "Successfully pulled image \"x\" in 5s ".repeat(250_000);
    assert_eq!(read(&same).pulls.len(), 1);
}

proptest! {
    #![proptest_config(Runs {
        cases: 512,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..Runs::default()
    })]

    /// Cut, doubled and overwritten samples: an answer, no panic, and no more than was pasted.
    #[test]
    fn mutated_samples_get_an_answer(
        json in any::<bool>(),
        cuts in proptest::collection::vec((any::<u16>(), any::<u16>(), "\\PC{0,4}|[0-9smh.()\"/ ]{0,6}"), 0..6),
    ) {
        let sample = if json { format!("[{}]", event("vllm-1", "2m18.049s")) } else { blueprint() };
        let mut text: Vec<char> = sample.chars().collect();
        for (from, to, new) in cuts {
            let (from, to) = (usize::from(from) % (text.len() + 1), usize::from(to) % (text.len() + 1));
            text.splice(from.min(to)..from.max(to).min(from.min(to) + 40), new.chars());
        }
        let text: String = text.into_iter().collect();
        match read_pull_events(&text) {
            Err(wrong) => prop_assert!(wrong.message().chars().count() < 500),
            Ok(events) => {
                prop_assert!(events.pulls.len() <= 2);
                for one in &events.pulls {
                    prop_assert!(!one.image.is_empty() && one.pod.as_deref() != Some(""));
                }
                compare_pulls(&events.pulls, &by_name);
            }
        }
    }
}
