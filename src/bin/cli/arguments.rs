//! What the command line takes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::overwrite::Allowed;

/// Karpenter manifests and userData that switch SOCI parallel image pull on.
#[derive(Debug, Parser)]
#[command(name = "soci-configurator", version, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 fine, 1 findings of level error or required values missing, 2 unusable input, or output that cannot be written."
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
    /// Say what is wrong, unwise or missing, one finding a line: of a Config, or of files that
    /// hold manifests, userData or a Config.
    #[command(after_help = "Examples:
  soci-configurator check --config config.yaml
  soci-configurator check nodeclass.yaml nodepool.yaml --set cluster.karpenter=1.8
  kubectl get ec2nodeclasses,nodepools -o yaml | soci-configurator check - --format sarif
  soci-configurator check config.yaml --fix")]
    Check(Check),
    /// Make a Config of existing manifests and userData, and say what was recognised and kept.
    #[command(after_help = "Examples:
  soci-configurator import nodeclass.yaml nodepool.yaml deployment.yaml > config.yaml
  kubectl get ec2nodeclasses,nodepools -o yaml | soci-configurator import - --recommended --out soci
  soci-configurator import userdata.txt --format json")]
    Import(Import),
    /// List the instance types that are admitted, or those that are left out and by what.
    #[command(after_help = "Examples:
  soci-configurator instances --preset recommended --sort price
  soci-configurator instances --set nodes.categories=g,p --filter 'vcpu>=8 gpu=l4,l40s price<2' --sort -ebs
  soci-configurator instances --config config.yaml --excluded --filter g6.xlarge")]
    Instances(Instances),
    /// Explain a rule, a line of the files, or what changed since the original blueprint.
    #[command(after_help = "Examples:
  soci-configurator explain slow-volume
  soci-configurator explain soci-snapshotter.yaml:21 --config config.yaml
  soci-configurator explain userdata.txt --preset original-blueprint
  soci-configurator explain blueprint --format json")]
    Explain(Explain),
    /// Read measured pulls from events and logs, compare SOCI with the baseline, and say why pulls
    /// failed or waited.
    #[command(after_help = "Examples:
  kubectl get events -o json | soci-configurator events -
  kubectl describe pods > events.txt; soci-configurator events events.txt --format json
  soci-configurator events events.txt --config config.yaml --instance m6i.8xlarge --write-config own.yaml")]
    Events(Events),
    /// Write what measures the pulls on your own cluster, engines and disks beside each other: NodePools,
    /// Jobs, and a script of kubectl that runs them, collects what came of it and deletes everything.
    /// Without --out: say what would be run and what it costs.
    #[command(after_help = "Examples:
  soci-configurator measure --config config.yaml
  soci-configurator measure --config config.yaml --engine own,stock,containerd-parallel --repeats 5 --out measure
  soci-configurator measure --preset vllm-gpu --instance g6.4xlarge --engine own --disk 'gp3 3000/600,nvme'")]
    Measure(Measure),
    /// Say what the nodes cost: every line with its formula, totals by the hour, month and start.
    #[command(after_help = "Examples:
  soci-configurator cost --preset recommended
  soci-configurator cost --config config.yaml --set costs.instanceType=m6i.8xlarge --set costs.nodes=40
  soci-configurator cost --set cluster.region=mx-central-1 --set costs.estimateMissing=true --format json")]
    Cost(Cost),
    /// Say whether the disk is worth its price: pull time and cost of the volumes to choose from and
    /// of NVMe, on the node that comes.
    #[command(after_help = "Examples:
  soci-configurator storage --preset vllm-gpu
  soci-configurator storage --config config.yaml --instance g6.xlarge --format json")]
    Storage(Storage),
    /// Say which nodes Karpenter launches for the workload: how many, of which type, and why.
    #[command(after_help = "Examples:
  soci-configurator launch --preset vllm-gpu
  soci-configurator launch --config config.yaml --set workload.replicas=20 --set workload.cpu=3 --format json")]
    Launch(Launch),
    /// Estimate how long the image's pull takes on the node that comes, as a range, and what holds it up.
    #[command(after_help = "Examples:
  soci-configurator estimate --preset bottlerocket
  soci-configurator estimate --config config.yaml --instance m6i.8xlarge
  soci-configurator estimate --preset auto-mode --all-types
  soci-configurator estimate --set image.compressedSize=11.6GB --set image.largestLayer=41 --set nodes.categories=g --format json")]
    Estimate(Estimate),
    /// Compare every engine that the cluster can use, on the node that it gets with each, and say
    /// whether SOCI or containerd's own parallel pull is the better one, with reasons.
    #[command(after_help = "Examples:
  soci-configurator engines --preset vllm-gpu
  soci-configurator engines --config config.yaml --instance g6.xlarge --format json")]
    Engines(Engines),
    /// Set two Configs side by side, each about the type that Karpenter launches for it: numbers with
    /// their differences, settings, and lines of the files.
    #[command(after_help = "Examples:
  soci-configurator compare --preset vllm-gpu --with auto-mode
  soci-configurator compare --config config.yaml --with-set storage.instanceStore=unused
  soci-configurator compare --config mine.yaml --with theirs.yaml --instance m6i.8xlarge --format json")]
    Compare(Compare),
    /// Find the exact frontier of pull time against cost: engines, limits and volumes on the type that
    /// comes, or on others, each with what makes Karpenter launch it.
    #[command(after_help = "Examples:
  soci-configurator frontier --preset vllm-gpu
  soci-configurator frontier --preset vllm-gpu --all-types
  soci-configurator frontier --config config.yaml --outside-pool --per-start --format json")]
    Frontier(Frontier),
    /// Find the cheapest setting that meets a target, or what makes it impossible.
    #[command(after_help = "Examples:
  soci-configurator target --within 60s --preset recommended
  soci-configurator target --within 45s --all-types --preset recommended
  soci-configurator target --within 60s --at-most 2 --outside-pool --write-config fast.yaml")]
    Target(Goal),
    /// Print the link that opens these settings in the page.
    #[command(after_help = "Examples:
  soci-configurator link --config config.yaml --base https://example.org/soci/
  soci-configurator link --preset bottlerocket --set storage.volume.throughput=750")]
    Link {
        #[command(flatten)]
        input: Input,
        /// Address of the page; without it, only what stands behind its address is printed.
        #[arg(long, value_name = "URL")]
        base: Option<String>,
        /// Leave out names and ids: cluster, role, instance profile, discovery tag, subnets,
        /// security groups, tags, reservations, KMS key, snapshot, labels' values, what is kept
        /// from files, account ids, reasons of dismissed findings, your own prices and discount.
        #[arg(long)]
        without_names: bool,
    },
    /// List the presets and who each is for.
    Presets,
    /// List the images of which a size was published, with day and source.
    Images,
    /// List every field: path, values that are allowed, and what it decides.
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
    /// Read this Config file, or a file that holds a link; - for standard input.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Take the layers from this manifest, as crane, skopeo, docker or aws ecr print it; - for
    /// standard input.
    #[arg(long, value_name = "FILE")]
    pub image_manifest: Option<PathBuf>,
    /// Platform to take of an index, such as linux/arm64; the nodes' own if not given.
    #[arg(long, value_name = "OS/ARCH", requires = "image_manifest")]
    pub platform: Option<String>,
    /// Take size and layers of image.reference as they were published; images lists what is known.
    #[arg(long, conflicts_with = "image_manifest")]
    pub published_size: bool,
    /// Start from a link of the page, or from what stands behind its #.
    #[arg(long, value_name = "LINK", conflicts_with_all = ["config", "preset"])]
    pub link: Option<String>,
    /// Set a field; may be given often. Separate a list by commas, pairs and budgets by line
    /// feeds; leave the value out to empty a field.
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
}

