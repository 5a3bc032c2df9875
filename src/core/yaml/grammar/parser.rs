//! Puts tokens together: nodes, collections and documents.

use super::cursor::Mark;
use super::scanner::Scanner;
use super::token::TokenKind;
use super::{Event, EventKind, Fault, Properties, Style};

/// What is expected next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    FirstDocument,
    Document,
    DocumentContent,
    DocumentEnd,
    BlockNode,
    BlockSequence { first: bool },
    IndentlessSequence,
    BlockMappingKey { first: bool },
    BlockMappingValue,
    FlowSequence { first: bool },
    FlowPairKey,
    FlowPairValue,
    FlowPairEnd,
    FlowMappingKey { first: bool },
    FlowMappingValue,
    FlowMappingNoValue,
    End,
}

/// Gives the events of a text, which ends at the first fault.
pub(in crate::core::yaml) struct Parser<'a> {
    scanner: Scanner<'a>,
    state: State,
    states: Vec<State>,
    /// Handles and prefixes of tags.
    tags: Vec<(String, String)>,
}

impl<'a> Parser<'a> {
    /// Reads a text without NUL and with line feeds where Windows has two characters.
    pub(in crate::core::yaml) fn new(text: &'a str) -> Self {
        Self {
            scanner: Scanner::new(text),
            state: State::FirstDocument,
            states: Vec::new(),
            tags: Vec::new(),
        }
    }

    /// The next event; [`EventKind::StreamEnd`] at the end, and ever after.
    pub(in crate::core::yaml) fn next_event(&mut self) -> Result<Event, Fault> {
        match self.state {
            State::FirstDocument => self.document_start(true),
            State::Document => self.document_start(false),
            State::DocumentContent => self.document_content(),
            State::DocumentEnd => self.document_end(),
            State::BlockNode => self.node(true, false),
            State::BlockSequence { first } => self.block_sequence(first),
            State::IndentlessSequence => self.indentless_sequence(),
            State::BlockMappingKey { first } => self.block_mapping_key(first),
            State::BlockMappingValue => self.block_mapping_value(),
            State::FlowSequence { first } => self.flow_sequence(first),
            State::FlowPairKey => self.flow_pair_key(),
            State::FlowPairValue => self.flow_pair_value(),
            State::FlowPairEnd => self.flow_pair_end(),
            State::FlowMappingKey { first } => self.flow_mapping_key(first),
            State::FlowMappingValue => self.flow_mapping_value(),
            State::FlowMappingNoValue => {
                self.state = State::FlowMappingKey { first: false };
                self.empty_here()
            }
            State::End => Ok(event(EventKind::StreamEnd, self.scanner.cursor.mark)),
        }
    }

    fn peek(&mut self) -> Result<&TokenKind, Fault> {
        self.scanner.peek().map(|token| &token.kind)
    }

    fn mark(&mut self) -> Result<Mark, Fault> {
        self.scanner.peek().map(|token| token.mark)
    }

    /// Goes over the next token and tells where it began.
    fn skip(&mut self) -> Result<Mark, Fault> {
        self.scanner.take().map(|token| token.mark)
    }

    fn fault<T>(&mut self, problem: &'static str) -> Result<T, Fault> {
        let line = self.mark()?.row + 1;
        Err(Fault { line, problem })
    }

    fn pop(&mut self) {
        self.state = self.states.pop().unwrap_or(State::End);
    }

    /// Ends a collection at its closing token.
    fn close(&mut self, kind: EventKind) -> Result<Event, Fault> {
        self.pop();
        Ok(event(kind, self.skip()?))
    }

    fn empty_here(&mut self) -> Result<Event, Fault> {
        self.mark().map(empty)
    }

