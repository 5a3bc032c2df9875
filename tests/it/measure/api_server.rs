//! An API server as far as kubectl asks one for what `measure.sh` does: discovery, a few kinds of objects
//! with selectors, rights, what a kubelet answers through it. Karpenter and the kubelet are played: a Job
//! gets its pod, NodeClaim, node and events at once, in the shapes that Kubernetes 1.35, Karpenter 1.14 and
//! a kubelet on AL2023 give.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

/// A resource: group and version as its path has them, name, kind, whether it lies in namespaces.
const RESOURCES: [(&str, &str, &str, bool); 8] = [
    ("api/v1", "pods", "Pod", true),
    ("api/v1", "events", "Event", true),
    ("api/v1", "nodes", "Node", false),
    ("apis/batch/v1", "jobs", "Job", true),
    ("apis/karpenter.sh/v1", "nodepools", "NodePool", false),
    ("apis/karpenter.sh/v1", "nodeclaims", "NodeClaim", false),
    (
        "apis/karpenter.k8s.aws/v1",
        "ec2nodeclasses",
        "EC2NodeClass",
        false,
    ),
    (
        "apis/authorization.k8s.io/v1",
        "selfsubjectaccessreviews",
        "SelfSubjectAccessReview",
        false,
    ),
];

/// What comes of a Job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Will {
    /// The kubelet says that it pulled in so long.
    Pull(&'static str),
    /// The registry does not know the image.
    Fail,
}

/// The server; it serves until the process ends.
pub struct ApiServer {
    address: SocketAddr,
    cluster: Arc<Mutex<Cluster>>,
}

/// What is in the cluster.
#[derive(Default)]
struct Cluster {
    /// Objects by the path of their collection and their name.
    objects: BTreeMap<String, BTreeMap<String, Value>>,
    /// What comes of the next Jobs, by the beginning of their names.
    will: BTreeMap<String, Vec<Will>>,
    /// Verb and resource that nobody may.
    forbidden: Option<(String, String)>,
    jobs: u32,
    /// Requests that nobody expected.
    unexpected: Vec<String>,
}

impl ApiServer {
    /// A cluster with Karpenter and nothing else, in which this comes of Jobs.
    pub fn start(will: &[(&str, &[Will])], forbidden: Option<(&str, &str)>) -> Self {
        let cluster = Cluster {
            will: will
                .iter()
                .map(|(name, will)| ((*name).to_owned(), will.to_vec()))
                .collect(),
            forbidden: forbidden.map(|(verb, resource)| (verb.to_owned(), resource.to_owned())),
            ..Cluster::default()
        };
        let cluster = Arc::new(Mutex::new(cluster));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address");
        let served = Arc::clone(&cluster);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let cluster = Arc::clone(&served);
                thread::spawn(move || serve(&stream, &cluster));
            }
        });
        Self { address, cluster }
    }

    /// A kubeconfig that leads here.
    pub fn kubeconfig(&self) -> String {
        let address = self.address;
        json!({
            "apiVersion": "v1", "kind": "Config", "current-context": "test",
            "clusters": [{"name": "test", "cluster": {"server": format!("http://{address}")}}],
            "contexts": [{"name": "test", "context": {"cluster": "test", "user": "test"}}],
            "users": [{"name": "test", "user": {}}],
        })
        .to_string()
    }

    /// Names of what is left of the kinds that a measurement makes.
    pub fn left(&self) -> Vec<String> {
        let cluster = self.cluster.lock().expect("nobody panicked");
        let names = cluster
            .objects
            .iter()
            .filter(|(at, _)| !at.ends_with("/events"));
        names
            .flat_map(|(at, objects)| objects.keys().map(move |name| format!("{at}/{name}")))
            .collect()
    }

    /// Requests that nobody expected.
    pub fn unexpected(&self) -> Vec<String> {
        self.cluster
            .lock()
            .expect("nobody panicked")
            .unexpected
            .clone()
    }
}

