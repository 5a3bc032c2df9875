//! Karpenter's rules once more, written down as slowly and plainly as can be, to compare with.

use std::collections::BTreeSet;

use soci_configurator::core::{Instance, Operator, Requirement};

/// The values that a set of requirements on one key leaves, over all values there could be: every
/// value that a type has or that a requirement names.
fn left<'a>(requirements: &[&Requirement], universe: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    universe
        .iter()
        .copied()
        .filter(|value| {
            requirements
                .iter()
                .all(|requirement| allows(requirement, value))
        })
        .collect()
}

fn allows(requirement: &Requirement, value: &str) -> bool {
    let listed = requirement.values.iter().any(|other| other == value);
    let bound = || requirement.values[0].parse::<i64>().expect("a number");
    let number = value.parse::<i64>().ok();
    match requirement.operator {
        Operator::In => listed,
        Operator::NotIn => !listed,
        Operator::Exists => true,
        Operator::DoesNotExist => false,
        Operator::Gt => number.is_some_and(|number| number > bound()),
        Operator::Lt => number.is_some_and(|number| number < bound()),
        Operator::Gte => number.is_some_and(|number| number >= bound()),
        Operator::Lte => number.is_some_and(|number| number <= bound()),
    }
}

/// Whether all of one side's requirements on a key let a type without it through: as Karpenter
/// reads what they come to, `NotIn` and `DoesNotExist` do, `In`, `Exists` and a bound do not.
fn reads_as_absent(requirements: &[&Requirement]) -> bool {
    let closed = requirements
        .iter()
        .any(|it| matches!(it.operator, Operator::In | Operator::DoesNotExist));
    let mut least = i64::MIN;
    let mut most = i64::MAX;
    for requirement in requirements {
        let bound = || requirement.values[0].parse::<i64>().expect("a number");
        match requirement.operator {
            Operator::Gt => least = least.max(bound() + 1),
            Operator::Gte => least = least.max(bound()),
            Operator::Lt => most = most.min(bound() - 1),
            Operator::Lte => most = most.min(bound()),
            _ => {}
        }
    }
    if least > most {
        return true;
    }
    if closed {
        // A list that comes to nothing reads as DoesNotExist.
        let named: BTreeSet<&str> = requirements
            .iter()
            .filter(|it| it.operator == Operator::In)
            .flat_map(|it| it.values.iter().map(String::as_str))
            .collect();
        return left(requirements, &named).is_empty();
    }
    // An exception within the bounds makes it NotIn.
    requirements
        .iter()
        .filter(|it| it.operator == Operator::NotIn)
        .flat_map(|it| &it.values)
        .any(|value| {
            let bounded = least != i64::MIN || most != i64::MAX;
            !bounded
                || value
                    .parse::<i64>()
                    .is_ok_and(|number| (least..=most).contains(&number))
        })
}

/// Whether a type may be launched.
pub fn admits(node_pool: &[Requirement], workload: &[Requirement], instance: &Instance) -> bool {
    let all = || node_pool.iter().chain(workload);
    let keys: BTreeSet<&str> = all().map(|requirement| requirement.key.as_str()).collect();
    keys.into_iter().all(|key| {
        let Some(label) = label(instance, key) else {
            return true;
        };
        let of = |side: &[Requirement]| -> Vec<Requirement> {
            side.iter().filter(|it| it.key == key).cloned().collect()
        };
        let (pool, pod) = (of(node_pool), of(workload));
        let pool: Vec<&Requirement> = pool.iter().collect();
        let pod: Vec<&Requirement> = pod.iter().collect();
        let both: Vec<&Requirement> = pool.iter().chain(&pod).copied().collect();
        match label {
            Some(value) => both.iter().all(|it| allows(it, &value)),
            None if pool.is_empty() || pod.is_empty() => reads_as_absent(&both),
            None if have_common(&pool, &pod) => reads_as_absent(&both),
            None => reads_as_absent(&pool) && reads_as_absent(&pod),
        }
    })
}

/// Whether some value, thinkable or named, is allowed by both sides.
fn have_common(pool: &[&Requirement], pod: &[&Requirement]) -> bool {
    let both: Vec<&Requirement> = pool.iter().chain(pod).copied().collect();
    let mut thinkable: Vec<String> = both.iter().flat_map(|it| it.values.clone()).collect();
    thinkable.push("something-else".to_owned());
    for requirement in &both {
        if let Some(bound) = requirement
            .values
            .first()
            .and_then(|it| it.parse::<i64>().ok())
        {
            thinkable.extend((-300..300).map(|step| (bound + step).to_string()));
        }
    }
    let universe: BTreeSet<&str> = thinkable.iter().map(String::as_str).collect();
    !left(&both, &universe).is_empty()
}

/// Nothing for a key that no type decides; else what the type has there.
fn label(instance: &Instance, key: &str) -> Option<Option<String>> {
    let number = |value: Option<u32>| Some(value.map(|value| value.to_string()));
    let word = |value: &str| Some(Some(value.to_owned()));
    match key {
        "kubernetes.io/arch" => word(instance.architecture.as_str()),
        "kubernetes.io/os" => word("linux"),
        "node.kubernetes.io/instance-type" => word(instance.name),
        _ => match key.rsplit_once("/instance-")?.1 {
            "category" => word(instance.category),
            "family" => word(instance.family),
            "size" => word(instance.size),
            "generation" => number(instance.generation),
            "cpu" => number(Some(instance.vcpu)),
            "memory" => number(Some(instance.memory.to_mebibytes())),
            "ebs-bandwidth" => number(instance.ebs.maximum.map(|rate| rate.to_megabits())),
            "network-bandwidth" => number(instance.network.baseline.map(|rate| rate.to_megabits())),
            "local-nvme" => {
                let bytes = instance.local_store.map(|store| store.capacity.to_bytes());
                Some(bytes.map(|bytes| (bytes / 1_000_000_000).to_string()))
            }
            "gpu-name" => Some(instance.gpu.map(|gpu| gpu.name.to_owned())),
            "gpu-count" => number(instance.gpu.map(|gpu| gpu.count)),
            "hypervisor" => word(instance.hypervisor.unwrap_or("")),
            _ => None,
        },
    }
}