    fn document_start(&mut self, first: bool) -> Result<Event, Fault> {
        if !first {
            while matches!(self.peek()?, TokenKind::DocumentEnd) {
                self.skip()?;
            }
        }
        match self.peek()? {
            TokenKind::StreamEnd => {
                self.state = State::End;
                Ok(event(EventKind::StreamEnd, self.skip()?))
            }
            // What is cut at `---` lines has one document only, and go-yaml reads one only.
            _ if !first => self.fault(BEHIND_THE_END),
            TokenKind::VersionDirective(_)
            | TokenKind::TagDirective { .. }
            | TokenKind::DocumentStart => self.explicit_document(),
            _ => {
                self.default_tags();
                self.states.push(State::DocumentEnd);
                self.state = State::BlockNode;
                Ok(event(EventKind::DocumentStart, self.mark()?))
            }
        }
    }

    fn explicit_document(&mut self) -> Result<Event, Fault> {
        let mark = self.mark()?;
        let mut with_version = false;
        loop {
            match self.peek()?.clone() {
                TokenKind::VersionDirective(_) if with_version => {
                    return self.fault("duplicate %YAML");
                }
                TokenKind::VersionDirective(false) => {
                    return self.fault("kubectl reads only %YAML 1.1; remove this line");
                }
                TokenKind::VersionDirective(true) => with_version = true,
                TokenKind::TagDirective { handle, prefix } => {
                    if self.tags.iter().any(|(own, _)| *own == handle) {
                        return self.fault("duplicate %TAG handle");
                    }
                    self.tags.push((handle, prefix));
                }
                TokenKind::DocumentStart => break,
                _ => {
                    return self.fault(
                        "kubectl splits a file at ---, so lines above it starting with % are a separate document; remove them",
                    );
                }
            }
            self.skip()?;
        }
        self.default_tags();
        self.skip()?;
        self.states.push(State::DocumentEnd);
        self.state = State::DocumentContent;
        Ok(event(EventKind::DocumentStart, mark))
    }

    fn default_tags(&mut self) {
        for (handle, prefix) in [("!", "!"), ("!!", "tag:yaml.org,2002:")] {
            if !self.tags.iter().any(|(own, _)| own == handle) {
                self.tags.push((handle.to_owned(), prefix.to_owned()));
            }
        }
    }

    fn document_content(&mut self) -> Result<Event, Fault> {
        match self.peek()? {
            TokenKind::VersionDirective(_)
            | TokenKind::TagDirective { .. }
            | TokenKind::DocumentStart
            | TokenKind::DocumentEnd
            | TokenKind::StreamEnd => {
                self.pop();
                self.empty_here()
            }
            _ => self.node(true, false),
        }
    }

    fn document_end(&mut self) -> Result<Event, Fault> {
        let mark = self.mark()?;
        if matches!(self.peek()?, TokenKind::DocumentEnd) {
            self.skip()?;
        }
        self.tags.clear();
        self.state = State::Document;
        Ok(event(EventKind::DocumentEnd, mark))
    }

    fn node(&mut self, block: bool, indentless: bool) -> Result<Event, Fault> {
        if let TokenKind::Alias(name) = self.peek()? {
            let kind = EventKind::Alias(name.clone());
            self.pop();
            return Ok(event(kind, self.skip()?));
        }
        let start = self.mark()?;
        let properties = self.properties()?;
        let mark = self.mark()?;
        let kind = match self.peek()? {
            TokenKind::BlockEntry if indentless => {
                self.state = State::IndentlessSequence;
                EventKind::SequenceStart(properties)
            }
            TokenKind::Scalar(..) => {
                let TokenKind::Scalar(text, style) = self.scanner.take()?.kind else {
                    return self.fault(NO_VALUE);
                };
                self.pop();
                EventKind::Scalar {
                    text,
                    style,
                    properties,
                }
            }
            TokenKind::FlowSequenceStart => {
                self.state = State::FlowSequence { first: true };
                EventKind::SequenceStart(properties)
            }
            TokenKind::FlowMappingStart => {
                self.state = State::FlowMappingKey { first: true };
                EventKind::MappingStart(properties)
            }
            TokenKind::BlockSequenceStart if block => {
                self.state = State::BlockSequence { first: true };
                EventKind::SequenceStart(properties)
            }
            TokenKind::BlockMappingStart if block => {
                self.state = State::BlockMappingKey { first: true };
                EventKind::MappingStart(properties)
            }
            _ if properties != Properties::default() => {
                self.pop();
                return Ok(event(
                    EventKind::Scalar {
                        text: String::new(),
                        style: Style::Plain,
                        properties,
                    },
                    start,
                ));
            }
            _ => return self.fault(NO_VALUE),
        };
        Ok(event(kind, mark))
    }

