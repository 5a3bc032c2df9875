//! What the command line takes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::overwrite::Allowed;

/// Generate Karpenter manifests and userData that turn on SOCI parallel pull.
#[derive(Debug, Parser)]
#[command(name = "soci-configurator", version, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 success, 1 findings of level error or missing required values, 2 unusable input, or output that cannot be written."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub task: Task,
}

#[derive(Debug, Subcommand)]
pub enum Task {
    /// Write the manifests: to standard output, into a directory or as a zip archive.
    #[command(after_help = "Examples:
  soci-configurator generate --set cluster.name=demo --set cluster.nodeRole=KarpenterNodeRole-demo | kubectl apply -f -
  soci-configurator generate --config config.yaml --out manifests
  soci-configurator generate --preset bottlerocket --set placeholders=envsubst | envsubst '${CLUSTER_NAME} ${KARPENTER_NODE_IAM_ROLE_NAME}' | kubectl apply -f -")]
    Generate {
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        target: Target,
    },
    /// Check a Config, or files containing manifests, userData or a Config; print one finding per line.
    #[command(after_help = "Examples:
  soci-configurator check --config config.yaml
  soci-configurator check nodeclass.yaml nodepool.yaml --set cluster.karpenter=1.8
  kubectl get ec2nodeclasses,nodepools -o yaml | soci-configurator check - --format sarif
  soci-configurator check config.yaml --fix")]
    Check(Check),
    /// Create a Config from existing manifests and userData, and report what was recognised and preserved.
    #[command(after_help = "Examples:
  soci-configurator import nodeclass.yaml nodepool.yaml deployment.yaml > config.yaml
  kubectl get ec2nodeclasses,nodepools -o yaml | soci-configurator import - --recommended --out soci
  soci-configurator import userdata.txt --format json")]
    Import(Import),
    /// List eligible instance types, or excluded ones with the requirement that excludes them.
    #[command(after_help = "Examples:
  soci-configurator instances --preset recommended --sort price
  soci-configurator instances --set nodes.categories=g,p --filter 'vcpu>=8 gpu=l4,l40s price<2' --sort -ebs
  soci-configurator instances --config config.yaml --excluded --filter g6.xlarge")]
    Instances(Instances),
    /// Explain a rule, a line of the files, or the changes since the original blueprint.
    #[command(after_help = "Examples:
  soci-configurator explain slow-volume
  soci-configurator explain soci-snapshotter.yaml:21 --config config.yaml
  soci-configurator explain userdata.txt --preset original-blueprint
  soci-configurator explain blueprint --format json")]
    Explain(Explain),
    /// Read measured pulls from events and logs, compare SOCI with the baseline, and show why pulls failed or waited.
    #[command(after_help = "Examples:
  kubectl get events -o json | soci-configurator events -
  kubectl describe pods > events.txt; soci-configurator events events.txt --format json
  soci-configurator events events.txt --config config.yaml --instance m6i.8xlarge --write-config own.yaml")]
    Events(Events),
    /// Generate a benchmark for your cluster: NodePools, Jobs and a kubectl script that runs every engine and disk variant, collects the results and cleans up. Without --out: show the plan and its cost.
    #[command(after_help = "Examples:
  soci-configurator measure --config config.yaml
  soci-configurator measure --config config.yaml --engine own,stock,containerd-parallel --repeats 5 --out measure
  soci-configurator measure --preset vllm-gpu --instance g6.4xlarge --engine own --disk 'gp3 3000/600,nvme'")]
    Measure(Measure),
    /// Show node costs: every line with its formula, totals per hour, per month and per start.
    #[command(after_help = "Examples:
  soci-configurator cost --preset recommended
  soci-configurator cost --config config.yaml --set costs.instanceType=m6i.8xlarge --set costs.nodes=40
  soci-configurator cost --set cluster.region=mx-central-1 --set costs.estimateMissing=true --format json")]
    Cost(Cost),
    /// Compare pull time and cost of EBS volumes and local NVMe on the launched type.
    #[command(after_help = "Examples:
  soci-configurator storage --preset vllm-gpu
  soci-configurator storage --config config.yaml --instance g6.xlarge --format json")]
    Storage(Storage),
    /// Show which nodes Karpenter launches for the workload: how many, of which type, and why.
    #[command(after_help = "Examples:
  soci-configurator launch --preset vllm-gpu
  soci-configurator launch --config config.yaml --set workload.replicas=20 --set workload.cpu=3 --format json")]
    Launch(Launch),
    /// Estimate the pull time as a range, and name the bottleneck, on the launched type.
    #[command(after_help = "Examples:
  soci-configurator estimate --preset bottlerocket
  soci-configurator estimate --config config.yaml --instance m6i.8xlarge
  soci-configurator estimate --preset auto-mode --all-types
  soci-configurator estimate --set image.compressedSize=11.6GB --set image.largestLayer=41 --set nodes.categories=g --format json")]
    Estimate(Estimate),
    /// Compare every engine the cluster can use, each on the node it gets, and recommend SOCI or containerd's own parallel pull, with reasons.
    #[command(after_help = "Examples:
  soci-configurator engines --preset vllm-gpu
  soci-configurator engines --config config.yaml --instance g6.xlarge --format json")]
    Engines(Engines),
    /// Compare two Configs, each on the type Karpenter launches for it: numbers with their differences, settings, and lines of the files.
    #[command(after_help = "Examples:
  soci-configurator compare --preset vllm-gpu --with auto-mode
  soci-configurator compare --config config.yaml --with-set storage.instanceStore=unused
  soci-configurator compare --config mine.yaml --with theirs.yaml --instance m6i.8xlarge --format json")]
    Compare(Compare),
    /// Find the exact Pareto frontier of pull time and cost: engines, limits and volumes on the launched type, or on others together with the NodePool change that makes Karpenter launch them.
    #[command(after_help = "Examples:
  soci-configurator frontier --preset vllm-gpu
  soci-configurator frontier --preset vllm-gpu --all-types
  soci-configurator frontier --config config.yaml --outside-pool --per-start --format json")]
    Frontier(Frontier),
    /// Find the cheapest settings that meet a target, or the reason none do.
    #[command(after_help = "Examples:
  soci-configurator target --within 60s --preset recommended
  soci-configurator target --within 45s --all-types --preset recommended
  soci-configurator target --within 60s --at-most 2 --outside-pool --write-config fast.yaml")]
    Target(Goal),
    /// Print a link that opens these settings in the page.
    #[command(after_help = "Examples:
  soci-configurator link --config config.yaml --base https://example.org/soci/
  soci-configurator link --preset bottlerocket --set storage.volume.throughput=750")]
    Link {
        #[command(flatten)]
        input: Input,
        /// Base URL of the page; if omitted, only the fragment is printed.
        #[arg(long, value_name = "URL")]
        base: Option<String>,
        /// Leave out names and IDs: cluster, role, instance profile, discovery tag, subnets,
        /// security groups, tags, reservations, KMS key, snapshot, label values, preserved fields, account IDs, reasons of dismissed findings, your own prices and discount.
        #[arg(long)]
        without_names: bool,
    },
    /// List the presets and who each is for.
    Presets,
    /// List images with a published size, with date and source.
    Images,
    /// List every field: path, allowed values and purpose.
    Fields,
    /// Print the JSON Schema of the Config file.
    Schema,
}

