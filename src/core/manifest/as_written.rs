//! The NodePool and the pods as they are written, kept values included: what Karpenter schedules by.
//!
//! Without kept values the settings say all of it, and nothing is rendered; with them only the
//! merged documents do.

use super::ami::{ami_architecture, chooses_unknown_ami};
use super::limits::PoolLimits;
use super::placement::Placement;
use super::render::object;
use super::tree::{at, items, pairs, text_of};
use crate::core::config::text::Quantity;
use crate::core::config::{Architecture, Config, OverrideTarget};
use crate::core::placeholder::holds_placeholder;
use crate::core::plan::NodePlan;
use crate::core::requirements::{self, Asked, DaemonSetReserve, Operator, PodNeeds, Requirement};
use crate::core::yaml::Yaml;

/// Everything about the pool and its pods that Karpenter chooses instance types by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Demand {
    /// The NodePool's requirements, and its labels that read as such.
    pub(crate) node_pool: Vec<Asked>,
    /// The workload's node selector.
    pub(crate) node_selector: Vec<Asked>,
    /// The first term of the workload's required node affinity: Karpenter tries the others only
    /// where no type meets it.
    pub(crate) affinity: Vec<Asked>,
    /// What one pod takes.
    pub(crate) pod: PodNeeds,
    /// What DaemonSets take.
    pub(crate) daemon_sets: DaemonSetReserve,
    /// The kubelet's own settings, as the EC2NodeClass states them.
    pub(crate) kubelet: Kubelet,
    /// What the pool's nodes may come to together.
    pub(crate) limits: PoolLimits,
    /// The same limits as they are written: the resource and the amount.
    pub(crate) limits_written: Vec<(String, String)>,
    /// The other terms of the required node affinity.
    pub(crate) other_terms: Vec<Vec<Asked>>,
    /// What pods and pool say of each other, where a file says either; the settings' own fit.
    pub(crate) placement: Option<Placement>,
    /// The architecture that the node class' AMI is built for, where its name says it.
    pub(crate) ami: Option<Architecture>,
    /// What bears on the launch and is not taken into account, in words.
    pub(crate) not_modelled: Vec<&'static str>,
}

/// Settings of the kubelet that change what a node has for pods; empty for Karpenter's defaults.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Kubelet {
    pub(crate) max_pods: Option<u64>,
    pub(crate) pods_per_core: Option<u64>,
    /// CPU in thousandths.
    pub(crate) kube_cpu: Option<u64>,
    /// Bytes.
    pub(crate) kube_memory: Option<u64>,
    pub(crate) kube_storage: Option<u64>,
    pub(crate) system_cpu: u64,
    pub(crate) system_memory: u64,
    pub(crate) system_storage: u64,
    pub(crate) memory_eviction: Option<Eviction>,
    pub(crate) storage_eviction: Option<Eviction>,
}

/// Where the kubelet evicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Eviction {
    /// Below so many bytes.
    Bytes(u64),
    /// Below so many thousandths of the capacity.
    Thousandths(u64),
}

impl Demand {
    /// The demand of the set's first pool.
    pub(crate) fn from_plan(plan: &NodePlan<'_>) -> Self {
        let config = plan.config;
        let side = plan.sides.first().copied();
        let mut demand = Self {
            node_pool: requirements::node_pool(plan),
            node_selector: side
                .map_or_else(Vec::new, |side| requirements::node_selector(plan, side)),
            affinity: requirements::affinity(plan),
            pod: PodNeeds::from_workload(&config.workload),
            daemon_sets: DaemonSetReserve::from_config(config),
            kubelet: Kubelet::default(),
            limits: PoolLimits::default(),
            limits_written: [
                ("cpu", config.nodes.cpu_limit.as_ref()),
                ("memory", config.nodes.memory_limit.as_ref()),
            ]
            .into_iter()
            .filter_map(|(name, limit)| Some((name.to_owned(), limit?.to_string())))
            .collect(),
            other_terms: Vec::new(),
            placement: None,
            ami: None,
            not_modelled: Vec::new(),
        };
        demand.limits = PoolLimits::read(&demand.limits_written);
        let Some(side) = side else { return demand };
        let merged = |document| {
            keeps(config, document)
                .then(|| object(plan, side, document))
                .flatten()
        };
        if let Some(pool) = merged(OverrideTarget::NodePool) {
            demand.read_node_pool(&pool);
            let is_arch = |asked: &Asked| asked.requirement.key == "kubernetes.io/arch";
            // The user's own pods, on a pool that takes any architecture: Karpenter may launch each.
            if plan.deployments.is_empty() && !demand.node_pool.iter().any(is_arch) {
                demand.node_selector.retain(|asked| !is_arch(asked));
            }
        }
        let is_kept = [OverrideTarget::NodePool, OverrideTarget::Deployment]
            .into_iter()
            .any(|document| keeps(config, document));
        if is_kept && plan.deployments.contains(&side) {
            let both = (
                object(plan, side, OverrideTarget::NodePool),
                object(plan, side, OverrideTarget::Deployment),
            );
            if let (Some(pool), Some(workload)) = both {
                demand.read_workload(&workload);
                demand.placement = Some(Placement::read(&pool, &workload));
            }
        }
        if let Some(class) = merged(OverrideTarget::Ec2NodeClass) {
            if let Some(kubelet) = at(&class, &["spec", "kubelet"]) {
                demand.kubelet = Kubelet::read(kubelet);
            }
            demand.ami = ami_architecture(&class);
            if chooses_unknown_ami(&class) {
                demand.not_modelled.push("the architecture of the AMI");
            }
        }
        demand
    }

