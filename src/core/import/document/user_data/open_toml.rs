//! TOML in which values are still to be filled in, as a reader of TOML can take it: what stands for
//! a value without quotes is put in quotes with a sign, so that the reader's values can tell.

use crate::core::import::source::{Held, can_hold, value_places};

/// The sign behind a value that has no quotes in the text, of the private use area.
const BARE: char = '\u{E003}';

/// A text of TOML with its placeholders held back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct OpenToml {
    pub(super) text: String,
    held: Held,
    /// Placeholders with a line of their own, which may stand for any settings: lines from 1 and what
    /// stands there.
    pub(super) gaps: Vec<(usize, String)>,
    /// Whether a value without quotes is still to be filled in.
    pub(super) has_bare: bool,
}

impl OpenToml {
    /// Nothing, if there is nothing to fill in.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if !can_hold(text) || text.contains(BARE) {
            return None;
        }
        let places = value_places(text);
        if places.is_empty() {
            return None;
        }
        let mut lexer = Lexer {
            open: Self::default(),
            state: State::Bare,
            token: None,
            is_value: false,
            depth: 0,
        };
        let mut at = 0;
        for place in places {
            let own = text.get(place.clone()).unwrap_or_default();
            lexer.plain(text.get(at..place.start).unwrap_or_default());
            at = place.start;
            if lexer.is_comment_at(own) {
                continue;
            }
            lexer.placeholder(own);
            at = place.end;
        }
        lexer.plain(text.get(at..).unwrap_or_default());
        lexer.end_token();
        Some(lexer.open.without_gaps())
    }

    /// A value with its placeholders again, and whether it has no quotes in the text.
    pub(super) fn restored(&self, text: &str) -> (String, bool) {
        let bare = text.strip_suffix(BARE);
        (self.held.restored(bare.unwrap_or(text)), bare.is_some())
    }

    /// Takes out the lines that hold nothing but a placeholder.
    fn without_gaps(mut self) -> Self {
        let mut gaps = Vec::new();
        let lines = self.text.split_inclusive('\n').enumerate();
        let text = lines.map(|(number, line)| {
            let own = line.trim();
            let own = own.split_once(" #").map_or(own, |(own, _)| own.trim_end());
            let inner = own
                .strip_prefix('\'')
                .and_then(|own| own.strip_suffix("\u{E003}'"));
            match inner.filter(|inner| !inner.contains('\'')) {
                Some(inner) => {
                    gaps.push((number + 1, self.held.restored(inner)));
                    line.get(line.trim_end().len()..).unwrap_or_default()
                }
                None => line,
            }
        });
        let text: String = text.collect();
        self.text = text;
        self.gaps = gaps;
        self
    }
}

/// Where in TOML a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Bare,
    Comment,
    /// In a string, by the letters that end it.
    Text(&'static str),
}

struct Lexer {
    open: OpenToml,
    state: State,
    /// Where the word without quotes began that is being read, and whether a placeholder is in it.
    token: Option<(usize, bool)>,
    /// Whether a value is read, and not a key.
    is_value: bool,
    /// Brackets that are open in a value.
    depth: usize,
}

impl Lexer {
    fn placeholder(&mut self, own: &str) {
        let held = self.open.held.hold(own);
        let begin = self.open.text.len();
        self.open.text.push_str(&held);
        if self.state == State::Bare {
            let begin = self.token.map_or(begin, |(begin, _)| begin);
            self.token = Some((begin, true));
            if own.contains('\n') {
                self.end_token();
            }
        }
    }

    /// Whether what looks like a placeholder is a comment: `#{…}` stands for a value only where one is
    /// wanted.
    fn is_comment_at(&self, own: &str) -> bool {
        let before = self.open.text.trim_end_matches([' ', '\t']);
        self.state == State::Bare && own.starts_with('#') && !before.ends_with(['=', '[', ','])
    }

    fn plain(&mut self, text: &str) {
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let length = match self.state {
                State::Comment => self.in_comment(letter),
                State::Text(end) => self.in_text(rest, letter, end),
                State::Bare => self.in_bare(rest, letter),
            };
            let (own, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
            self.open.text.push_str(own);
            rest = behind;
        }
    }