/// Where the Config comes from.
#[derive(Debug, Args)]
pub struct Input {
    /// Start from this preset instead of the defaults.
    #[arg(long, value_name = "NAME", conflicts_with = "config")]
    pub preset: Option<String>,
    /// Read this Config file, or a file that contains a link; - for standard input.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Use the layers of this manifest, as printed by crane, skopeo, docker or aws ecr; - for standard input.
    #[arg(long, value_name = "FILE")]
    pub image_manifest: Option<PathBuf>,
    /// Platform to select from an image index, such as linux/arm64; defaults to the nodes' platform.
    #[arg(long, value_name = "OS/ARCH", requires = "image_manifest")]
    pub platform: Option<String>,
    /// Use the published size and layers of image.reference; `images` lists known images.
    #[arg(long, conflicts_with = "image_manifest")]
    pub published_size: bool,
    /// Start from a page link or its fragment.
    #[arg(long, value_name = "LINK", conflicts_with_all = ["config", "preset"])]
    pub link: Option<String>,
    /// Set a field; repeatable. Separate list items with commas, pairs and budgets with line feeds; an empty value clears the field.
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
}

/// What is explained, and how that is printed.
#[derive(Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    pub input: Input,
    /// A rule id; FILE:LINE or FILE of the generated files; or blueprint.
    #[arg(value_name = "RULE|FILE:LINE|blueprint")]
    pub topic: String,
    /// How the explanation is printed.
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    pub format: OutputFormat,
}

/// Which type the numbers are about.
#[derive(Debug, Clone, Default, Args)]
pub struct View {
    /// Use this instance type, eligible or not, instead of the one Karpenter most likely launches.
    #[arg(long, value_name = "TYPE", conflicts_with = "all_types")]
    pub instance: Option<String>,
    /// Show the spread over all eligible types.
    #[arg(long)]
    pub all_types: bool,
}

