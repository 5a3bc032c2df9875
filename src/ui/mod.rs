//! The page: Leptos over the core's façade.
//!
//! | module | what it holds | what it must not do |
//! |---|---|---|
//! | `state` | the one Config, its history, what was typed, one memo of the evaluation | touch the DOM |
//! | `view_model` | pure functions from core's values to words, tokens and counts | hold state |
//! | `panels` | the parts of the page; they read narrow memos and dispatch edits | parse or decide |
//! | `strings` | every word that the page itself says, one file per part | decide |
//! | `widgets` | controls that know nothing of the domain | name a field |
//! | `charts` | charts that know nothing of the domain: axes, lines, bands, marks, their table | name a field |
//! | `platform` | clipboard, downloads, files, theme, focus, scrolling | anything else |

mod app;
mod charts;
mod panels;
mod platform;
mod state;
mod strings;
mod view_model;
mod widgets;

pub use app::App;
pub use platform::crash::show as show_crash;
pub use platform::{has_started, in_a_task};