/// What is explained, and how that is printed.
#[derive(Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    pub input: Input,
    /// A rule's id; FILE:LINE or FILE of the files that the settings make; or blueprint.
    #[arg(value_name = "RULE|FILE:LINE|blueprint")]
    pub topic: String,
    /// How the explanation is printed.
    #[arg(long, value_enum, default_value_t = EstimateFormat::Table)]
    pub format: EstimateFormat,
}

/// Which type the numbers are about.
#[derive(Debug, Clone, Default, Args)]
pub struct View {
    /// About this instance type, admitted or not, instead of the one that Karpenter most likely
    /// launches.
    #[arg(long, value_name = "TYPE", conflicts_with = "all_types")]
    pub instance: Option<String>,
    /// Over all eligible types: a spread.
    #[arg(long)]
    pub all_types: bool,
}

/// Whose storage is weighed, and how that is printed.
#[derive(Debug, Args)]
pub struct Storage {
    #[command(flatten)]
    pub input: Input,
    /// On this instance type, admitted or not, instead of the one that Karpenter most likely
    /// launches.
    #[arg(long, value_name = "TYPE")]
    pub instance: Option<String>,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value_t = EstimateFormat::Table)]
    pub format: EstimateFormat,
}

/// Whose launch is told, and how that is printed.
#[derive(Debug, Args)]
pub struct Launch {
    #[command(flatten)]
    pub input: Input,
    /// How the launch is printed.
    #[arg(long, value_enum, default_value_t = EstimateFormat::Table)]
    pub format: EstimateFormat,
}