    /// The demand of a NodePool and a workload's pods as files have them.
    pub(crate) fn of_documents(pool: &Yaml, workload: &Yaml) -> Self {
        let mut demand = Self::default();
        demand.read_node_pool(pool);
        demand.read_workload(workload);
        demand.placement = Some(Placement::read(pool, workload));
        demand
    }

    fn read_node_pool(&mut self, pool: &Yaml) {
        let known = std::mem::take(&mut self.node_pool);
        let listed = at(pool, &["spec", "template", "spec", "requirements"]);
        self.node_pool = items(listed)
            .iter()
            .filter_map(|item| asked(item, &known))
            .collect();
        // A label of the template that is also a label of types asks for it.
        let labels = at(pool, &["spec", "template", "metadata", "labels"]);
        for (key, value) in pairs(labels) {
            if let Some(value) = text_of(value).filter(|value| !holds_placeholder(value)) {
                self.node_pool.push(Asked::label(key.clone(), value));
            }
        }
        let limits = pairs(at(pool, &["spec", "limits"]));
        self.limits_written = limits
            .iter()
            .filter_map(|(name, amount)| Some((name.clone(), text_of(amount)?)))
            .filter(|(_, amount)| !holds_placeholder(amount))
            .collect();
        self.limits = PoolLimits::read(&self.limits_written);
    }

    fn read_workload(&mut self, workload: &Yaml) {
        let Some(pod) = at(workload, &["spec", "template", "spec"]) else {
            return;
        };
        let known = std::mem::take(&mut self.node_selector);
        self.node_selector = pairs(pod.get("nodeSelector"))
            .iter()
            .filter_map(|(key, value)| {
                let value = text_of(value).filter(|value| !holds_placeholder(value))?;
                let asked = Asked::label(key.clone(), value);
                let path = known
                    .iter()
                    .find(|own| own.requirement == asked.requirement)
                    .and_then(|own| own.path);
                Some(Asked { path, ..asked })
            })
            .collect();
        let known = std::mem::take(&mut self.affinity);
        let required = at(
            pod,
            &[
                "affinity",
                "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution",
                "nodeSelectorTerms",
            ],
        );
        let terms = items(required);
        let mut read = terms.iter().map(|term| -> Vec<Asked> {
            items(term.get("matchExpressions"))
                .iter()
                .filter_map(|item| asked(item, &known))
                .collect()
        });
        self.affinity = read.next().unwrap_or_default();
        self.other_terms = read.collect();
        self.pod = pod_needs(pod);
        self.pod.per_node = per_node(workload, pod);
        self.not_modelled = not_modelled(pod, terms.len());
    }
}

fn keeps(config: &Config, document: OverrideTarget) -> bool {
    config
        .kept
        .iter()
        .any(|kept| kept.document == document && !kept.comparison)
}

/// A requirement as a document has it, with the field that it comes from where the settings write
/// the same.
fn asked(item: &Yaml, known: &[Asked]) -> Option<Asked> {
    let key = text_of(item.get("key")?)?;
    let operator = Operator::from_word(&text_of(item.get("operator")?)?)?;
    let values: Vec<String> = items(item.get("values"))
        .iter()
        .filter_map(text_of)
        .collect();
    // What a template fills in may ask for anything, so it keeps no type out.
    let list = item.get("values").and_then(text_of);
    let is_open = list.is_some_and(|list| holds_placeholder(&list));
    if is_open || holds_placeholder(&key) || values.iter().any(|value| holds_placeholder(value)) {
        return None;
    }
    let requirement = Requirement {
        key,
        operator,
        values,
    };
    let path = known
        .iter()
        .find(|own| own.requirement == requirement)
        .and_then(|own| own.path);
    let min_values = item
        .get("minValues")
        .and_then(text_of)
        .and_then(|text| text.parse().ok());
    Some(Asked {
        requirement,
        path,
        min_values,
    })
}

