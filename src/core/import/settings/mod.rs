//! What of the documents becomes a field, and what is kept because no field stands for it.

pub(super) mod builder;
mod diff;
pub(super) mod ec2_node_class;
pub(super) mod engine;
pub(super) mod kept;
mod kept_user_data;
mod kept_value;
pub(super) mod node_pool;
pub(super) mod region;
pub(super) mod versions;
pub(super) mod workload;
