//! Events and log lines in JSON: of the API server, of journald, of log stores.

use serde_json::{Map, Value};

use super::collect::{Collected, Origin};
use super::logs::LogLine;
use super::table::pod_name;

/// How deep events may lie: log stores wrap them a few times.
const MAX_DEPTH: usize = 12;

/// Members that hold a message: of core/v1, of events.k8s.io, of logrus, journald, CloudWatch,
/// Fluent Bit, Cloud Logging and Loki.
const MESSAGES: [&str; 10] = [
    "message",
    "note",
    "msg",
    "MESSAGE",
    "log",
    "@message",
    "textPayload",
    "line",
    "Message",
    "body",
];

/// Takes all that a document tells; whether anything of it was understood.
pub(super) fn take(document: &Value, line: usize, collected: &mut Collected) -> bool {
    let origin = Origin {
        line,
        pod: None,
        node: None,
    };
    within(document, &origin, 0, collected)
}

fn within(value: &Value, origin: &Origin, depth: usize, collected: &mut Collected) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    match value {
        Value::Array(items) => {
            let mut any = false;
            for item in items {
                any |= within(item, origin, depth + 1, collected);
            }
            any
        }
        Value::Object(object) => of_object(value, object, origin, depth, collected),
        // A list of messages, as `jq .items[].message` leaves them.
        Value::String(text) if depth > 0 => of_text(text, origin, depth, collected),
        _ => false,
    }
}

fn of_object(
    value: &Value,
    object: &Map<String, Value>,
    origin: &Origin,
    depth: usize,
    collected: &mut Collected,
) -> bool {
    let origin = Origin {
        line: origin.line,
        pod: pod(object).or_else(|| origin.pod.clone()),
        node: node(object).or_else(|| origin.node.clone()),
    };
    if let Some(log) = LogLine::of_json(value)
        && collected.add_log(&log, &origin)
    {
        return true;
    }
    let reason = object.get("reason").and_then(Value::as_str);
    let mut any = false;
    let mut has_message = false;
    for name in MESSAGES {
        let Some(text) = object.get(name).and_then(Value::as_str) else {
            continue;
        };
        has_message = true;
        any |= match reason {
            Some(reason) => of_text(&format!("{reason} {text}"), &origin, depth, collected),
            None => of_text(text, &origin, depth, collected),
        };
    }
    // CloudWatch Insights: {"field": "@message", "value": "…"}.
    let field = object.get("field").and_then(Value::as_str);
    if field.is_some_and(|field| MESSAGES.contains(&field))
        && let Some(text) = object.get("value").and_then(Value::as_str)
    {
        has_message = true;
        any |= of_text(text, &origin, depth, collected);
    }
    for (name, member) in object {
        let names_object = matches!(name.as_str(), "involvedObject" | "regarding" | "metadata");
        if !names_object && (member.is_object() || member.is_array()) {
            any |= within(member, &origin, depth + 1, collected);
        }
    }
    // An event of another kind is no riddle.
    any || (has_message && (reason.is_some() || object.contains_key("level")))
}

fn of_text(text: &str, origin: &Origin, depth: usize, collected: &mut Collected) -> bool {
    let start = text.trim_start();
    if start.starts_with(['{', '['])
        && let Ok(inner) = serde_json::from_str::<Value>(start)
    {
        return within(&inner, origin, depth + 1, collected);
    }
    collected.add_text(text, origin)
}

fn string<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name)?.as_str().filter(|text| !text.is_empty())
}

fn pod(object: &Map<String, Value>) -> Option<String> {
    for name in ["involvedObject", "regarding"] {
        if let Some(Value::Object(about)) = object.get(name) {
            let is_pod = string(about, "kind").is_none_or(|kind| kind == "Pod");
            return string(about, "name").filter(|_| is_pod).and_then(pod_name);
        }
    }
    let kubernetes = object.get("kubernetes").and_then(Value::as_object);
    ["object", "pod", "pod_name", "podName"]
        .iter()
        .find_map(|name| {
            string(object, name).or_else(|| kubernetes.and_then(|inner| string(inner, name)))
        })
        .and_then(pod_name)
}

fn node(object: &Map<String, Value>) -> Option<String> {
    let inner = |outer: &str, name: &str| {
        let inner = object.get(outer)?.as_object()?;
        string(inner, name)
    };
    let reporting = || {
        let by_kubelet = ["reportingController", "reportingComponent"]
            .iter()
            .any(|name| string(object, name) == Some("kubelet"));
        string(object, "reportingInstance").filter(|_| by_kubelet)
    };
    inner("source", "host")
        .or_else(|| inner("deprecatedSource", "host"))
        .or_else(reporting)
        .or_else(|| inner("kubernetes", "host"))
        .or_else(|| {
            ["_HOSTNAME", "hostname", "host", "node", "nodeName"]
                .iter()
                .find_map(|name| string(object, name))
        })
        .map(str::to_owned)
}
