//! What EC2's `DescribeInstanceTypes` says of a type, as cells of `instances.csv`. Units there:
//! MiB, decimal GB, Mbit/s for EBS, Gbit/s for network cards, GHz.

use serde_json::Value;

use crate::catalogue::type_name::TypeName;

/// Cells by column; what EC2 does not state is not among them.
pub type Cells = Vec<(&'static str, String)>;

/// Cuts the JSON into types: `{"InstanceTypes": […]}`, the list alone, or an object by name.
///
/// # Errors
/// Text that is none of them.
pub fn types(text: &str) -> Result<Vec<(String, Value)>, String> {
    let mut json: Value =
        serde_json::from_str(text).map_err(|error| format!("this is not JSON: {error}"))?;
    let listed = json
        .get_mut("InstanceTypes")
        .map(Value::take)
        .unwrap_or(json);
    let types: Vec<Value> = match listed {
        Value::Array(types) => types,
        Value::Object(types) => types.into_iter().map(|(_, one)| one).collect(),
        _ => Vec::new(),
    };
    if types.is_empty() {
        return Err("there are no InstanceTypes".to_owned());
    }
    types
        .into_iter()
        .map(
            |one| match one.get("InstanceType").and_then(Value::as_str) {
                Some(name) => Ok((name.to_owned(), one)),
                None => Err("an entry has no InstanceType".to_owned()),
            },
        )
        .collect()
}

/// The cells that EC2 states; none for a Mac and for a name that is not built like a type's.
pub fn cells(name: &str, json: &Value) -> Option<Cells> {
    let cut = TypeName::parse(name)?;
    let architectures = json
        .pointer("/ProcessorInfo/SupportedArchitectures")?
        .as_array()?;
    let supports = |word: &str| architectures.iter().any(|one| one == word);
    let arch = match (supports("arm64"), supports("x86_64")) {
        (true, _) => "arm64",
        (_, true) => "amd64",
        _ => return None,
    };
    let mut cells: Cells = vec![
        ("arch", arch.to_owned()),
        ("category", cut.category.to_owned()),
        ("family", cut.family.to_owned()),
        ("generation", cut.generation.to_owned()),
        ("size", cut.size.to_owned()),
        ("flex", cut.is_flex().to_string()),
    ];
    let mut add = |column: &'static str, value: Option<String>| {
        cells.extend(value.map(|value| (column, value)));
    };
    let whole = |at: &str| {
        json.pointer(at)
            .and_then(Value::as_u64)
            .map(|n| n.to_string())
    };
    let flag = |at: &str| {
        json.pointer(at)
            .and_then(Value::as_bool)
            .map(|is| is.to_string())
    };
    let word = |at: &str| json.pointer(at).and_then(Value::as_str).map(label);

    add("vcpu", whole("/VCpuInfo/DefaultVCpus"));
    add("threads_per_core", whole("/VCpuInfo/DefaultThreadsPerCore"));
    add("memory_mib", whole("/MemoryInfo/SizeInMiB"));
    add("burstable", flag("/BurstablePerformanceSupported"));
    add("bare_metal", flag("/BareMetal"));
    add("hypervisor", word("/Hypervisor"));
    add("cpu_manufacturer", word("/ProcessorInfo/Manufacturer"));
    let clock = json.pointer("/ProcessorInfo/SustainedClockSpeedInGhz");
    add(
        "cpu_clock_mhz",
        clock.and_then(thousandfold).map(|mhz| mhz.to_string()),
    );

    add("network_cards", whole("/NetworkInfo/MaximumNetworkCards"));
    add(
        "network_peak_mbps",
        network_peak(json).map(|peak| peak.to_string()),
    );
    add("max_pods", max_pods(json).map(|pods| pods.to_string()));

    let ebs = "/EbsInfo/EbsOptimizedInfo";
    add(
        "ebs_baseline_mbps",
        whole(&format!("{ebs}/BaselineBandwidthInMbps")),
    );
    // Karpenter labels only types that are EBS-optimised by themselves; a label that is not there
    // fails every bound.
    let optimised = json.pointer("/EbsInfo/EbsOptimizedSupport");
    if optimised.is_none_or(|support| support == "default") {
        add(
            "ebs_max_mbps",
            whole(&format!("{ebs}/MaximumBandwidthInMbps")),
        );
    }
    add("ebs_baseline_iops", whole(&format!("{ebs}/BaselineIops")));
    add("ebs_max_iops", whole(&format!("{ebs}/MaximumIops")));

    let nvme = json.pointer("/InstanceStorageInfo/NvmeSupport");
    if nvme.is_some_and(|support| support != "unsupported") {
        add("local_nvme_gb", whole("/InstanceStorageInfo/TotalSizeInGB"));
        add(
            "local_nvme_disks",
            disks(json).map(|disks| disks.to_string()),
        );
    }
    if json.pointer("/GpuInfo/Gpus/0").is_some() {
        add("gpu_name", word("/GpuInfo/Gpus/0/Name"));
        add("gpu_manufacturer", word("/GpuInfo/Gpus/0/Manufacturer"));
        add("gpu_count", whole("/GpuInfo/Gpus/0/Count"));
        add(
            "gpu_memory_mib",
            whole("/GpuInfo/Gpus/0/MemoryInfo/SizeInMiB"),
        );
    }
    for (list, manufacturer) in [
        ("/InferenceAcceleratorInfo/Accelerators/0", None),
        ("/NeuronInfo/NeuronDevices/0", Some("aws")),
    ] {
        if json.pointer(list).is_some() {
            add("accelerator_name", word(&format!("{list}/Name")));
            let said = word(&format!("{list}/Manufacturer"));
            add(
                "accelerator_manufacturer",
                said.or(manufacturer.map(str::to_owned)),
            );
            add("accelerator_count", whole(&format!("{list}/Count")));
            break;
        }
    }
    Some(cells)
}

