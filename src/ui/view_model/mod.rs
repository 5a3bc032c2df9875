//! From core's values to words, tokens and counts: pure functions, tested natively.

pub mod answer;
pub mod best;
pub mod control;
pub mod costs;
pub mod engines;
pub mod essentials;
pub mod files;
pub mod find;
pub mod highlight;
pub mod ids;
pub mod instances;
pub mod launch;
pub mod pasted;
pub mod presets;
pub mod pull;
pub mod pull_timeline;
pub mod storage;
pub mod storage_worth;
mod time_axis;
pub mod type_choice;
pub mod word_list;
pub mod words;