    /// An anchor and a tag, in any order.
    fn properties(&mut self) -> Result<Properties, Fault> {
        let mut properties = Properties::default();
        loop {
            match self.peek()? {
                TokenKind::Anchor(name) if properties.anchor.is_none() => {
                    properties.anchor = Some(name.clone());
                }
                TokenKind::Tag { handle, suffix } if properties.tag.is_none() => {
                    let (handle, suffix) = (handle.clone(), suffix.clone());
                    let prefix = if handle.is_empty() {
                        Some("")
                    } else {
                        self.tags
                            .iter()
                            .find(|(own, _)| *own == handle)
                            .map(|(_, prefix)| prefix.as_str())
                    };
                    let Some(prefix) = prefix else {
                        return self.fault("no %TAG line defines this tag's handle");
                    };
                    properties.tag = Some(format!("{prefix}{suffix}"));
                }
                _ => return Ok(properties),
            }
            self.skip()?;
        }
    }

    fn block_sequence(&mut self, first: bool) -> Result<Event, Fault> {
        if first {
            self.skip()?;
        }
        match self.peek()? {
            TokenKind::BlockEntry => {
                let mark = self.skip()?;
                match self.peek()? {
                    TokenKind::BlockEntry | TokenKind::BlockEnd => {
                        self.state = State::BlockSequence { first: false };
                        Ok(empty(mark))
                    }
                    _ => {
                        self.states.push(State::BlockSequence { first: false });
                        self.node(true, false)
                    }
                }
            }
            TokenKind::BlockEnd => self.close(EventKind::SequenceEnd),
            _ => self.fault("a list item (-) is expected here; check the indentation"),
        }
    }

