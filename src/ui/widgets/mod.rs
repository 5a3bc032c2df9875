//! Controls that know nothing of the domain: words in, words out.

pub mod button;
pub mod choice;
pub mod code;
pub mod formula;
pub mod modal;
pub mod no_worker;
pub mod paste;
pub mod severity;
pub mod table;
pub mod text;
pub mod word_list;