/// Whose pull is estimated, and how that is printed.
#[derive(Debug, Args)]
pub struct Estimate {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub view: View,
    /// How the estimate is printed.
    #[arg(long, value_enum, default_value_t = EstimateFormat::Table)]
    pub format: EstimateFormat,
}

/// Whose engines are compared, and how that is printed.
#[derive(Debug, Args)]
pub struct Engines {
    #[command(flatten)]
    pub input: Input,
    /// All on this instance type, instead of each on the one that Karpenter launches.
    #[arg(long, value_name = "TYPE")]
    pub instance: Option<String>,
    /// How the comparison is printed.
    #[arg(long, value_enum, default_value_t = EstimateFormat::Table)]
    pub format: EstimateFormat,
}

/// What is compared, and how that is printed.
#[derive(Debug, Args)]
pub struct Compare {
    /// The first side.
    #[command(flatten)]
    pub input: Input,
    /// The other side: a preset, a Config file, or a link; - for standard input. The first side, if
    /// only --with-set is given.
    #[arg(
        long,
        value_name = "PRESET|FILE|LINK",
        required_unless_present = "with_set"
    )]
    pub with: Option<String>,
    /// Set a field of the other side; may be given often.
    #[arg(long, value_name = "PATH=VALUE")]
    pub with_set: Vec<String>,
    /// Both sides about this instance type, instead of each about the one that Karpenter launches.
    #[arg(long, value_name = "TYPE")]
    pub instance: Option<String>,
    /// How the comparison is printed.
    #[arg(long, value_enum, default_value_t = EstimateFormat::Table)]
    pub format: EstimateFormat,
}

/// How an estimate is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EstimateFormat {
    /// Columns of text.
    Table,
    /// One JSON object.
    Json,
}

/// What is checked, and how findings are printed.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub input: Input,
    /// Manifests, userData or a Config file, in whatever holds them (Terraform, Markdown, scripts,
    /// charts, patches, eksctl, launch templates); directories and patterns; - for standard input.
    #[arg(value_name = "FILE", conflicts_with_all = ["config", "link", "image_manifest"])]
    pub files: Vec<PathBuf>,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Apply the fixes to the Config file: only the values that they change, in their places.
    #[arg(long, requires = "files")]
    pub fix: bool,
    /// With --fix: write the whole file anew, without its comments and in this tool's order.
    #[arg(long, requires = "fix")]
    pub rewrite: bool,
}

/// What is imported, and where the Config goes.
#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    pub input: Input,
    /// Manifests and userData, in whatever holds them; directories and patterns; - for standard input.
    #[arg(value_name = "FILE", required = true, conflicts_with_all = ["config", "link", "image_manifest"])]
    pub files: Vec<PathBuf>,
    /// Write config.yaml into this directory, made if it is not there; - for standard output, which
    /// is the default.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Let go what stands in place of the settings, and apply every fix.
    #[arg(long)]
    pub recommended: bool,
    #[command(flatten)]
    pub overwrite: Overwrite,
    /// What is said about the files: lines, or one JSON object instead of the Config.
    #[arg(long, value_enum, default_value_t = EventsFormat::Table)]
    pub format: EventsFormat,
}

/// Which instance types are listed, and how.
#[derive(Debug, Args)]
pub struct Instances {
    #[command(flatten)]
    pub input: Input,
    /// List the types that are left out, each with the first condition that excludes it.
    #[arg(long)]
    pub excluded: bool,
    /// Words and comparisons that must all hold: 'g6 vcpu>=8 nvme>0 price<2 gpu=l4'.
    #[arg(
        long,
        value_name = "FILTER",
        default_value = "",
        hide_default_value = true
    )]
    pub filter: String,
    /// Sort by this column; - before it for the largest first. Unknown comes last.
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
    #[arg(long, value_enum, default_value_t = CostFormat::Table)]
    pub format: CostFormat,
}

/// How costs are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CostFormat {
    /// Columns for reading.
    Table,
    /// One JSON object, amounts in whole micro-dollars; null is unknown.
    Json,
}

