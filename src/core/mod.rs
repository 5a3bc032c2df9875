//! The pure core: from a [`Config`] to findings and files. This file is the only door.
//!
//! # Phases
//! [`read_config`] or [`Edit`] → [`Config`] → [`evaluate`]: resolve (plan) → select and launch
//! (instance types) → simulate (pulls) and cost → check (findings) → render (documents, userData,
//! bundle) → [`Evaluation`].
//!
//! # Invariants
//! - Core names no browser or view crate and has no `cfg(target_arch)`: it builds and is tested
//!   without features, and `tests/it/architecture.rs` looks for the names.
//! - Core does no I/O, reads no clock, environment or randomness and prints nothing: clippy's
//!   disallowed methods and macros (`clippy.toml`).
//! - The same Config gives the same bytes, native and in WASM: no hash-ordered collection
//!   (`clippy.toml`), no floats but in `pull/` and `what_if/`, which take only what IEEE 754
//!   rounds the same way everywhere (+ − × ÷, comparisons, floor, ceil, sqrt) and give integers
//!   back; the architecture test looks for the rest, `tests/web.rs` compares every scenario.
//! - [`evaluate`] is total: it never panics, whatever the Config (`tests/it/properties.rs`).
//! - Rooms lie in layers; none uses one above it (`tests/it/architecture.rs` has the list).
//! - `ui` and the command line use only what this file re-exports: submodules are private.
//! - Config structs are neither the file format nor links: `config/wire/` and `config/link/` own
//!   those, by version.

#![deny(
    clippy::dbg_macro,
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::todo,
    clippy::unimplemented,
    clippy::unreachable,
    clippy::unwrap_used
)]

mod catalogue;
mod changes;
mod choice;
mod compare;
mod config;
mod cost;
mod diff;
mod disk;
mod engine_choice;
mod engines;
mod error;
mod evaluate;
mod explain;
mod findings;
mod glossary;
mod image_manifest;
mod image_profile;
mod import;
mod json;
mod launch;
mod manifest;
mod measure;
mod order;
mod parameter;
mod paste;
mod placeholder;
mod plan;
mod pull;
mod pull_events;
mod requirements;
mod schema;
mod selection;
mod set_file;
mod severity;
mod tradeoff;
mod units;
mod versions;
mod volume_limits;
mod what_if;
mod worth;
mod yaml;