/// What a pod requests: all of its containers, or what its heaviest init container needs, as
/// Kubernetes counts it; a limit stands for a request that is not stated.
fn pod_needs(pod: &Yaml) -> PodNeeds {
    let mut sum = PodNeeds::default();
    for container in items(pod.get("containers")) {
        add(&mut sum, container_needs(container));
    }
    let mut most = PodNeeds::default();
    let mut sidecars = PodNeeds::default();
    for container in items(pod.get("initContainers")) {
        let needs = container_needs(container);
        if container.get("restartPolicy").and_then(text_of).as_deref() == Some("Always") {
            add(&mut sidecars, needs);
            most = larger(most, sidecars);
        } else {
            let mut beside = sidecars;
            add(&mut beside, needs);
            most = larger(most, beside);
        }
    }
    add(&mut sum, sidecars);
    let mut needs = larger(sum, most);
    if let Some(overhead) = pod.get("overhead") {
        add(&mut needs, resources(overhead, None));
    }
    needs
}

fn container_needs(container: &Yaml) -> PodNeeds {
    let requests = at(container, &["resources", "requests"]);
    let limits = at(container, &["resources", "limits"]);
    resources(requests.unwrap_or(&Yaml::Null), limits)
}

fn resources(requests: &Yaml, limits: Option<&Yaml>) -> PodNeeds {
    let amount = |name: &str| {
        requests
            .get(name)
            .or_else(|| limits?.get(name))
            .and_then(quantity)
    };
    let count = |name: &str| {
        amount(name).map_or(0, |amount| {
            u32::try_from(amount.whole()).unwrap_or(u32::MAX)
        })
    };
    let bytes = |name: &str| amount(name).map_or(0, |amount| amount.whole());
    PodNeeds {
        cpu: amount("cpu").map_or(0, |amount| amount.thousandths()),
        memory: bytes("memory"),
        nvidia_gpus: count("nvidia.com/gpu"),
        amd_gpus: count("amd.com/gpu"),
        neurons: count("aws.amazon.com/neuron"),
        gaudis: count("habana.ai/gaudi"),
        ephemeral_storage: bytes("ephemeral-storage"),
        per_node: None,
    }
}

fn combined(
    left: PodNeeds,
    right: PodNeeds,
    whole: fn(u64, u64) -> u64,
    count: fn(u32, u32) -> u32,
) -> PodNeeds {
    PodNeeds {
        cpu: whole(left.cpu, right.cpu),
        memory: whole(left.memory, right.memory),
        nvidia_gpus: count(left.nvidia_gpus, right.nvidia_gpus),
        amd_gpus: count(left.amd_gpus, right.amd_gpus),
        neurons: count(left.neurons, right.neurons),
        gaudis: count(left.gaudis, right.gaudis),
        ephemeral_storage: whole(left.ephemeral_storage, right.ephemeral_storage),
        per_node: None,
    }
}

fn add(sum: &mut PodNeeds, more: PodNeeds) {
    *sum = combined(*sum, more, u64::saturating_add, u32::saturating_add);
}

fn larger(left: PodNeeds, right: PodNeeds) -> PodNeeds {
    combined(left, right, u64::max, u32::max)
}

const HOSTNAME: &str = "kubernetes.io/hostname";

