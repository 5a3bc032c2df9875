//! The file that a measurement writes, read back.

use serde_json::Value;

use super::document::FORMAT;
use crate::core::error::ValueError;
use crate::core::paste;
use crate::core::pull_events::{self, PullEvent, PullEvents, Side, rfc3339};
use crate::core::units::{ByteSize, LikelyRange, TimeSpan};

/// How the format's name begins in every version.
const ANY_FORMAT: &str = "soci-configurator/measurements/";
/// Most runs that are read.
const MAX_RUNS: usize = 1000;

/// Most layers of an image.
const MAX_LAYERS: u64 = 10_000;
/// Most letters of what is said of a node that does not come.
const MAX_WHY: usize = 300;

/// A measurement: what was planned and predicted, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measurements {
    /// What was planned.
    pub plan: MeasuredPlan,
    /// The runs, in their order.
    pub runs: Vec<Run>,
    /// What the runs' events and logs tell, as from a paste of them.
    pub events: PullEvents,
}

/// What was planned, with what was predicted before anything ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasuredPlan {
    /// Name of the measurement.
    pub name: String,
    /// Name and version of the tool that predicted.
    pub made_by: String,
    /// The type of all nodes.
    pub instance_type: String,
    /// The Region.
    pub region: String,
    /// The image, as the pods name it.
    pub image: String,
    /// Its size in the registry.
    pub compressed: Option<ByteSize>,
    /// How many layers it has, where they were known.
    pub layers: Option<u64>,
    /// The largest of them.
    pub largest_layer: Option<ByteSize>,
    /// The Config of all variants as its file.
    pub config: String,
    /// The variants.
    pub variants: Vec<PlannedVariant>,
}

/// One engine on one disk, as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedVariant {
    /// Name of its NodePool, node class and pods.
    pub id: String,
    /// Engine and disk, for a reader.
    pub label: String,
    /// The engine's word, or `stock`.
    pub engine: String,
    /// Who is to pull.
    pub by: Side,
    /// What the pull was predicted to take.
    pub predicted: LikelyRange<TimeSpan>,
    /// The disk, as this tool calls it.
    pub disk: String,
    /// The parts of a node's start, as predicted.
    pub phases: Vec<(String, LikelyRange<TimeSpan>)>,
    /// Whether its pulls tell the figures of the plan's Config.
    pub tells_own_figures: bool,
    pub(super) os: String,
    pub(super) ami: Option<String>,
    pub(super) volume: Option<Volume>,
    pub(super) shows_in_kubelet: bool,
}

/// A volume as it is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Volume {
    pub(super) kind: Option<String>,
    pub(super) size: Option<String>,
    pub(super) iops: Option<u64>,
    pub(super) throughput: Option<u64>,
}

/// One run of a variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Where its variant stands in the plan.
    pub variant: usize,
    /// Which of its variant's it is, from 1.
    pub repeat: u64,
    /// How it ended, as the script says: `pulled`, `pull-failed`, `no-pull`, `no-node`, `no-job`.
    pub outcome: String,
    /// When it began, as the script says.
    pub started: Option<String>,
    /// Its pull, as the kubelet measured it.
    pub pull: Option<PullEvent>,
    /// How long the parts of the node's start took, as far as the objects tell.
    pub phases: Vec<(&'static str, TimeSpan)>,
    /// What is known of its node.
    pub node: NodeFacts,
    /// What is said of a node that does not come.
    pub why: Option<String>,
    /// Why SOCI's log is not there.
    pub soci_log_unknown: Option<String>,
}

/// What kubectl says of a node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NodeFacts {
    /// Its type.
    pub instance_type: Option<String>,
    /// How it was bought.
    pub capacity: Option<String>,
    /// Its system, as it calls itself.
    pub os: Option<String>,
    /// containerd's version.
    pub containerd: Option<String>,
    /// The kubelet's version.
    pub kubelet: Option<String>,
    /// Name of its AMI.
    pub ami: Option<String>,
    /// Where the kubelet has images pulled, if its configuration is known: empty for containerd.
    pub image_endpoint: Option<String>,
    /// Whether SOCI's log says that its parallel mode is on.
    pub soci_says_parallel: bool,
    pub(super) volume: Option<Volume>,
}

