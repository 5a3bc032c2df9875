//! A text as lines of code in colours. Most edits change a line or two, so lines that stay are taken
//! over from the text before.

use std::sync::Arc;

use crate::core::Syntax;
use crate::ui::state::Evaluated;
use crate::ui::view_model::highlight::Highlighter;
use crate::ui::widgets::code::{CodeLine, Lines};

/// A text in colours.
#[derive(Debug, Clone, PartialEq)]
pub struct Coloured {
    lines: Lines,
    /// The highlighter as it was before each line.
    before: Vec<Highlighter>,
    /// The same after the last one.
    after: Highlighter,
}

impl Coloured {
    /// Colours a text; `changed` tells what marks a line by its number as just changed, `earlier`
    /// is any text that may have lines of this one at the same place.
    pub fn new(
        syntax: Syntax,
        text: &str,
        changed: impl Fn(usize) -> Option<u32>,
        earlier: Option<&Self>,
    ) -> Self {
        let mut highlighter = Highlighter::new(syntax);
        let mut before = Vec::new();
        let lines = text.lines().zip(1..).map(|(text, number)| {
            before.push(highlighter);
            let changed = changed(number);
            if let Some((line, next)) =
                earlier.and_then(|earlier| earlier.line(number, highlighter))
                && line.is_of(text, changed)
            {
                highlighter = next;
                return Arc::clone(line);
            }
            let pieces = highlighter.line(text).into_iter();
            let pieces = pieces.map(|token| (token.class.name(), token.text));
            Arc::new(CodeLine::new(number, pieces.collect(), changed))
        });
        Self {
            lines: lines.collect(),
            before,
            after: highlighter,
        }
    }

    /// The lines.
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// The line of this number, if it is what such a highlighter came to, and how that goes on.
    fn line(&self, number: usize, from: Highlighter) -> Option<(&Arc<CodeLine>, Highlighter)> {
        let line = self.lines.get(number.checked_sub(1)?)?;
        let is_same = *self.before.get(number.checked_sub(1)?)? == from;
        is_same.then(|| (line, self.before.get(number).copied().unwrap_or(self.after)))
    }
}

/// The lines of the file with this path; none if there is no such file.
pub fn code_lines(evaluated: &Evaluated, path: &str, earlier: Option<&Coloured>) -> Coloured {
    let Some(file) = evaluated.evaluation.bundle.file(path) else {
        return Coloured::new(Syntax::Yaml, "", |_| None, None);
    };
    let change = evaluated.change(path);
    Coloured::new(
        file.syntax,
        &file.text,
        |number| change.has(number).then_some(evaluated.serial),
        earlier,
    )
}

#[cfg(test)]
mod tests {
    use super::{Coloured, Syntax};

    #[test]
    fn what_is_taken_over_is_what_would_be_made() {
        let texts = [
            "",
            "a: b\nc: d\n",
            "a: b\nc: e\n",
            "a: |\n  # x\n  [b]\nc: d\n",
            "a: c\n  # x\n  [b]\nc: d\n",
            "a: |\n  # x\n\n  [b]\nc: d\ne: f\n",
            "```\n# x\n```\n# y",
            "``\n# x\n```\n# y",
        ];
        for syntax in [Syntax::Yaml, Syntax::Markdown, Syntax::Shell] {
            for earlier in texts {
                for text in texts {
                    let first =
                        Coloured::new(syntax, earlier, |number| (number == 2).then_some(7), None);
                    for mark in [None, Some(2), Some(4)] {
                        let changed = |number| (mark == Some(number)).then_some(7);
                        assert_eq!(
                            Coloured::new(syntax, text, changed, Some(&first)),
                            Coloured::new(syntax, text, changed, None),
                            "{syntax:?} {earlier:?} {text:?} {mark:?}"
                        );
                    }
                }
            }
        }
    }
}