struct Request {
    method: String,
    path: String,
    query: BTreeMap<String, String>,
    bytes: Vec<u8>,
    /// The bytes as JSON; null if they are something else.
    body: Value,
}

impl Request {
    /// Whether a text stands in the body as a whole, in JSON or in protobuf: newer releases of kubectl ask
    /// for rights in the latter.
    fn says(&self, text: &str) -> bool {
        let length = u8::try_from(text.len()).unwrap_or(u8::MAX);
        let windows = self.bytes.windows(text.len() + 1);
        let mut found = windows.filter(|window| window.get(1..) == Some(text.as_bytes()));
        found.any(
            |window| matches!(window.first(), Some(before) if *before == b'"' || *before == length),
        )
    }
}

fn serve(stream: &TcpStream, cluster: &Mutex<Cluster>) {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader) {
        let (status, body) = cluster.lock().expect("nobody panicked").answer(&request);
        let body = body.map_or_else(Vec::new, |body| match body {
            Value::String(text) => text.into_bytes(),
            body => body.to_string().into_bytes(),
        });
        // A protobuf of nothing is a schema without a type.
        let kind = match request.path.as_str() {
            "/openapi/v2" => "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
            _ => "application/json",
        };
        let head = format!(
            "HTTP/1.1 {status} .\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let mut stream = stream;
        if stream
            .write_all(&[head.as_bytes(), &body].concat())
            .is_err()
        {
            return;
        }
    }
}