/// Reads a file with measurements; none if the text is something else.
///
/// # Errors
/// A file of another version, or one that is not whole.
pub fn read_measurements(text: &str) -> Option<Result<Measurements, ValueError>> {
    let head: String = text.chars().take(200).collect();
    if !head.contains(ANY_FORMAT) {
        return None;
    }
    Some(read(text))
}

fn read(text: &str) -> Result<Measurements, ValueError> {
    let text = paste::clean(text)?;
    let value: Value = serde_json::from_str(&text).map_err(|error| {
        ValueError::new(format!(
            "The measurement file is incomplete or was changed: {error}."
        ))
    })?;
    let format = text_at(&value, "/format").unwrap_or_default();
    if format != FORMAT {
        return Err(ValueError::new(format!(
            "The file has format {format}; this version reads {FORMAT}. Use the version that wrote the plan."
        )));
    }
    let plan = plan(&value)?;
    let runs = value.get("runs").and_then(Value::as_array);
    let runs = runs.ok_or_else(|| missing("runs"))?;
    if runs.len() > MAX_RUNS {
        return Err(ValueError::new(format!(
            "The file has {} runs; the maximum is {MAX_RUNS}.",
            runs.len()
        )));
    }
    let events = events(runs);
    let runs: Result<Vec<Run>, ValueError> =
        runs.iter().map(|run| of_run(run, &plan, &events)).collect();
    Ok(Measurements {
        runs: runs?,
        plan,
        events,
    })
}

fn missing(what: &str) -> ValueError {
    ValueError::new(format!(
        "The measurement file is incomplete or was changed: there is no {what}."
    ))
}

fn text_at(value: &Value, at: &str) -> Option<String> {
    let text = value.pointer(at)?.as_str()?;
    (!text.is_empty()).then(|| text.to_owned())
}

fn size_at(value: &Value, at: &str) -> Option<ByteSize> {
    let bytes = value.pointer(at)?.as_u64()?;
    (bytes <= ByteSize::MAX).then(|| ByteSize::bytes(bytes))
}

fn plan(value: &Value) -> Result<MeasuredPlan, ValueError> {
    let needed = |at: &str| text_at(value, &["/plan", at].concat()).ok_or_else(|| missing(at));
    let variants = value.pointer("/plan/variants").and_then(Value::as_array);
    let variants = variants.ok_or_else(|| missing("plan/variants"))?;
    let variants: Option<Vec<PlannedVariant>> = variants.iter().map(planned).collect();
    Ok(MeasuredPlan {
        name: needed("/name")?,
        made_by: needed("/madeBy")?,
        instance_type: needed("/instanceType")?,
        region: needed("/region")?,
        image: needed("/image/reference")?,
        compressed: size_at(value, "/plan/image/compressedBytes"),
        layers: value
            .pointer("/plan/image/layers")
            .and_then(Value::as_u64)
            .filter(|layers| (1..=MAX_LAYERS).contains(layers)),
        largest_layer: size_at(value, "/plan/image/largestLayerBytes"),
        config: needed("/config")?,
        variants: variants.ok_or_else(|| missing("complete variant"))?,
    })
}

fn planned(value: &Value) -> Option<PlannedVariant> {
    let needed = |at: &str| text_at(value, at);
    let phases = value.get("phases").and_then(Value::as_array);
    let phases = phases.into_iter().flatten().filter_map(|phase| {
        let name = text_at(phase, "/phase")?;
        Some((name, times(phase.get("milliseconds")?)?))
    });
    let flag = |key: &str| value.get(key).and_then(Value::as_bool) == Some(true);
    Some(PlannedVariant {
        id: needed("/id")?,
        label: needed("/label")?,
        engine: needed("/engine")?,
        by: Side::from_word(&needed("/pulledBy")?)?,
        predicted: times(value.get("predictedMilliseconds")?)?,
        disk: needed("/disk")?,
        phases: phases.collect(),
        tells_own_figures: flag("tellsOwnFigures"),
        os: needed("/os")?,
        ami: text_at(value, "/ami"),
        volume: value.get("volume").filter(|it| it.is_object()).map(volume),
        shows_in_kubelet: flag("showsInKubelet"),
    })
}