pub use catalogue::{
    Accelerator, Catalogue, Date, EbsLimits, EbsPrices, Gpu, Instance, KnownImage, LocalStore,
    Network, OnDemandPrices, ReleaseTables, TableError,
};
pub use changes::changed_lines;
pub use compare::{
    ComparedNumber, DiffLine, DiffRow, Difference, FilePair, OneSide, SideBySide, side_by_side,
};
pub use config::wire::{
    ConfigChange, EditedConfig, NotInPlace, edit_config, read_config, write_config,
    write_signed_config,
};
pub use config::{
    Applies, Choice, Compression, Config, Dismissal, Edit, Engine, EngineKind, Field, FieldChanges,
    Group, Image, Kind, Layer, Link, LinkProblem, ParameterOverride, Placeholders, Preset,
    ReadLink, SociLimits, Source, TypeInView, Value, VolumeType, json_schema, left_out, read_link,
    without_names,
};
pub use cost::{
    Base, Charge, Costs, Factor, Formula, LineItem, MONTH_HOURS, NodeCase, NodeStart, Origin,
    Price, Purchase, Role, Spread, Total, VolumeCost, VolumeSpec, price_regions,
};
pub use disk::{
    Bound, Fit, ImagePlace, LimitNote, RateSpread, Reach, Space, StorageAdvice, StoreBasis,
    StoreComparison, StoreRate, TypeStorage, TypeStore, VolumeRate, WriteRate,
};
pub use engine_choice::{
    EngineComparison, EngineFit, EngineOption, EngineReason, EngineVerdict, RuntimeMemory,
    compare_engines, turn_soci_on,
};
pub use error::{FileError, ValueError};
pub use evaluate::{Evaluation, Evaluator, Missing, evaluate, findings_of};
pub use explain::{
    BlueprintDifference, Explanation, ValueFrom, explain_file, explain_line, since_blueprint,
};
pub use findings::{Dismissed, Finding, Fix, KnownValue, Rule, RuleWords, Severity, known_values};
pub use glossary::{GLOSSARY, Word};
pub use image_manifest::{ImageFound, ImageImport, Platform, PlatformChoice, read_image};
pub use import::{
    Account, Assumed, Coverage, Diagnostic, DocumentSummary, Import, ImportedOverride, ImportedSet,
    InputFile, NodeLimit, NodeReport, NodeSetting, NodeStep, NotText, OverrideKind, OwnFiles,
    SettingSource, SociStatus, SourceLocation, Taken, Unread, read_files, read_own_files,
};
pub use launch::{
    AfterReserved, Capacity, InView, InViewBecause, Launch, LaunchCandidate, LaunchGroup,
    LaunchStep, Lead, LeadBy, NoLaunch, PriceBasis,
};
pub use manifest::{Bundle, Command, CreatedObject, CreatedObjects, File, Step, Syntax};
pub use measure::{
    Contradiction, MeasurePlan, MeasureRequest, MeasureVariant, MeasuredPlan, MeasuredVariant,
    Measurements, NodeFacts, PhaseError, PlannedVariant, Run, SubmittedRun, read_measurements,
    read_submitted, submission,
};
pub use pull::{
    Basis, Bottleneck, CalibratedParameter, Calibration, CalibrationParameter, Constants,
    ErrorSummary, FitStatus, FittedPulls, GivenRates, HeldMemory, ImageProfile, KindSpread,
    LayerBar, LeaveOneOut, LeftUnseen, MAX_LAYERS, MeasuredEngine, MeasuredPair, MeasuredPull,
    MeasuredRun, MemoryBasis, NoEstimate, NodePulls, OwnFigures, OwnPulls, Parameter,
    PredictedAgainstMeasured, PredictedPair, PredictedPull, PullDistribution, PullEstimate,
    PullEstimates, PullKind, PullModel, PullSpreads, PullTimeline, PullVariant, PullWork, Residual,
    Segment, Sensitivity, StartPhase, TypeEstimate, TypeTime, UnpackOrder, calibrate, node_start,
    read_measured_pairs, read_measured_pulls,
};
pub use pull_events::{
    AlreadyPresent, CauseKind, Certainty, Comparison, Implausible, LeftOut, PullCause, PullEvent,
    PullEvents, PullSource, Side, UnpackedLayer, cause_kinds, compare_pulls, read_pull_events,
};
pub use requirements::{Operator, Requirement};
pub use selection::{
    Amount, Cell, Column, Condition, Emptied, Excluded, ExcludedGroup, Filter, InstanceRows,
    KnownWord, Order, Place, Reason, Relaxation, Selection, Wanted, Why, known_words,
};
pub use tradeoff::{
    CostBasis, Frontier, NoFrontier, PresentPoint, Scope, Search, Target, TargetAnswer,
    TradeoffPoint,
};
pub use units::{
    ByteRate, ByteSize, ChunkSize, CoreCount, DataRate, Iops, LikelyRange, MbitPerSec, Memory,
    Money, MoneyChange, Throughput, TimeSpan, VolumeSize, grouped,
};
pub use what_if::{Lever, LeverCost, LeverKind, Worth};
pub use worth::{
    AgainstYours, Availability, BetterElsewhere, Ceiling, CurvePoint, DiskWorth, Enough,
    FieldChange, NoWorth, OverCandidates, SettingWorth, StorageSetting, StoreWorth,
    ThroughputCurve,
};

/// Name and version of this tool, as it signs its files.
pub const SIGNATURE: &str = concat!("SOCI Configurator ", env!("CARGO_PKG_VERSION"));
