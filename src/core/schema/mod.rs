//! Karpenter's EC2NodeClass and NodePool as tables: the fields of every minor version, their types
//! and bounds, and the rules between fields, restated from the CRDs of v1.0.0 to v1.14.1
//! (2026-08-20). `tests/it/schema_verdicts.rs` holds the verdicts against the CRDs themselves.
//!
//! Like the test's own reading of the CRDs and stricter than an API server asked without strict
//! validation: a field that is not known is a refusal, because the server would drop it silently.

mod check;
mod ec2_node_class;
mod kind;
mod matchers;
mod node_pool;
mod shape;
mod violations;

pub(crate) use check::check;
pub(crate) use kind::Kind;
pub(crate) use violations::ViolationKind;