/// A name as Karpenter's labels write it: small letters, hyphens for blanks.
fn label(text: &str) -> String {
    text.to_ascii_lowercase().replace(' ', "-")
}

/// GHz or Gbit/s as a whole number of MHz or Mbit/s.
fn thousandfold(number: &Value) -> Option<u64> {
    let number = number.as_f64()? * 1000.0;
    // Within f64's exact whole numbers, and not negative.
    (0.0..1e12).contains(&number).then(|| number.round() as u64)
}

/// Burst figure, summed over all cards; none if a card does not state it.
fn network_peak(json: &Value) -> Option<u64> {
    let cards = json.pointer("/NetworkInfo/NetworkCards")?.as_array()?;
    let peaks = cards
        .iter()
        .map(|card| card.get("PeakBandwidthInGbps").and_then(thousandfold));
    peaks.sum::<Option<u64>>().filter(|peak| *peak > 0)
}

/// The ENI formula: each interface of the card that nodes start with keeps one address to itself;
/// two pods use the host's network.
fn max_pods(json: &Value) -> Option<u64> {
    let card = json
        .pointer("/NetworkInfo/DefaultNetworkCardIndex")
        .and_then(Value::as_u64)
        .unwrap_or(0);
    let cards = json
        .pointer("/NetworkInfo/NetworkCards")
        .and_then(Value::as_array);
    let interfaces = cards
        .into_iter()
        .flatten()
        .find(|one| one.get("NetworkCardIndex").and_then(Value::as_u64) == Some(card))
        .and_then(|one| one.get("MaximumNetworkInterfaces"))
        .or_else(|| json.pointer("/NetworkInfo/MaximumNetworkInterfaces"))
        .and_then(Value::as_u64)?;
    let addresses = json
        .pointer("/NetworkInfo/Ipv4AddressesPerInterface")
        .and_then(Value::as_u64)?;
    interfaces
        .checked_mul(addresses.checked_sub(1)?)?
        .checked_add(2)
}

fn disks(json: &Value) -> Option<u64> {
    let disks = json.pointer("/InstanceStorageInfo/Disks")?.as_array()?;
    disks
        .iter()
        .map(|disk| disk.get("Count").and_then(Value::as_u64))
        .sum()
}
