//! Every word that the page itself says, one file per part of the page.
//!
//! What core says of fields, rules, findings, explanations, steps and files stands in core's own
//! tables, for the command line says it too. The part of the page that is there before the program
//! runs is `index.html`.
//!
//! A text is a `const`. A text with values in it is a function that takes them typed and returns
//! the whole text, so that another language may order its words as it likes. Where markup stands
//! inside of a sentence, its pieces are one array, in the order in which they are read; the markup
//! stays in the panel. Blanks at the end of a piece belong to it.
//!
//! To translate the page, write these files again and choose one set of them when building. Consts
//! and functions, instead of keys into a table of messages, because the compiler then checks that
//! every text is there and gets the values that it needs, texts that nothing uses are reported, and
//! no table and no reader of one is loaded with the page.

pub mod actions;
pub mod answer;
pub mod app;
pub mod best;
pub mod charts;
pub mod compare;
pub mod cost;
pub mod dismiss;
pub mod embed;
pub mod engines;
pub mod explain;
pub mod field;
pub mod file;
pub mod find;
pub mod finding;
pub mod findings;
pub mod form;
pub mod header;
pub mod help;
pub mod instances;
pub mod kept;
pub mod link_report;
pub mod new_version;
pub mod open;
pub mod parts;
pub mod pasted;
pub mod presets;
pub mod print;
pub mod pull;
pub mod pull_timeline;
pub mod result;
pub mod result_line;
pub mod save;
pub mod share;
pub mod steps;
pub mod storage;
pub mod tabs;
pub mod theme;
pub mod widgets;
pub mod words;