/// Most pods of this workload on one node, as its own rules say.
fn per_node(workload: &Yaml, pod: &Yaml) -> Option<u32> {
    let own = pairs(at(workload, &["spec", "template", "metadata", "labels"]));
    let selects_own = |term: &Yaml| {
        let labels = pairs(at(term, &["labelSelector", "matchLabels"]));
        let expressions = items(at(term, &["labelSelector", "matchExpressions"]));
        let has = |key: &str, allowed: &dyn Fn(&str) -> bool| {
            own.iter().any(|(name, value)| {
                name == key && text_of(value).is_some_and(|text| allowed(&text))
            })
        };
        labels
            .iter()
            .all(|(key, value)| text_of(value).is_some_and(|text| has(key, &|own| own == text)))
            && expressions.iter().all(|expression| {
                let word = |key: &str| expression.get(key).and_then(text_of).unwrap_or_default();
                let values: Vec<String> = items(expression.get("values"))
                    .iter()
                    .filter_map(text_of)
                    .collect();
                let key = word("key");
                match word("operator").as_str() {
                    "In" => has(&key, &|own| values.iter().any(|value| value == own)),
                    "NotIn" => !has(&key, &|own| values.iter().any(|value| value == own)),
                    "Exists" => has(&key, &|_| true),
                    "DoesNotExist" => !has(&key, &|_| true),
                    _ => false,
                }
            })
            && !(labels.is_empty() && expressions.is_empty())
    };
    let is_host =
        |term: &Yaml| term.get("topologyKey").and_then(text_of).as_deref() == Some(HOSTNAME);
    let apart = items(at(
        pod,
        &[
            "affinity",
            "podAntiAffinity",
            "requiredDuringSchedulingIgnoredDuringExecution",
        ],
    ))
    .iter()
    .any(|term| is_host(term) && selects_own(term));
    let host_port = items(pod.get("containers")).iter().any(|container| {
        items(container.get("ports"))
            .iter()
            .any(|port| port.get("hostPort").is_some())
    });
    // An empty node can always be added, so that the skew counts from none.
    let skew = items(pod.get("topologySpreadConstraints"))
        .iter()
        .filter(|term| {
            let whether = term.get("whenUnsatisfiable").and_then(text_of);
            is_host(term) && whether.as_deref() != Some("ScheduleAnyway") && selects_own(term)
        })
        .filter_map(|term| text_of(term.get("maxSkew")?)?.parse::<u32>().ok())
        .min();
    let one = (apart || host_port).then_some(1);
    match (one, skew) {
        (Some(one), Some(skew)) => Some(one.min(skew)),
        (one, skew) => one.or(skew),
    }
}

/// What Karpenter's scheduler minds and this project does not.
fn not_modelled(pod: &Yaml, terms: usize) -> Vec<&'static str> {
    let affinity = |path: &[&str]| !items(at(pod, path)).is_empty();
    let spread = items(pod.get("topologySpreadConstraints"))
        .iter()
        .any(|term| term.get("topologyKey").and_then(text_of).as_deref() != Some(HOSTNAME));
    let claims = items(pod.get("volumes"))
        .iter()
        .any(|volume| volume.get("persistentVolumeClaim").is_some());
    [
        (terms > 1, "node affinity terms after the first"),
        (
            affinity(&[
                "affinity",
                "nodeAffinity",
                "preferredDuringSchedulingIgnoredDuringExecution",
            ]),
            "preferred node affinity",
        ),
        (
            at(pod, &["affinity", "podAffinity"]).is_some(),
            "affinity to other pods",
        ),
        (spread, "topology spread over zones"),
        (claims, "the zone of persistent volumes"),
    ]
    .into_iter()
    .filter_map(|(is_there, what)| is_there.then_some(what))
    .collect()
}

impl Kubelet {
    fn read(kubelet: &Yaml) -> Self {
        let whole = |key: &str| kubelet.get(key).and_then(quantity).map(|it| it.whole());
        let reserved = |map: &str, key: &str| at(kubelet, &[map, key]).and_then(quantity);
        let eviction = |signal: &str| {
            let text = text_of(at(kubelet, &["evictionHard", signal])?)?;
            match text.strip_suffix('%') {
                // Karpenter reads 100 % as no threshold.
                Some(percent) => percent.parse::<u64>().ok().map(|percent| {
                    Eviction::Thousandths(if percent >= 100 { 0 } else { percent * 10 })
                }),
                None => text
                    .parse::<Quantity>()
                    .ok()
                    .map(|amount| Eviction::Bytes(amount.whole())),
            }
        };
        let cpu = |map: &str| reserved(map, "cpu").map(|it| it.thousandths());
        let bytes = |map: &str, key: &str| reserved(map, key).map(|it| it.whole());
        Self {
            max_pods: whole("maxPods"),
            pods_per_core: whole("podsPerCore").filter(|count| *count > 0),
            kube_cpu: cpu("kubeReserved"),
            kube_memory: bytes("kubeReserved", "memory"),
            kube_storage: bytes("kubeReserved", "ephemeral-storage"),
            system_cpu: cpu("systemReserved").unwrap_or(0),
            system_memory: bytes("systemReserved", "memory").unwrap_or(0),
            system_storage: bytes("systemReserved", "ephemeral-storage").unwrap_or(0),
            memory_eviction: eviction("memory.available"),
            storage_eviction: eviction("nodefs.available"),
        }
    }
}

fn quantity(value: &Yaml) -> Option<Quantity> {
    text_of(value)?.parse().ok()
}
