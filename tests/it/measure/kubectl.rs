//! The script with kubectl itself, against an API server of the tests' own.

use std::process::{Command, Stdio};

use serde_json::Value;

use super::api_server::{ApiServer, Will};
use super::runs::{measurement, told};
use crate::folder::Folder;

const SOCI: &str = "pulls-1-soci";
const STOCK: &str = "pulls-2-stock";

/// A measurement of two runs each that was run there; the script's exit code, and what it said.
fn measure(name: &str, server: &ApiServer) -> (Folder, i32, String) {
    let kubectl = Command::new("kubectl")
        .args(["version", "--client"])
        .output();
    assert!(
        kubectl.is_ok_and(|ran| ran.status.success()),
        "kubectl is missing; run: apt-get install -y kubernetes-client"
    );
    let folder = measurement(name, 2);
    folder.put("kubeconfig", server.kubeconfig());
    let ran = Command::new("sh")
        .args(["measure.sh", "--yes"])
        .current_dir(folder.path("m"))
        .env("KUBECONFIG", folder.path("kubeconfig"))
        .env("HOME", folder.path(""))
        .env("PAUSE", "1")
        .env("NODE_SECONDS", "30")
        .env("PULL_SECONDS", "30")
        .env("GONE_SECONDS", "30")
        .stdin(Stdio::null())
        .output();
    let (code, said) = told(&ran.expect("a shell"));
    assert_eq!(server.unexpected(), Vec::<String>::new(), "{said}");
    assert_eq!(server.left(), Vec::<String>::new(), "{said}");
    (folder, code, said)
}

fn read(folder: &Folder) -> Value {
    let ran = folder.run(&["events", "m/measurements-pulls.json", "--format=json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).expect("JSON")
}

#[test]
fn a_measurement_runs_through_an_api_server_and_leaves_nothing_there() {
    let soci = [Will::Pull("44.1s"), Will::Pull("46s")];
    let stock = [Will::Pull("1m52.3s"), Will::Pull("1m50s")];
    let server = ApiServer::start(&[(SOCI, &soci), (STOCK, &stock)], None);
    let (folder, code, said) = measure("api-server/whole", &server);
    assert_eq!(code, 0, "{said}");
    let found = read(&folder);
    let of = |variant: usize| &found["variants"][variant];
    assert_eq!(
        of(0)["pullMilliseconds"],
        serde_json::json!([44_100, 46_000])
    );
    assert_eq!(
        of(1)["pullMilliseconds"],
        serde_json::json!([110_000, 112_300])
    );
    assert_eq!(of(0)["phases"][0]["measuredMilliseconds"], 11_000);
    assert_eq!(of(0)["phases"][1]["measuredMilliseconds"], 38_000);
    // Type, AMI, disk and who pulled are what was planned, as the API server and the kubelet say.
    assert_eq!(found["contradictions"], serde_json::json!([]));
    assert_eq!(found["unknown"], serde_json::json!([]));
    assert_eq!(found["measuredFastest"], SOCI);
}

#[test]
fn a_pull_that_fails_is_told_and_everything_goes() {
    let soci = [Will::Pull("44.1s"), Will::Fail];
    let stock = [Will::Fail, Will::Pull("1m50s")];
    let server = ApiServer::start(&[(SOCI, &soci), (STOCK, &stock)], None);
    let (folder, code, said) = measure("api-server/fails", &server);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("2 of 4 runs pulled."), "{said}");
    let found = read(&folder);
    assert_eq!(
        found["variants"][0]["pullMilliseconds"],
        serde_json::json!([44_100])
    );
    let ran = folder.run(&["events", "m/measurements-pulls.json"]);
    assert!(ran.out.contains("Why pulls failed"), "{}", ran.out);
}

#[test]
fn who_may_not_delete_does_not_begin() {
    let server = ApiServer::start(&[], Some(("delete", "nodepools")));
    let (folder, code, said) = measure("api-server/rights", &server);
    assert_eq!(code, 2, "{said}");
    assert!(
        said.contains("You may not delete nodepools.karpenter.sh here."),
        "{said}"
    );
    assert!(!folder.path("m/measurements-pulls.json").exists());
}
