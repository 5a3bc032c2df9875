//! What page and worker say to each other.

use serde::{Deserialize, Serialize};

use super::files::{FilesAnswer, FilesRequest, RemarkRow};
use crate::core::Scope;

/// From the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToWorker {
    /// Comes back with everything that answers it.
    pub id: u32,
    /// What is asked.
    pub request: Request,
}

/// From the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ToPage {
    /// So much of a request is done, in percent.
    Progress(u32, u8),
    /// A request is answered.
    Answer(u32, Box<Answer>),
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// The frontier of time against money.
    Frontier(FrontierRequest),
    /// The layers of an image, from a pasted manifest.
    Image(ImageRequest),
    /// Measured pulls, from pasted events.
    Pulls(PullsRequest),
    /// Existing manifests, userData, a Config file or a link.
    Files(FilesRequest),
    /// The files that the page's own Config writes, judged as files.
    OwnFiles(OwnFilesRequest),
}

/// The files that a Config writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnFilesRequest {
    /// The Config, as its file.
    pub config: String,
}

/// A search for the frontier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrontierRequest {
    /// The Config, as its file.
    pub config: String,
    /// Price tables that are loaded: Region and table.
    pub prices: Vec<(String, String)>,
    /// Which instance types are searched.
    pub scope: Scope,
    /// Whether the cost of a start counts instead of that of an hour.
    pub per_start: bool,
}

/// A pasted manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImageRequest {
    /// What was pasted.
    pub text: String,
    /// The platform of an index; the nodes' own if empty.
    pub platform: Option<String>,
    /// The Config, as its file.
    pub config: String,
    /// The type in view on the page, which knows prices.
    pub instance_type: Option<String>,
}

/// Pasted events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PullsRequest {
    /// What was pasted.
    pub text: String,
    /// The Config, as its file.
    pub config: String,
    /// The type on which they ran: the one in view on the page, which knows prices.
    pub instance_type: Option<String>,
}

/// An answer; a refusal says why, in a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// To [`Request::Frontier`].
    Frontier(FrontierAnswer),
    /// To [`Request::Image`].
    Image(ImageAnswer),
    /// To [`Request::Pulls`].
    Pulls(PullsAnswer),
    /// To [`Request::Files`].
    Files(Box<FilesAnswer>),
    /// To [`Request::OwnFiles`]: what is noticed in the files besides the Config's findings.
    OwnFiles(Vec<RemarkRow>),
    /// Why there is no answer.
    Refused(String),
}

/// The frontier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrontierAnswer {
    /// Its points, the cheapest first.
    pub rows: Vec<FrontierRow>,
    /// The settings as they are; none if their pull or their price is not known.
    pub present: Option<PresentRow>,
    /// Types that were tried.
    pub types: usize,
    /// Settings that were tried on each.
    pub settings: usize,
    /// Types that fit and have no price here.
    pub unpriced: usize,
    /// Pulls that were simulated.
    pub simulated: usize,
}

/// The settings as they are, beside the frontier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PresentRow {
    /// The type in view.
    pub instance_type: String,
    /// The likely pull, in milliseconds.
    pub milliseconds: u32,
    /// A node an hour, in micro-dollars.
    pub per_hour: u64,
    /// A start of a node, in micro-dollars.
    pub per_start: u64,
}

/// A point of the frontier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrontierRow {
    /// Its instance type.
    pub instance_type: String,
    /// Its engine, limits and disk, in words.
    pub setting: String,
    /// What of the NodePool makes its type the launched one, in words.
    pub launched_by: String,
    /// The likely pull, in milliseconds.
    pub milliseconds: u32,
    /// A node an hour, in micro-dollars.
    pub per_hour: u64,
    /// A start of a node, in micro-dollars.
    pub per_start: u64,
    /// The Config with this point taken, as its file; none if fields alone cannot take it.
    pub config: Option<String>,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImageAnswer {
    /// What the paste was recognised as.
    pub recognised: String,
    /// What was left out or assumed, and what does not fit the nodes: a sentence each.
    pub notes: Vec<String>,
    /// Layers that were found; none if only the size is known.
    pub layers: usize,
    /// Bytes in the registry, once there is one image.
    pub compressed: Option<u64>,
    /// Platforms to choose from.
    pub platforms: Vec<String>,
    /// The Config with this image, as its file; none while a platform has to be chosen.
    pub config: Option<String>,
    /// The pull as it was estimated before and is with this image: from and to, likely in between,
    /// in milliseconds.
    pub times: Option<[[u32; 3]; 2]>,
    /// The type on which it was estimated.
    pub instance_type: Option<String>,
}

/// Measured pulls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PullsAnswer {
    /// What a measurement says of the predictions that were made before it, a sentence or two each; empty
    /// for other pastes.
    pub verdict: Vec<String>,
    /// Each pull.
    pub rows: Vec<MeasuredRow>,
    /// SOCI against the baseline, by image.
    pub gains: Vec<MeasuredGain>,
    /// Why pulls failed or waited.
    pub causes: Vec<MeasuredCause>,
    /// What was left out, a sentence each.
    pub notes: Vec<String>,
    /// The type on which they were estimated.
    pub instance_type: Option<String>,
    /// The model's figures from these pulls.
    pub fitted: Option<Fitted>,
}

/// Why pulls failed or waited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasuredCause {
    /// The likely cause, in a sentence; it says where it is only inferred.
    pub cause: String,
    /// What cures it.
    pub cure: String,
    /// The field that cures it.
    pub field: Option<String>,
    /// How often and where it was said, and of which images.
    pub place: String,
}

/// The model's figures as measured pulls tell them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    /// The figures on which these pulls depend most.
    pub rows: Vec<FittedRow>,
    /// Mean absolute error with the published figures, in tenths of a percent.
    pub error_before: u32,
    /// The same with what these pulls tell.
    pub error_after: u32,
    /// How many pulls it rests on.
    pub pulls: usize,
    /// The Config with the figures that they tell, as its file; none if they tell none.
    pub config: Option<String>,
}

/// A figure of the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FittedRow {
    /// What it is.
    pub label: String,
    /// The published value with its unit.
    pub published: String,
    /// The user's own with its range and unit, where the pulls tell it.
    pub own: Option<String>,
    /// What they say of it, a sentence.
    pub told: String,
}

/// One measured pull.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasuredRow {
    /// The pod, where the paste tells.
    pub pod: Option<String>,
    /// The image.
    pub image: String,
    /// How long it took, as Go writes it: `2m18.049s`.
    pub time: String,
    /// How long it waited besides, if that was notable.
    pub waited: Option<String>,
    /// Bytes in the registry, where the kubelet says them.
    pub size: Option<u64>,
    /// What the model says of such a pull: from and to, likely in between, in milliseconds.
    pub estimated: Option<[u32; 3]>,
}

/// What a parallel pull gained on one image.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasuredGain {
    /// The image.
    pub image: String,
    /// With stock containerd: `2m18.049s`.
    pub baseline: String,
    /// Who pulled in parallel: SOCI, or containerd's own parallel pull.
    pub by: String,
    /// With it.
    pub soci: String,
    /// How much less time, in percent.
    pub saved_percent: i32,
    /// How many times as fast, in hundredths.
    pub speed_up: Option<u32>,
}