fn times(value: &Value) -> Option<LikelyRange<TimeSpan>> {
    let at = |place: usize| {
        let count = u32::try_from(value.get(place)?.as_u64()?).ok()?;
        (count <= TimeSpan::MAX).then(|| TimeSpan::from_millis(count))
    };
    let (low, likely, high) = (at(0)?, at(1)?, at(2)?);
    (low <= likely && likely <= high).then(|| LikelyRange::new(low, likely, high))
}

/// A volume of the plan.
fn volume(value: &Value) -> Volume {
    let number = |key: &str| value.get(key).and_then(Value::as_u64);
    Volume {
        kind: text_at(value, "/type"),
        size: text_at(value, "/size"),
        iops: number("iops"),
        throughput: number("throughput"),
    }
}

/// What all runs' events tell, and SOCI's logs beside them.
fn events(runs: &[Value]) -> PullEvents {
    let mut text = String::new();
    for run in runs {
        if let Some(events) = run.get("events").filter(|events| events.is_object()) {
            text.push_str(&format!("{events}\n"));
        }
    }
    for run in runs {
        let log = run.get("sociLog").and_then(Value::as_array);
        for line in log.into_iter().flatten().filter_map(Value::as_str) {
            text.push_str(line);
            text.push('\n');
        }
    }
    // Runs without a single pull say why themselves.
    pull_events::read_pull_events(&text).unwrap_or_default()
}

fn of_run(run: &Value, plan: &MeasuredPlan, events: &PullEvents) -> Result<Run, ValueError> {
    let id = text_at(run, "/variant").ok_or_else(|| missing("variant of a run"))?;
    let variant = plan.variants.iter().position(|one| one.id == id);
    let variant = variant.ok_or_else(|| missing(&format!("variant {id} in the plan")))?;
    let pod = text_at(run, "/pod/metadata/name");
    let is_its =
        |pull: &&PullEvent| pull.pod.is_some() && pull.pod == pod && pull.image == plan.image;
    Ok(Run {
        variant,
        repeat: run.get("repeat").and_then(Value::as_u64).unwrap_or(0),
        outcome: text_at(run, "/outcome").ok_or_else(|| missing("outcome of a run"))?,
        started: text_at(run, "/startedAt"),
        pull: events.pulls.iter().find(is_its).cloned(),
        phases: phases(run),
        why: why_no_node(run),
        node: facts(run),
        soci_log_unknown: text_at(run, "/sociLogUnknown"),
    })
}

/// The NodeClaim of a run's node.
fn claim(run: &Value) -> Option<&Value> {
    let node = run.pointer("/node/metadata/name")?.as_str()?;
    let claims = run.pointer("/nodeClaims/items")?.as_array()?;
    let is_its =
        |claim: &&Value| claim.pointer("/status/nodeName").and_then(Value::as_str) == Some(node);
    claims.iter().find(is_its)
}

/// When a condition of an object became true.
fn since(object: &Value, kind: &str) -> Option<i64> {
    let conditions = object.pointer("/status/conditions")?.as_array()?;
    let one = conditions.iter().find(|one| {
        one.get("type").and_then(Value::as_str) == Some(kind)
            && one.get("status").and_then(Value::as_str) == Some("True")
    })?;
    rfc3339(one.get("lastTransitionTime")?.as_str()?)
}

