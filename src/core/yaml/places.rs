//! Where the parts of a document stand in its text, for changes that leave the rest as it is.

use super::grammar::{Event, EventKind, Parser, Style};

/// A value and the bytes that it takes, from its first letter to behind its last. An anchor or a tag
/// stands before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) places: Places,
}

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Places {
    /// Nothing at all.
    Empty,
    /// A scalar of any style, by its letters.
    Scalar(String),
    /// `*name`: what it is stands elsewhere.
    Alias,
    Sequence {
        /// Whether it stands in brackets.
        flow: bool,
        items: Vec<Place>,
    },
    Mapping {
        /// Whether it stands in braces.
        flow: bool,
        entries: Vec<Entry>,
    },
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) key: Place,
    pub(crate) value: Place,
}

impl Place {
    /// The entries of a map; none of anything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.places {
            Places::Mapping { entries, .. } => entries,
            _ => &[],
        }
    }

    /// The entry of a key, if this is a map that has it.
    pub(crate) fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.name == name)
    }
}

/// The places of a text's first document; none if it is no YAML, or has none.
pub(crate) fn places(text: &str) -> Option<Place> {
    let mut reading = Reading {
        text,
        parser: Parser::new(text),
    };
    loop {
        let event = reading.next()?;
        match event.kind {
            EventKind::DocumentStart => {}
            EventKind::StreamEnd => return None,
            _ => return reading.place(event, None),
        }
    }
}

struct Reading<'a> {
    text: &'a str,
    parser: Parser<'a>,
}

impl Reading<'_> {
    fn next(&mut self) -> Option<Event> {
        self.parser.next_event().ok()
    }

    /// The value that an event begins. A block scalar ends where a line is not indented more than
    /// what it belongs to, which is `indent` characters.
    fn place(&mut self, event: Event, indent: Option<usize>) -> Option<Place> {
        let start = event.offset;
        let (end, places) = match event.kind {
            EventKind::Alias(name) => (start + "*".len() + name.len(), Places::Alias),
            EventKind::Scalar { text, style, .. } => match style {
                Style::Plain if text.is_empty() => (start, Places::Empty),
                Style::Plain => (self.end_of_plain(start, &text)?, Places::Scalar(text)),
                Style::Quoted => (self.end_of_quoted(start)?, Places::Scalar(text)),
                Style::Block => (self.end_of_block(start, indent), Places::Scalar(text)),
            },
            EventKind::SequenceStart(_) => {
                let flow = self.is_at(start, '[');
                let mut items = Vec::new();
                let end = loop {
                    let event = self.next()?;
                    if event.kind == EventKind::SequenceEnd {
                        break event.offset + "]".len();
                    }
                    let dash = self.column_of_dash(event.offset);
                    items.push(self.place(event, dash)?);
                };
                let last = items.last().map_or(start, |item| item.end);
                (
                    if flow { end } else { last },
                    Places::Sequence { flow, items },
                )
            }
            EventKind::MappingStart(_) => {
                let flow = self.is_at(start, '{');
                let mut entries: Vec<Entry> = Vec::new();
                let end = loop {
                    let event = self.next()?;
                    if event.kind == EventKind::MappingEnd {
                        break event.offset + "}".len();
                    }
                    let column = self.column(event.offset);
                    let key = self.place(event, Some(column))?;
                    let Places::Scalar(name) = &key.places else {
                        return None;
                    };
                    let name = name.clone();
                    let event = self.next()?;
                    let value = self.value(&key, event, column)?;
                    entries.push(Entry { name, key, value });
                };
                let last = entries.last().map_or(start, |entry| entry.value.end);
                (
                    if flow { end } else { last },
                    Places::Mapping { flow, entries },
                )
            }
            EventKind::DocumentStart
            | EventKind::DocumentEnd
            | EventKind::StreamEnd
            | EventKind::SequenceEnd
            | EventKind::MappingEnd => return None,
        };
        Some(Place { start, end, places })
    }

    /// The value of a key. One that is not there stands behind the colon.
    fn value(&mut self, key: &Place, event: Event, column: usize) -> Option<Place> {
        let mut value = self.place(event, Some(column))?;
        if value.places == Places::Empty {
            let behind = self.text.get(key.end..)?;
            let colon = behind.trim_start_matches([' ', '\t']);
            let at = match colon.strip_prefix(':') {
                Some(rest) => self.text.len() - rest.len(),
                // A key alone, as in `{a, b}`.
                None => key.end,
            };
            (value.start, value.end) = (at, at);
        }
        Some(value)
    }

    fn is_at(&self, offset: usize, letter: char) -> bool {
        self.text
            .get(offset..)
            .is_some_and(|rest| rest.starts_with(letter))
    }

    /// Characters before on the same line.
    fn column(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or_default();
        before
            .rsplit(['\n', '\r'])
            .next()
            .map_or(0, |line| line.chars().count())
    }

    /// The column of the dash before an item; none in a flow.
    fn column_of_dash(&self, offset: usize) -> Option<usize> {
        let before = self.text.get(..offset)?;
        let dash = before.rfind('-')?;
        Some(self.column(dash))
    }

    /// Plain text on several lines is folded: its letters are the same, its blanks are not.
    fn end_of_plain(&self, start: usize, text: &str) -> Option<usize> {
        let raw = self.text.get(start..)?;
        let mut letters = raw.char_indices().filter(|(_, c)| !c.is_whitespace());
        let mut end = 0;
        for wanted in text.chars().filter(|c| !c.is_whitespace()) {
            let (at, letter) = letters.next()?;
            if letter != wanted {
                return None;
            }
            end = at + letter.len_utf8();
        }
        Some(start + end)
    }

    fn end_of_quoted(&self, start: usize) -> Option<usize> {
        let raw = self.text.get(start..)?;
        let quote = raw.chars().next()?;
        let mut letters = raw.char_indices().skip(1).peekable();
        while let Some((at, letter)) = letters.next() {
            if letter == '\\' && quote == '"' {
                letters.next();
            } else if letter == quote {
                let is_doubled =
                    quote == '\'' && letters.next_if(|(_, next)| *next == '\'').is_some();
                if !is_doubled {
                    return Some(start + at + 1);
                }
            }
        }
        None
    }

    fn end_of_block(&self, start: usize, indent: Option<usize>) -> usize {
        let raw = self.text.get(start..).unwrap_or_default();
        let mut at = start;
        let mut end = start;
        for (number, line) in raw.split_inclusive('\n').enumerate() {
            let content = line.trim_end();
            let depth = line.len() - line.trim_start_matches(' ').len();
            let is_inside = number == 0 || indent.is_none_or(|indent| depth > indent);
            if !content.is_empty() {
                if !is_inside {
                    break;
                }
                end = at + content.len();
            }
            at += line.len();
        }
        end
    }
}
