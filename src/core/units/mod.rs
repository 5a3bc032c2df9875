//! Quantities as types: private integers, exact, with `FromStr` and `Display` that round-trip.

mod bandwidth;
mod byte_rate;
mod bytes;
mod chunk_size;
mod core_count;
mod counted;
mod data_rate;
mod iops;
mod likely_range;
mod limit;
mod memory;
mod money;
mod money_change;
mod number;
mod throughput;
mod time_span;
mod volume_size;

pub use bandwidth::MbitPerSec;
pub use byte_rate::ByteRate;
pub use bytes::ByteSize;
pub use chunk_size::{ChunkGrammar, ChunkSize};
pub use core_count::CoreCount;
pub(in crate::core) use counted::counted;
pub use data_rate::DataRate;
pub use iops::Iops;
pub use likely_range::LikelyRange;
pub use limit::Limit;
pub use memory::Memory;
pub use money::Money;
pub use money_change::MoneyChange;
pub use number::{grouped, parse_count};
pub use throughput::Throughput;
pub use time_span::TimeSpan;
pub use volume_size::VolumeSize;