/// What is said last of a pod without a node, of a pod that is refused, or of a node that Karpenter cannot
/// launch.
fn why_no_node(run: &Value) -> Option<String> {
    let claims = run.pointer("/nodeClaims/items").and_then(Value::as_array);
    let mut conditions = claims.into_iter().flatten().filter_map(|claim| {
        let conditions = claim.pointer("/status/conditions")?.as_array()?;
        let is_failed = |one: &&Value| {
            one.get("type").and_then(Value::as_str) == Some("Launched")
                && one.get("status").and_then(Value::as_str) != Some("True")
        };
        text_at(conditions.iter().find(is_failed)?, "/message")
    });
    let events = run.pointer("/events/items").and_then(Value::as_array);
    let mut events = events.into_iter().flatten().filter(|event| {
        let reason = event.get("reason").and_then(Value::as_str);
        matches!(reason, Some("FailedScheduling" | "FailedCreate"))
    });
    let said = conditions.next_back();
    let said = said.or_else(|| text_at(events.next_back()?, "/message"))?;
    Some(said.chars().take(MAX_WHY).collect())
}

/// The parts of a node's start that the objects tell, by the names that predictions have.
fn phases(run: &Value) -> Vec<(&'static str, TimeSpan)> {
    let created =
        |object: Option<&Value>| rfc3339(object?.pointer("/metadata/creationTimestamp")?.as_str()?);
    let claim = claim(run);
    let pod = created(run.get("pod"));
    let claimed = created(claim);
    let launched = claim.and_then(|claim| since(claim, "Launched"));
    let ready = run.get("node").and_then(|node| since(node, "Ready"));
    let span = |from: Option<i64>, to: Option<i64>| {
        let milliseconds = to?.checked_sub(from?)?;
        u32::try_from(milliseconds).ok().map(TimeSpan::from_millis)
    };
    let all = [
        ("Pod to NodeClaim", span(pod, claimed)),
        ("Launch to Ready", span(launched, ready)),
    ];
    all.into_iter()
        .filter_map(|(name, time)| Some((name, time?)))
        .collect()
}

fn facts(run: &Value) -> NodeFacts {
    let info = |key: &str| text_at(run, &["/node/status/nodeInfo/", key].concat());
    let label = |key: &str| {
        let labels = run.pointer("/node/metadata/labels")?;
        labels.get(key)?.as_str().map(str::to_owned)
    };
    let containerd = info("containerRuntimeVersion");
    let kubelet = run.pointer("/kubeletConfig/kubeletconfig");
    let log = run.get("sociLog").and_then(Value::as_array);
    let says_parallel = |line: &Value| {
        line.as_str()
            .is_some_and(|line| line.contains("Parallel image pull enabled"))
    };
    NodeFacts {
        instance_type: label("node.kubernetes.io/instance-type"),
        capacity: label("karpenter.sh/capacity-type"),
        os: info("osImage"),
        containerd: containerd
            .map(|version| version.trim_start_matches("containerd://").to_owned()),
        kubelet: info("kubeletVersion"),
        ami: ami(run),
        image_endpoint: kubelet.map(|config| {
            let endpoint = config.get("imageServiceEndpoint").and_then(Value::as_str);
            endpoint.unwrap_or_default().to_owned()
        }),
        soci_says_parallel: log.is_some_and(|lines| lines.iter().any(says_parallel)),
        volume: applied_volume(run),
    }
}

/// Name of the AMI that the node was launched from.
fn ami(run: &Value) -> Option<String> {
    let id = claim(run)?.pointer("/status/imageID")?.as_str()?;
    let amis = run.pointer("/nodeClass/status/amis")?.as_array()?;
    let is_its = |ami: &&Value| ami.get("id").and_then(Value::as_str) == Some(id);
    text_at(amis.iter().find(is_its)?, "/name")
}

/// The last volume of the node class, which has the images.
fn applied_volume(run: &Value) -> Option<Volume> {
    let mappings = run.pointer("/nodeClass/spec/blockDeviceMappings")?;
    let ebs = mappings.as_array()?.last()?.get("ebs")?;
    let number = |key: &str| ebs.get(key).and_then(Value::as_u64);
    Some(Volume {
        kind: text_at(ebs, "/volumeType"),
        size: text_at(ebs, "/volumeSize"),
        iops: number("iops"),
        throughput: number("throughput"),
    })
}
