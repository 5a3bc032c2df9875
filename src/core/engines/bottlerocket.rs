//! Bottlerocket's built-in SOCI, switched on by its settings.

use super::{
    EngineKind, EngineSpec, GzipBy, NodeSystem, PulledBy, SociLimits, SociSetup, Unavailable,
    WorksOn,
};
use crate::core::units::ChunkGrammar;

pub(super) static SPEC: EngineSpec = EngineSpec {
    kind: EngineKind::Bottlerocket,
    system: NodeSystem::Bottlerocket,
    soci: SociSetup::Settings,
    pulled_by: PulledBy::Soci,
    works_on: WorksOn::AllTypes,
    feature_gate: None,
    own_limits: Some(SociLimits::BOTTLEROCKET),
    defaults_of: "Bottlerocket's",
    chunk_grammar: ChunkGrammar::Bottlerocket,
    gzip: GzipBy::IgzipOnAmd64,
    is_proposed: true,
    pulls_by: "SOCI parallel pull (Bottlerocket)",
    puller: "SOCI",
    suffix: "-soci",
    notes: &[],
    unavailable: Unavailable {
        limits: None,
        limits_in_all: None,
        discard: None,
        tuning: Some("Bottlerocket has settings for the limits."),
        install: Some("Bottlerocket has this built in."),
    },
};