/// Whose storage is weighed, and how that is printed.
#[derive(Debug, Args)]
pub struct Storage {
    #[command(flatten)]
    pub input: Input,
    /// Use this instance type, eligible or not, instead of the one Karpenter most likely launches.
    #[arg(long, value_name = "TYPE")]
    pub instance: Option<String>,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    pub format: OutputFormat,
}

/// Whose launch is told, and how that is printed.
#[derive(Debug, Args)]
pub struct Launch {
    #[command(flatten)]
    pub input: Input,
    /// How the launch is printed.
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    pub format: OutputFormat,
}

/// Whose pull is estimated, and how that is printed.
#[derive(Debug, Args)]
pub struct Estimate {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub view: View,
    /// How the estimate is printed.
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    pub format: OutputFormat,
}

/// Whose engines are compared, and how that is printed.
#[derive(Debug, Args)]
pub struct Engines {
    #[command(flatten)]
    pub input: Input,
    /// Use this instance type for all engines, instead of the one Karpenter launches for each.
    #[arg(long, value_name = "TYPE")]
    pub instance: Option<String>,
    /// How the comparison is printed.
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    pub format: OutputFormat,
}

/// What is compared, and how that is printed.
#[derive(Debug, Args)]
pub struct Compare {
    /// The first side.
    #[command(flatten)]
    pub input: Input,
    /// The other side: a preset, a Config file, or a link; - for standard input. Defaults to the first side if only --with-set is given.
    #[arg(
        long,
        value_name = "PRESET|FILE|LINK",
        required_unless_present = "with_set"
    )]
    pub with: Option<String>,
    /// Set a field of the other side; repeatable.
    #[arg(long, value_name = "PATH=VALUE")]
    pub with_set: Vec<String>,
    /// Use this instance type for both sides, instead of the one Karpenter launches for each.
    #[arg(long, value_name = "TYPE")]
    pub instance: Option<String>,
    /// How the comparison is printed.
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    pub format: OutputFormat,
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// Columns for reading.
    Table,
    /// One JSON object; null is unknown, amounts of money are whole micro-dollars.
    Json,
}

/// What is checked, and how findings are printed.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub input: Input,
    /// Manifests, userData or a Config file, also embedded (Terraform, Markdown, scripts, charts, patches, eksctl, launch templates); directories and patterns; - for standard input.
    #[arg(value_name = "FILE", conflicts_with_all = ["config", "link", "image_manifest"])]
    pub files: Vec<PathBuf>,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Apply the fixes to the Config file in place, changing only the affected values.
    #[arg(long, requires = "files")]
    pub fix: bool,
    /// With --fix: rewrite the whole file, without its comments and in this tool's order.
    #[arg(long, requires = "fix")]
    pub rewrite: bool,
}

/// What is imported, and where the Config goes.
#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    pub input: Input,
    /// Manifests and userData, also embedded in other files; directories and patterns; - for standard input.
    #[arg(value_name = "FILE", required = true, conflicts_with_all = ["config", "link", "image_manifest"])]
    pub files: Vec<PathBuf>,
    /// Write config.yaml into this directory, created if missing; - for standard output, the default.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Drop preserved fields that override settings, and apply every fix.
    #[arg(long)]
    pub recommended: bool,
    #[command(flatten)]
    pub overwrite: Overwrite,
    /// Report format: text lines, or one JSON object instead of the Config.
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    pub format: OutputFormat,
}

/// Which instance types are listed, and how.
#[derive(Debug, Args)]
pub struct Instances {
    #[command(flatten)]
    pub input: Input,
    /// List excluded types, each with the first condition that excludes it.
    #[arg(long)]
    pub excluded: bool,
    /// Words and comparisons that must all match: 'g6 vcpu>=8 nvme>0 price<2 gpu=l4'.
    #[arg(
        long,
        value_name = "FILTER",
        default_value = "",
        hide_default_value = true
    )]
    pub filter: String,
    /// Sort by this column; prefix it with - for largest first. Unknown is last.
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// How the list is printed.
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub format: TableFormat,
}

/// What is priced, and how it is printed.
#[derive(Debug, Args)]
pub struct Cost {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub view: View,
    /// How costs are printed.
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    pub format: OutputFormat,
}

/// How a table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Columns for reading.
    Table,
    /// One JSON object; null is unknown.
    Json,
    /// Every column, one type per line; an empty cell is unknown.
    Csv,
}