    fn in_comment(&mut self, letter: char) -> usize {
        if letter == '\n' {
            self.line_feed();
        }
        letter.len_utf8()
    }

    fn in_text(&mut self, rest: &str, letter: char, end: &'static str) -> usize {
        if letter == '\\' && end.starts_with('"') {
            let next = rest.chars().nth(1).map_or(0, char::len_utf8);
            return 1 + next;
        }
        if rest.starts_with(end) {
            self.state = State::Bare;
            return end.len();
        }
        // A text of one line that has no end is no TOML, and the reader says so.
        if letter == '\n' && end.len() == 1 {
            self.line_feed();
        }
        letter.len_utf8()
    }

    fn in_bare(&mut self, rest: &str, letter: char) -> usize {
        let is_key = !self.is_value && self.depth == 0;
        match letter {
            '\n' => {
                self.end_token();
                self.line_feed();
            }
            '#' => {
                self.end_token();
                self.state = State::Comment;
            }
            '"' | '\'' => {
                self.end_token();
                let end = ["\"\"\"", "'''", "\"", "'"]
                    .into_iter()
                    .find(|end| rest.starts_with(end))
                    .unwrap_or("\"");
                self.state = State::Text(end);
                return end.len();
            }
            '=' => {
                self.end_token();
                self.is_value = true;
            }
            '[' | '{' => {
                self.end_token();
                self.depth += usize::from(self.is_value);
            }
            ']' | '}' => {
                self.end_token();
                self.depth = self.depth.saturating_sub(1);
            }
            '.' if is_key => self.end_token(),
            ',' | ' ' | '\t' | '\r' => self.end_token(),
            _ => {
                let begin = self.open.text.len();
                self.token.get_or_insert((begin, false));
            }
        }
        letter.len_utf8()
    }

    fn line_feed(&mut self) {
        self.state = State::Bare;
        self.is_value &= self.depth > 0;
    }

    /// Puts a word with a placeholder in quotes.
    fn end_token(&mut self) {
        let Some((begin, true)) = self.token.take() else {
            return;
        };
        self.open.has_bare |= self.is_value;
        let text = &mut self.open.text;
        let end = text.trim_end_matches('\n').len();
        text.insert_str(end, &format!("{BARE}'"));
        text.insert(begin, '\'');
    }
}

#[cfg(test)]
mod tests {
    use super::OpenToml;

    #[test]
    fn what_has_no_quotes_gets_some_and_keeps_its_place() {
        for (text, count) in [
            ("a = ${x}", 1),
            ("a = ${x}Gi # ${y}", 1),
            ("a = [${x}, 1, \"${y}\"]", 1),
            ("[a.${x}]\nb = 1", 1),
            ("{{ $k }} = {{ $v }}", 2),
            ("a = \"x ${y} z\"", 0),
            ("a = '''\n${x}\n'''", 0),
            ("a = #{x}", 1),
            ("a = 1 #{x}", 0),
            ("a = {b = @@X@@, c = __Y__}", 2),
        ] {
            let open = OpenToml::parse(text).expect(text);
            assert_eq!(open.text.matches("\u{E003}'").count(), count, "{text}");
            assert!(toml::de::DeTable::parse(&open.text).is_ok(), "{text}");
            assert_eq!(open.text.lines().count(), text.lines().count());
            assert!(open.gaps.is_empty(), "{text}");
        }
        assert_eq!(OpenToml::parse("a = 1 # x"), None);
    }

    #[test]
    fn a_line_of_its_own_is_a_gap() {
        let open = OpenToml::parse("[a]\n  ${x}\nb = 1\n{{ include \"y\" . }} # more\n").unwrap();
        assert_eq!(
            open.gaps,
            [
                (2, "${x}".to_owned()),
                (4, "{{ include \"y\" . }}".to_owned())
            ]
        );
        assert_eq!(open.text, "[a]\n\nb = 1\n\n");
    }
}