fn read(reader: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split(' ').map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let header = header.trim_end().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    Some(Request {
        method,
        path: path.to_owned(),
        query: pairs
            .map(|(name, value)| (name.to_owned(), decoded(value)))
            .collect(),
        body: serde_json::from_slice(&body).unwrap_or(Value::Null),
        bytes: body,
    })
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |byte: u8| {
            char::from(byte)
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        };
        bytes.push(match byte {
            b'%' => match (rest.next().and_then(hex), rest.next().and_then(hex)) {
                (Some(high), Some(low)) => high * 16 + low,
                _ => b'?',
            },
            b'+' => b' ',
            byte => byte,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

type Answer = (u16, Option<Value>);

fn status(code: u16, reason: &str, message: &str) -> Answer {
    let body = json!({"apiVersion": "v1", "kind": "Status", "status": "Failure", "code": code, "reason": reason, "message": message});
    (code, Some(body))
}

/// Whether an object has what a selector of `key=value`, with commas between, asks for.
fn has(
    object: &Value,
    selector: Option<&String>,
    of: impl Fn(&Value, &str) -> Option<String>,
) -> bool {
    let mut wanted = selector.into_iter().flat_map(|text| text.split(','));
    wanted.all(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        of(object, key).as_deref() == Some(value.trim_start_matches('='))
    })
}

fn text(object: &Value, pointer: &str) -> Option<String> {
    object.pointer(pointer)?.as_str().map(str::to_owned)
}

impl Cluster {
    fn answer(&mut self, request: &Request) -> Answer {
        let found = self.discovery(&request.path).map(|body| (200, Some(body)));
        let answer = found
            .or_else(|| self.kubelet(request))
            .or_else(|| self.of_resource(request));
        answer.unwrap_or_else(|| {
            // kubectl asks for schemas in the newer way first, and does without.
            if !request.path.starts_with("/openapi/v3") {
                self.unexpected
                    .push(format!("{} {}", request.method, request.path));
            }
            status(404, "NotFound", "nobody expected it")
        })
    }

    fn discovery(&self, path: &str) -> Option<Value> {
        let path = path.trim_start_matches('/');
        let groups = || {
            let mut groups: Vec<&str> = RESOURCES
                .iter()
                .map(|(at, ..)| *at)
                .filter(|at| at.starts_with("apis/"))
                .collect();
            groups.dedup();
            groups
                .into_iter()
                .filter_map(|at| at.strip_prefix("apis/")?.split_once('/'))
        };
        Some(match path {
            "version" => json!({"major": "1", "minor": "35", "gitVersion": "v1.35.1"}),
            "openapi/v2" => Value::String(String::new()),
            "api" => json!({"kind": "APIVersions", "versions": ["v1"]}),
            "apis" => {
                let groups = groups().map(|(group, version)| {
                    let version =
                        json!({"groupVersion": format!("{group}/{version}"), "version": version});
                    json!({"name": group, "versions": [version], "preferredVersion": version})
                });
                json!({"apiVersion": "v1", "kind": "APIGroupList", "groups": groups.collect::<Vec<_>>()})
            }
            path => {
                let of_it = RESOURCES.iter().filter(|(at, ..)| *at == path);
                let resources: Vec<Value> = of_it
                    .map(|(_, name, kind, namespaced)| {
                        json!({"name": name, "singularName": kind.to_lowercase(), "kind": kind, "namespaced": namespaced,
                               "verbs": ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]})
                    })
                    .collect();
                if resources.is_empty() {
                    return None;
                }
                let version = path.trim_start_matches("apis/").trim_start_matches("api/");
                json!({"apiVersion": "v1", "kind": "APIResourceList", "groupVersion": version, "resources": resources})
            }
        })
    }

    /// What the kubelet of a node answers through the API server.
    fn kubelet(&self, request: &Request) -> Option<Answer> {
        let (node, asked) = request
            .path
            .strip_prefix("/api/v1/nodes/")?
            .split_once("/proxy/")?;
        let node = self.objects.get("/api/v1/nodes")?.get(node)?;
        let is_soci =
            text(node, "/metadata/labels/variant").is_some_and(|variant| variant.contains("soci"));
        let endpoint = "unix:///run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock";
        match asked {
            "configz" => {
                let mut config = json!({"serializeImagePulls": false, "containerRuntimeEndpoint": "unix:///run/containerd/containerd.sock"});
                if is_soci {
                    config["imageServiceEndpoint"] = endpoint.into();
                }
                Some((200, Some(json!({"kubeletconfig": config}))))
            }
            "logs/" => Some((
                200,
                Some("<!doctype html>\n<pre>\n<a href=\"messages\">messages</a>\n</pre>\n".into()),
            )),
            _ => None,
        }
    }

    fn of_resource(&mut self, request: &Request) -> Option<Answer> {
        let (at, rest, kind) = RESOURCES
            .iter()
            .find_map(|(version, name, kind, namespaced)| {
                let prefix = if *namespaced {
                    format!("/{version}/namespaces/ai/{name}")
                } else {
                    format!("/{version}/{name}")
                };
                let rest = request.path.strip_prefix(&prefix)?;
                (rest.is_empty() || rest.starts_with('/')).then(|| {
                    (
                        prefix.clone(),
                        rest.trim_start_matches('/').to_owned(),
                        *kind,
                    )
                })
            })?;
        match (request.method.as_str(), rest.as_str()) {
            ("POST", "") if kind == "SelfSubjectAccessReview" => {
                let is_forbidden = self
                    .forbidden
                    .as_ref()
                    .is_some_and(|(verb, resource)| request.says(verb) && request.says(resource));
                let review = json!({"apiVersion": "authorization.k8s.io/v1", "kind": kind,
                    "spec": {}, "status": {"allowed": !is_forbidden}});
                Some((201, Some(review)))
            }
            ("POST", "") => Some(self.create(&at, kind, request.body.clone())),
            ("GET", "") => {
                let version = at.trim_start_matches("/apis/").trim_start_matches("/api/");
                let version = version
                    .rsplit_once('/')
                    .map_or(version, |(version, _)| version);
                let version = version.trim_end_matches("/namespaces/ai");
                let objects = self.objects.get(&at).into_iter().flat_map(BTreeMap::values);
                let found = objects.filter(|object| {
                    has(object, request.query.get("labelSelector"), |object, key| {
                        object
                            .pointer("/metadata/labels")?
                            .get(key)?
                            .as_str()
                            .map(str::to_owned)
                    }) && has(object, request.query.get("fieldSelector"), |object, key| {
                        text(object, &format!("/{}", key.replace('.', "/")))
                    })
                });
                let items: Vec<Value> = found.cloned().collect();
                let list = json!({"apiVersion": version, "kind": format!("{kind}List"), "metadata": {"resourceVersion": "1"}, "items": items});
                Some((200, Some(list)))
            }
            ("GET", name) => Some(
                match self.objects.get(&at).and_then(|objects| objects.get(name)) {
                    Some(object) => (200, Some(object.clone())),
                    None => status(404, "NotFound", &format!("{name} not found")),
                },
            ),
            ("DELETE", name) => Some(self.delete(&at, name)),
            _ => None,
        }
    }

    fn put(&mut self, at: &str, object: Value) {
        let name = text(&object, "/metadata/name").expect("it has a name");
        self.objects
            .entry(at.to_owned())
            .or_default()
            .insert(name, object);
    }

    fn create(&mut self, at: &str, kind: &str, mut object: Value) -> Answer {
        if object["kind"] != kind {
            return status(400, "BadRequest", &format!("this is no {kind}"));
        }
        if let Some(prefix) = text(&object, "/metadata/generateName") {
            self.jobs += 1;
            object["metadata"]["name"] = format!("{prefix}{:05}", 10_000 + self.jobs).into();
        }
        let name = text(&object, "/metadata/name").expect("kubectl sees to it");
        if self
            .objects
            .get(at)
            .is_some_and(|objects| objects.contains_key(&name))
        {
            return status(409, "AlreadyExists", &format!("{name} is there already"));
        }
        object["metadata"]["uid"] = format!("uid-{name}").into();
        object["metadata"]["creationTimestamp"] = "2026-11-30T10:00:00Z".into();
        let ready = json!([{"type": "Ready", "status": "True", "reason": "Ready", "message": "", "lastTransitionTime": "2026-11-30T10:00:01Z"}]);
        match kind {
            "NodePool" => object["status"] = json!({"conditions": ready}),
            "EC2NodeClass" => {
                let ami = json!({"id": "ami-0a1b2c3d", "name": "amazon-eks-node-al2023-x86_64-standard-1.35-v20260930"});
                object["status"] = json!({"conditions": ready, "amis": [ami]});
            }
            "Job" => self.run(&object),
            _ => {}
        }
        self.put(at, object.clone());
        (201, Some(object))
    }

    /// Karpenter and the kubelet: what comes of a Job.
    fn run(&mut self, job: &Value) {
        let name = text(job, "/metadata/name").expect("it was named");
        let template = &job["spec"]["template"];
        let variant = text(template, "/metadata/labels/variant").expect("the variant");
        let image = text(template, "/spec/containers/0/image").expect("the image");
        let pool = format!("/apis/karpenter.sh/v1/nodepools/{variant}");
        let (pools, _) = pool.rsplit_once('/').expect("a path");
        assert!(
            self.objects
                .get(pools)
                .is_some_and(|pools| pools.contains_key(&variant)),
            "there is no {pool}"
        );
        let coming = self
            .will
            .get_mut(&variant)
            .expect("something is to come of it");
        let will = coming.remove(0);
        let number = name.rsplit('-').next().unwrap_or_default();
        let (pod, node) = (
            format!("{name}-abcde"),
            format!("ip-10-0-0-{number}.ec2.internal"),
        );
        let mut labels = template["metadata"]["labels"].clone();
        labels["job-name"] = name.clone().into();
        let waiting = if will == Will::Fail {
            "ErrImagePull"
        } else {
            "CreateContainerError"
        };
        let mut spec = template["spec"].clone();
        spec["nodeName"] = node.clone().into();
        self.put("/api/v1/namespaces/ai/pods", json!({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": pod, "namespace": "ai", "uid": "uid-pod", "creationTimestamp": "2026-11-30T10:00:00Z", "labels": labels},
            "spec": spec,
            "status": {"phase": "Pending", "containerStatuses": [{
                "name": "pull", "image": image, "imageID": "", "ready": false, "restartCount": 0,
                "state": {"waiting": {"reason": waiting, "message": "it waits"}},
            }]},
        }));
        let own = json!({"pull-measurement": "pulls", "variant": variant});
        self.put("/apis/karpenter.sh/v1/nodeclaims", json!({
            "apiVersion": "karpenter.sh/v1", "kind": "NodeClaim",
            "metadata": {"name": format!("{variant}-x{number}"), "creationTimestamp": "2026-11-30T10:00:11Z", "labels": own},
            "status": {"imageID": "ami-0a1b2c3d", "nodeName": node,
                       "conditions": [{"type": "Launched", "status": "True", "reason": "Launched", "lastTransitionTime": "2026-11-30T10:00:14Z"}]},
        }));
        let mut labels = own;
        labels["karpenter.sh/capacity-type"] = "on-demand".into();
        labels["node.kubernetes.io/instance-type"] = "m6i.8xlarge".into();
        self.put("/api/v1/nodes", json!({
            "apiVersion": "v1", "kind": "Node",
            "metadata": {"name": node, "creationTimestamp": "2026-11-30T10:00:40Z", "labels": labels},
            "spec": {"providerID": "aws:///us-east-1a/i-0123456789abcdef0"},
            "status": {
                "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": "2026-11-30T10:00:52Z"}],
                "nodeInfo": {"containerRuntimeVersion": "containerd://2.2.1", "kubeletVersion": "v1.35.1-eks-113cf36", "osImage": "Amazon Linux 2023.9.20260930"},
            },
        }));
        let mut event = |reason: &str, message: String| {
            let at = "2026-11-30T10:01:02Z";
            self.put("/api/v1/namespaces/ai/events", json!({
                "apiVersion": "v1", "kind": "Event",
                "metadata": {"name": format!("{pod}.{reason}"), "namespace": "ai"},
                "involvedObject": {"apiVersion": "v1", "kind": "Pod", "name": pod, "namespace": "ai", "uid": "uid-pod", "fieldPath": "spec.containers{pull}"},
                "reason": reason, "message": message, "type": "Normal", "count": 1, "firstTimestamp": at, "lastTimestamp": at,
                "source": {"component": "kubelet", "host": node}, "reportingComponent": "kubelet", "reportingInstance": node,
            }));
        };
        event("Pulling", format!("Pulling image \"{image}\""));
        match will {
            Will::Pull(time) => event(
                "Pulled",
                format!(
                    "Successfully pulled image \"{image}\" in {time} ({time} including waiting). Image size: 10757041023 bytes."
                ),
            ),
            Will::Fail => event(
                "Failed",
                format!(
                    "Failed to pull image \"{image}\": rpc error: code = NotFound desc = failed to resolve reference: not found"
                ),
            ),
        }
    }

    /// Deletes at once, with what hangs on it: a Job's pods, a NodeClaim's node.
    fn delete(&mut self, at: &str, name: &str) -> Answer {
        let Some(object) = self
            .objects
            .get_mut(at)
            .and_then(|objects| objects.remove(name))
        else {
            return status(404, "NotFound", &format!("{name} not found"));
        };
        if at.ends_with("/jobs")
            && let Some(pods) = self.objects.get_mut("/api/v1/namespaces/ai/pods")
        {
            pods.retain(|_, pod| text(pod, "/metadata/labels/job-name").as_deref() != Some(name));
        }
        if let (Some(node), Some(nodes)) = (
            text(&object, "/status/nodeName"),
            self.objects.get_mut("/api/v1/nodes"),
        ) {
            nodes.remove(&node);
        }
        (
            200,
            Some(json!({"apiVersion": "v1", "kind": "Status", "status": "Success"})),
        )
    }
}