/// What is measured, and where the files go.
#[derive(Debug, Args)]
pub struct Measure {
    #[command(flatten)]
    pub input: Input,
    /// Engines, separated by commas: their names, own for the one in the settings, stock for stock containerd on the same system.
    #[arg(
        long,
        value_name = "ENGINES",
        value_delimiter = ',',
        default_value = "own,stock"
    )]
    pub engine: Vec<String>,
    /// Disks, separated by commas, as storage prints them: 'gp3 16000/1000', 'io2 4000', nvme; own for the one in the settings.
    #[arg(
        long,
        value_name = "DISKS",
        value_delimiter = ',',
        default_value = "own"
    )]
    pub disk: Vec<String>,
    /// Use this instance type, instead of the one Karpenter most likely launches.
    #[arg(long, value_name = "TYPE")]
    pub instance: Option<String>,
    /// Runs per engine and disk.
    #[arg(long, value_name = "COUNT", default_value_t = 3)]
    pub repeats: u32,
    /// Name of the measurement; part of the names of everything it creates, and of its file.
    #[arg(long, value_name = "NAME", default_value = "pulls")]
    pub name: String,
    /// Write all files into this directory, created if missing.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub overwrite: Overwrite,
    /// How the plan is printed.
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    pub format: OutputFormat,
}

/// Which events are read, and how pulls are printed.
#[derive(Debug, Args)]
pub struct Events {
    /// Output of kubectl describe pod, kubectl get events or journalctl, also as JSON, YAML or CSV, or the file written by measure.sh; - for standard input.
    pub file: PathBuf,
    /// Pods whose name contains this ran on SOCI nodes, the others did not; repeatable. Defaults to soci.
    #[arg(long, value_name = "TEXT")]
    pub soci: Vec<String>,
    /// Show the predicted time next to each pull, and the model figures fitted to these pulls; for nodes of this type with the settings (--preset, --config, --set).
    #[arg(long, value_name = "TYPE")]
    pub instance: Option<String>,
    #[command(flatten)]
    pub input: Input,
    /// Write the Config with the fitted figures into this file; needs --instance, unless the input was written by measure.sh.
    #[arg(long, value_name = "FILE")]
    pub write_config: Option<PathBuf>,
    /// Overwrite a file not created by this tool, or a symbolic link.
    #[arg(long, requires = "write_config")]
    pub force: bool,
    /// How pulls are printed.
    #[arg(long, value_enum, default_value_t = PullsFormat::Table)]
    pub format: PullsFormat,
}

/// How pulls are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PullsFormat {
    /// Columns for reading.
    Table,
    /// One JSON object; null is unknown.
    Json,
    /// Anonymised CSV for submission (times, sizes, versions); only for files written by measure.sh.
    Submission,
}

/// Where the files go, and what may be in their way.
#[derive(Debug, Args)]
pub struct Target {
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub overwrite: Overwrite,
}

/// What may be written over, beside what this tool wrote.
#[derive(Debug, Args)]
pub struct Overwrite {
    /// Overwrite files not created by this tool, files edited since it wrote them, and symbolic links.
    #[arg(long)]
    pub force: bool,
    /// Remove files of an earlier run that are no longer part of the set; edited ones only with --force.
    #[arg(long, requires = "out")]
    pub prune: bool,
}

impl Overwrite {
    /// The same, as files are written.
    pub const fn allowed(&self) -> Allowed {
        Allowed {
            force: self.force,
            prune: self.prune,
        }
    }
}

/// Where the files go.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct Place {
    /// Write all files into this directory, created if missing.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write all files as one zip archive; - for standard output.
    #[arg(long, value_name = "FILE")]
    pub zip: Option<PathBuf>,
    /// Write the manifests for kubectl to standard output, as one YAML stream; the default.
    #[arg(value_name = "-", value_parser = ["-"], hide_possible_values = true)]
    pub stdout: Option<String>,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// error[rule-id] path: message, with file:line: before it for files
    Text,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0, for code review.
    Sarif,
}

/// What is searched, and how it is printed.
#[derive(Debug, Args)]
pub struct Frontier {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub view: View,
    /// Include all types on which the pod fits, whatever the NodePool says.
    #[arg(long, conflicts_with_all = ["instance", "all_types"])]
    pub outside_pool: bool,
    /// Use the cost per node start instead of per hour.
    #[arg(long)]
    pub per_start: bool,
    /// How the points are printed.
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    pub format: OutputFormat,
}

/// What is wanted.
#[derive(Debug, Args)]
pub struct Goal {
    #[command(flatten)]
    pub frontier: Frontier,
    /// Maximum pull time, such as 45s or 1m30s.
    #[arg(long, value_name = "TIME")]
    pub within: Option<String>,
    /// Maximum cost per node in dollars per hour (per start with --per-start).
    #[arg(long, value_name = "DOLLARS")]
    pub at_most: Option<String>,
    /// Write the Config that meets the target to this file.
    #[arg(long, value_name = "FILE")]
    pub write_config: Option<PathBuf>,
    /// Overwrite a file not created by this tool, or a symbolic link.
    #[arg(long, requires = "write_config")]
    pub force: bool,
}