/// How a table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Columns for reading.
    Table,
    /// One JSON object; null is unknown.
    Json,
    /// Every column, one type a line; an empty cell is unknown.
    Csv,
}

/// What is measured, and where the files go.
#[derive(Debug, Args)]
pub struct Measure {
    #[command(flatten)]
    pub input: Input,
    /// Engines, separated by commas: their words, own for that of the settings, stock for stock
    /// containerd on the same system.
    #[arg(
        long,
        value_name = "ENGINES",
        value_delimiter = ',',
        default_value = "own,stock"
    )]
    pub engine: Vec<String>,
    /// Disks, separated by commas, as storage prints them: 'gp3 16000/1000', 'io2 4000', nvme; own for
    /// that of the settings.
    #[arg(
        long,
        value_name = "DISKS",
        value_delimiter = ',',
        default_value = "own"
    )]
    pub disk: Vec<String>,
    /// All on this instance type, instead of the one that Karpenter most likely launches.
    #[arg(long, value_name = "TYPE")]
    pub instance: Option<String>,
    /// Runs of each engine on each disk.
    #[arg(long, value_name = "COUNT", default_value_t = 3)]
    pub repeats: u32,
    /// Name of the measurement: part of the names of all that it makes, and of its file.
    #[arg(long, value_name = "NAME", default_value = "pulls")]
    pub name: String,
    /// Write all files into this directory, made if it is not there.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub overwrite: Overwrite,
    /// How the plan is printed.
    #[arg(long, value_enum, default_value_t = EstimateFormat::Table)]
    pub format: EstimateFormat,
}

/// Which events are read, and how pulls are printed.
#[derive(Debug, Args)]
pub struct Events {
    /// What kubectl describe pod, kubectl get events or journalctl printed, also as JSON, YAML or
    /// CSV, or the file that measure.sh wrote; - for standard input.
    pub file: PathBuf,
    /// Pods whose name contains this ran on SOCI nodes, the others did not; may be given often.
    /// If not given, the word soci in a name decides.
    #[arg(long, value_name = "TEXT")]
    pub soci: Vec<String>,
    /// Beside each pull, what the model says of it, and the model's figures as these pulls tell
    /// them; for nodes of the settings (--preset, --config, --set) of this type.
    #[arg(long, value_name = "TYPE")]
    pub instance: Option<String>,
    #[command(flatten)]
    pub input: Input,
    /// Write the Config with the figures that the pulls tell into this file; needs --instance, unless the
    /// file is of measure.sh.
    #[arg(long, value_name = "FILE")]
    pub write_config: Option<PathBuf>,
    /// Write over a file that this tool has not written, and over a link.
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
    /// Of a file that measure.sh wrote: CSV to give away, times, sizes and versions without names.
    Submission,
}

/// How what was read is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EventsFormat {
    /// Columns for reading.
    Table,
    /// One JSON object; null is unknown.
    Json,
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
    /// Write over files that this tool has not written, and over links.
    #[arg(long)]
    pub force: bool,
    /// Remove files of an earlier run from the directory that are no longer part of the set.
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
    /// Write all files into this directory, made if it is not there.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write all files as one zip archive; - for standard output.
    #[arg(long, value_name = "FILE")]
    pub zip: Option<PathBuf>,
    /// Write what kubectl applies to standard output, as one YAML stream; the default.
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
    /// Over all types on which the pod fits, whatever the NodePool says of them.
    #[arg(long, conflicts_with_all = ["instance", "all_types"])]
    pub outside_pool: bool,
    /// Count the cost of one start of a node instead of an hour.
    #[arg(long)]
    pub per_start: bool,
    /// How the points are printed.
    #[arg(long, value_enum, default_value_t = FrontierFormat::Table)]
    pub format: FrontierFormat,
}

/// What is wanted.
#[derive(Debug, Args)]
pub struct Goal {
    #[command(flatten)]
    pub frontier: Frontier,
    /// The image is to be there within this time: 45s, 1m30s.
    #[arg(long, value_name = "TIME")]
    pub within: Option<String>,
    /// A node is to cost at most this many dollars an hour (or a start).
    #[arg(long, value_name = "DOLLARS")]
    pub at_most: Option<String>,
    /// Write the Config that meets the target into this file.
    #[arg(long, value_name = "FILE")]
    pub write_config: Option<PathBuf>,
    /// Write over a file that this tool has not written, and over a link.
    #[arg(long, requires = "write_config")]
    pub force: bool,
}

/// How points are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FrontierFormat {
    /// Columns for reading.
    Table,
    /// One JSON object.
    Json,
}