    fn indentless_sequence(&mut self) -> Result<Event, Fault> {
        if !matches!(self.peek()?, TokenKind::BlockEntry) {
            self.pop();
            return Ok(event(EventKind::SequenceEnd, self.mark()?));
        }
        let mark = self.skip()?;
        match self.peek()? {
            TokenKind::BlockEntry | TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                self.state = State::IndentlessSequence;
                Ok(empty(mark))
            }
            _ => {
                self.states.push(State::IndentlessSequence);
                self.node(true, false)
            }
        }
    }

    fn block_mapping_key(&mut self, first: bool) -> Result<Event, Fault> {
        if first {
            self.skip()?;
        }
        match self.peek()? {
            TokenKind::Key => {
                let mark = self.skip()?;
                match self.peek()? {
                    TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                        self.state = State::BlockMappingValue;
                        Ok(empty(mark))
                    }
                    _ => {
                        self.states.push(State::BlockMappingValue);
                        self.node(true, true)
                    }
                }
            }
            TokenKind::BlockEnd => self.close(EventKind::MappingEnd),
            _ => self.fault("a key is expected here; check the indentation and the quotes"),
        }
    }

    fn block_mapping_value(&mut self) -> Result<Event, Fault> {
        self.state = State::BlockMappingKey { first: false };
        if !matches!(self.peek()?, TokenKind::Value) {
            return self.empty_here();
        }
        let mark = self.skip()?;
        match self.peek()? {
            TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => Ok(empty(mark)),
            _ => {
                self.states.push(self.state);
                self.node(true, true)
            }
        }
    }

    fn flow_sequence(&mut self, first: bool) -> Result<Event, Fault> {
        if first {
            self.skip()?;
        } else if !matches!(self.peek()?, TokenKind::FlowSequenceEnd) {
            if !matches!(self.peek()?, TokenKind::FlowEntry) {
                return self.fault("a comma or ] is missing here, in a list opened by [");
            }
            self.skip()?;
        }
        match self.peek()? {
            TokenKind::FlowSequenceEnd => self.close(EventKind::SequenceEnd),
            TokenKind::Key => {
                self.state = State::FlowPairKey;
                let mark = self.skip()?;
                Ok(event(EventKind::MappingStart(Properties::default()), mark))
            }
            _ => {
                self.states.push(State::FlowSequence { first: false });
                self.node(false, false)
            }
        }
    }

    fn flow_pair_key(&mut self) -> Result<Event, Fault> {
        if let TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowSequenceEnd = self.peek()? {
            // go-yaml goes over this token too, and so finds no value behind `[? : a]`.
            let mark = self.skip()?;
            self.state = State::FlowPairValue;
            return Ok(empty(mark));
        }
        self.states.push(State::FlowPairValue);
        self.node(false, false)
    }

    fn flow_pair_value(&mut self) -> Result<Event, Fault> {
        self.state = State::FlowPairEnd;
        if matches!(self.peek()?, TokenKind::Value) {
            self.skip()?;
            if !matches!(
                self.peek()?,
                TokenKind::FlowEntry | TokenKind::FlowSequenceEnd
            ) {
                self.states.push(State::FlowPairEnd);
                return self.node(false, false);
            }
        }
        self.empty_here()
    }

    fn flow_pair_end(&mut self) -> Result<Event, Fault> {
        self.state = State::FlowSequence { first: false };
        Ok(event(EventKind::MappingEnd, self.mark()?))
    }

    fn flow_mapping_key(&mut self, first: bool) -> Result<Event, Fault> {
        if first {
            self.skip()?;
        } else if !matches!(self.peek()?, TokenKind::FlowMappingEnd) {
            if !matches!(self.peek()?, TokenKind::FlowEntry) {
                return self.fault("a comma or } is missing here, in a map opened by {");
            }
            self.skip()?;
        }
        match self.peek()? {
            TokenKind::FlowMappingEnd => self.close(EventKind::MappingEnd),
            TokenKind::Key => {
                self.skip()?;
                match self.peek()? {
                    TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowMappingEnd => {
                        self.state = State::FlowMappingValue;
                        self.empty_here()
                    }
                    _ => {
                        self.states.push(State::FlowMappingValue);
                        self.node(false, false)
                    }
                }
            }
            _ => {
                self.states.push(State::FlowMappingNoValue);
                self.node(false, false)
            }
        }
    }

    fn flow_mapping_value(&mut self) -> Result<Event, Fault> {
        self.state = State::FlowMappingKey { first: false };
        if matches!(self.peek()?, TokenKind::Value) {
            self.skip()?;
            if !matches!(
                self.peek()?,
                TokenKind::FlowEntry | TokenKind::FlowMappingEnd
            ) {
                self.states.push(self.state);
                return self.node(false, false);
            }
        }
        self.empty_here()
    }
}

/// What a fault says about text that belongs to no document.
pub(in crate::core::yaml) const BEHIND_THE_END: &str =
    "the document has ended above, and kubectl ignores everything from here";

const NO_VALUE: &str = "a value is expected here";

fn event(kind: EventKind, mark: Mark) -> Event {
    Event {
        line: mark.row + 1,
        offset: mark.offset,
        kind,
    }
}

/// A value that is not there.
fn empty(mark: Mark) -> Event {
    event(
        EventKind::Scalar {
            text: String::new(),
            style: Style::Plain,
            properties: Properties::default(),
        },
        mark,
    )
}
