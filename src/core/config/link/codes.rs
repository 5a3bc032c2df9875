//! The codes of the fields. Append-only: see the rules in the module's documentation.

use crate::core::config::Field;

/// What stands for a field in a link.
pub(super) struct Code {
    /// Two letters or digits.
    pub code: &'static str,
    /// The path that the field had when the row was added.
    pub path: &'static str,
    /// What version 1 means by a link without the code, as a control shows it.
    pub default: &'static str,
}

impl Code {
    /// The field as it is now; `None` if it went away.
    pub(super) fn field(&self) -> Option<&'static Field> {
        let path = MOVED
            .iter()
            .find(|(before, _)| *before == self.path)
            .map_or(self.path, |(_, now)| now);
        Field::find(path)
    }
}

/// Fields and what version 1 means by a link without their codes.
pub(in crate::core::config) fn first_defaults()
-> impl Iterator<Item = (&'static Field, &'static str)> {
    CODES
        .iter()
        .filter_map(|code| Some((code.field()?, code.default)))
}

const fn row(code: &'static str, path: &'static str, default: &'static str) -> Code {
    Code {
        code,
        path,
        default,
    }
}

/// New rows go to the end, and to the end of `tests/links/codes.txt`.
#[rustfmt::skip]
pub(super) const CODES: &[Code] = &[
    row("cn", "cluster.name", ""),
    row("cr", "cluster.region", "us-east-1"),
    row("ck", "cluster.kubernetes", "1.34"),
    row("cv", "cluster.karpenter", "1.14"),
    row("ci", "cluster.nodeRole", ""),
    row("cp", "cluster.instanceProfile", ""),
    row("cd", "cluster.discoveryTag", "karpenter.sh/discovery"),
    row("ce", "cluster.discoveryValue", ""),
    row("cs", "cluster.subnetIds", ""),
    row("cg", "cluster.securityGroupIds", ""),
    row("ca", "cluster.al2023Version", "v20260724"),
    row("cb", "cluster.bottlerocketVersion", "1.64.0"),
    row("ct", "cluster.tags", ""),
    row("ch", "placeholders", "wait"),
    row("ir", "image.reference", "763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:0.9-gpu-py312-ec2"),
    row("is", "image.compressedSize", "10757041023"),
    row("wn", "workload.name", "vllm"),
    row("ws", "workload.namespace", "default"),
    row("wr", "workload.replicas", "1"),
    row("wg", "workload.gpus", ""),
    row("wc", "workload.cpu", ""),
    row("wm", "workload.memory", ""),
    row("wx", "workload.command", "sleep"),
    row("wt", "workload.tolerations", ""),
    row("nn", "nodes.name", "soci-snapshotter"),
    row("na", "nodes.architecture", "amd64"),
    row("nc", "nodes.capacityTypes", "spot, on-demand"),
    row("nr", "nodes.capacityReservationIds", ""),
    row("ng", "nodes.categories", "c, m, r"),
    row("xg", "nodes.excludedCategories", ""),
    row("nf", "nodes.families", ""),
    row("xf", "nodes.excludedFamilies", ""),
    row("ns", "nodes.sizes", ""),
    row("xs", "nodes.excludedSizes", ""),
    row("nt", "nodes.types", ""),
    row("xt", "nodes.excludedTypes", ""),
    row("ne", "nodes.minGeneration", ""),
    row("nv", "nodes.minVcpu", ""),
    row("nm", "nodes.minMemory", ""),
    row("nb", "nodes.minEbsBandwidth", "8000"),
    row("nw", "nodes.minNetworkBandwidth", "8000"),
    row("np", "nodes.bandwidthIn", "affinity"),
    row("nl", "nodes.minLocalNvme", ""),
    row("nu", "nodes.gpuNames", ""),
    row("nq", "nodes.minGpuCount", ""),
    row("nz", "nodes.zones", ""),
    row("nk", "nodes.labels", ""),
    row("nd", "nodes.taints", ""),
    row("no", "nodes.consolidationPolicy", "WhenEmptyOrUnderutilized"),
    row("nh", "nodes.consolidateAfter", "5m"),
    row("ni", "nodes.budgets", ""),
    row("nj", "nodes.expireAfter", ""),
    row("xc", "nodes.cpuLimit", ""),
    row("xm", "nodes.memoryLimit", ""),
    row("nx", "nodes.weight", ""),
    row("cc", "comparison", "true"),
    row("vt", "storage.volume.volumeType", "gp3"),
    row("vs", "storage.volume.volumeSize", "100Gi"),
    row("vi", "storage.volume.iops", "3000"),
    row("vp", "storage.volume.throughput", "600"),
    row("vl", "storage.instanceStore", "raid0"),
    row("ve", "storage.volume.encrypted", "true"),
    row("vk", "storage.volume.kmsKeyID", ""),
    row("vd", "storage.volume.deleteOnTermination", "true"),
    row("vn", "storage.volume.snapshotID", ""),
    row("vr", "storage.volume.volumeInitializationRate", ""),
    row("ek", "engine.kind", "fast-image-pull"),
    row("ed", "engine.maxConcurrentDownloadsPerImage", "20"),
    row("eu", "engine.maxConcurrentUnpacksPerImage", "12"),
    row("ec", "engine.concurrentDownloadChunkSize", "16mb"),
    row("ex", "engine.discardUnpackedLayers", "true"),
    row("ef", "engine.maxConcurrentDownloads", "-1"),
    row("eg", "engine.maxConcurrentUnpacks", "-1"),
    row("et", "engine.tuning", "drop-in"),
    row("es", "engine.install.source", "pinned"),
    row("ev", "engine.install.sociVersion", ""),
    row("er", "engine.install.rootDir", "/var/lib/soci-snapshotter-grpc"),
    row("ep", "engine.install.decompressor", "/usr/bin/unpigz"),
    row("eo", "engine.install.distribution", "al2023"),
    row("iu", "image.unpackedSize", ""),
    row("iy", "image.largestLayer", ""),
    row("il", "image.layers", ""),
    row("we", "workload.ephemeralStorage", ""),
    row("pi", "costs.instanceType", ""),
    row("pr", "costs.price", ""),
    row("pd", "costs.discount", ""),
    row("ps", "costs.spotPercent", ""),
    row("pe", "costs.estimateMissing", "false"),
    row("pn", "costs.nodes", ""),
    row("pt", "costs.nodeStarts", ""),
    row("pv", "costs.provisioning", ""),
    row("pu", "costs.pullTime", ""),
    row("px", "costs.transferPrice", ""),
    row("pz", "costs.snapshotSize", ""),
    row("pf", "costs.fastRestoreZones", ""),
    row("ph", "costs.fastRestoreHours", ""),
    row("if", "image.ownFigures", ""),
    row("kf", "kept", ""),
    row("rd", "dismissed", ""),
    row("cm", "comments", "false"),
    row("qc", "nodes.daemonSetCpu", ""),
    row("qm", "nodes.daemonSetMemory", ""),
    row("qp", "nodes.daemonSetPods", ""),
    row("wk", "workload.kind", "deployment"),
    row("qg", "nodes.terminationGracePeriod", ""),
    row("qd", "nodes.detailedMonitoring", "unset"),
];

/// Fields that have another path now: the path in the table, and today's.
pub(super) const MOVED: &[(&str, &str)] = &[];
