//! Code with line numbers.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use leptos::prelude::*;

/// A piece of a line and its class in the style sheet.
pub type Piece = (&'static str, String);

/// One line of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeLine {
    number: usize,
    pieces: Vec<Piece>,
    changed: Option<u32>,
    key: u64,
}

impl CodeLine {
    /// A line with its one-based number and its pieces. `changed` is there when the line just
    /// changed: a number that differs from the one of the change before, so that the same line can
    /// flash again.
    pub fn new(number: usize, pieces: Vec<Piece>, changed: Option<u32>) -> Self {
        let mut hasher = DefaultHasher::new();
        (number, &pieces, changed).hash(&mut hasher);
        Self {
            number,
            pieces,
            changed,
            key: hasher.finish(),
        }
    }

    /// Whether it is drawn of this text, as changed as that.
    pub fn is_of(&self, text: &str, changed: Option<u32>) -> bool {
        let mut rest = Some(text);
        for (_, piece) in &self.pieces {
            rest = rest.and_then(|rest| rest.strip_prefix(piece.as_str()));
        }
        self.changed == changed && rest == Some("")
    }
}

/// Lines that cost nothing to hand on.
pub type Lines = Arc<[Arc<CodeLine>]>;

/// Lines of code; only those that changed are drawn again.
#[component]
pub fn Code(
    #[prop(into)] lines: Signal<Lines>,
    #[prop(into)] wrap: Signal<bool>,
    /// The line that is looked at.
    #[prop(optional, into)]
    current: Option<Signal<Option<usize>>>,
) -> impl IntoView {
    view! {
        <div class="code" class:wrap=wrap translate="no">
            <For each=move || lines.get().to_vec() key=|line| line.key children=move |code| line(code, current) />
        </div>
    }
}

fn line(line: Arc<CodeLine>, current: Option<Signal<Option<usize>>>) -> impl IntoView {
    let number = line.number;
    let pieces = line
        .pieces
        .iter()
        .cloned()
        .map(|(class, text)| {
            if class.is_empty() {
                view! { {text} }.into_any()
            } else {
                view! { <span class=class>{text}</span> }.into_any()
            }
        })
        .collect_view();
    view! {
        <div class="line" class:changed=line.changed.is_some()
            class:current=move || current.is_some_and(|current| current.get() == Some(number)) data-line=line.number.to_string()>
            <code>{pieces}"\n"</code>
        </div>
    }
}
