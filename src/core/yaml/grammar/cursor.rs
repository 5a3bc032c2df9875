//! A place in a text, and what stands there.

/// A place, counted as the grammar counts it and as an editor does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Mark {
    /// Characters before.
    pub(super) index: usize,
    /// Breaks of any kind before.
    pub(super) line: usize,
    /// Characters before on this line.
    pub(super) column: usize,
    /// Line feeds before, by which every other part of this program counts lines.
    pub(super) row: usize,
    /// Bytes before.
    pub(super) offset: usize,
}

/// Reads a text character by character. Its end is a NUL, which no text holds that comes here.
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    pub(super) mark: Mark,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            mark: Mark::default(),
        }
    }

    /// The byte here; 0 at the end.
    pub(super) fn peek(&self) -> u8 {
        self.peek_at(0)
    }

    /// The byte some bytes further.
    pub(super) fn peek_at(&self, offset: usize) -> u8 {
        self.text
            .as_bytes()
            .get(self.at + offset)
            .copied()
            .unwrap_or(0)
    }

    pub(super) fn is_end(&self) -> bool {
        self.peek() == 0
    }

    pub(super) fn is_blank(&self) -> bool {
        matches!(self.peek(), b' ' | b'\t')
    }

    pub(super) fn is_break(&self) -> bool {
        self.is_break_at(0)
    }

    /// Whether a line ends there: CR, LF, NEL, LS or PS.
    pub(super) fn is_break_at(&self, offset: usize) -> bool {
        match self.peek_at(offset) {
            b'\r' | b'\n' => true,
            0xC2 => self.peek_at(offset + 1) == 0x85,
            0xE2 => {
                self.peek_at(offset + 1) == 0x80 && matches!(self.peek_at(offset + 2), 0xA8 | 0xA9)
            }
            _ => false,
        }
    }

    pub(super) fn is_break_or_end(&self) -> bool {
        self.is_end() || self.is_break()
    }

    pub(super) fn is_blank_break_or_end(&self) -> bool {
        self.is_blank_break_or_end_at(0)
    }

    pub(super) fn is_blank_break_or_end_at(&self, offset: usize) -> bool {
        matches!(self.peek_at(offset), b' ' | b'\t' | 0) || self.is_break_at(offset)
    }

    /// Whether `---` or `...` stands here as a mark of documents.
    pub(super) fn is_document_mark(&self, letter: u8) -> bool {
        self.mark.column == 0
            && (0..3).all(|offset| self.peek_at(offset) == letter)
            && self.is_blank_break_or_end_at(3)
    }

    /// Goes over one character that is no break.
    pub(super) fn skip(&mut self) {
        let width = match self.peek() {
            0 => return,
            0x01..=0x7F => 1,
            0x80..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xFF => 4,
        };
        self.at += width;
        self.mark.offset = self.at;
        self.mark.index += 1;
        self.mark.column += 1;
    }

    /// Goes over one break, if one stands here.
    pub(super) fn skip_break(&mut self) {
        self.take_break(None);
    }

    /// Takes one break as the text of a scalar keeps it: LS and PS as they are, others as a
    /// line feed.
    pub(super) fn read_break(&mut self, into: &mut String) {
        self.take_break(Some(into));
    }

    fn take_break(&mut self, into: Option<&mut String>) {
        if !self.is_break() {
            return;
        }
        let (width, kept) = match (self.peek(), self.peek_at(1), self.peek_at(2)) {
            (b'\r', b'\n', _) => (2, '\n'),
            (b'\r' | b'\n', ..) => (1, '\n'),
            (0xC2, ..) => (2, '\n'),
            (_, _, 0xA8) => (3, '\u{2028}'),
            _ => (3, '\u{2029}'),
        };
        if matches!((self.peek(), width), (b'\n', _) | (b'\r', 2)) {
            self.mark.row += 1;
        }
        self.at += width;
        self.mark.offset = self.at;
        self.mark.index += 1;
        self.mark.column = 0;
        self.mark.line += 1;
        if let Some(into) = into {
            into.push(kept);
        }
    }

    /// Takes one character that is no break.
    pub(super) fn read(&mut self, into: &mut String) {
        self.read_while(into, {
            let mut once = true;
            move |_| std::mem::take(&mut once)
        });
    }

    /// Takes characters as long as they are meant and the text does not end.
    pub(super) fn read_while(&mut self, into: &mut String, mut meant: impl FnMut(&Self) -> bool) {
        let start = self.at;
        while !self.is_end() && meant(self) {
            self.skip();
        }
        into.push_str(self.text.get(start..self.at).unwrap_or_default());
    }

    /// Goes over characters as long as they are meant and the text does not end.
    pub(super) fn skip_while(&mut self, mut meant: impl FnMut(&Self) -> bool) {
        while !self.is_end() && meant(self) {
            self.skip();
        }
    }

    /// Goes over a comment that stands here, up to the line's end.
    pub(super) fn skip_comment(&mut self) {
        if self.peek() == b'#' {
            self.skip_while(|cursor| !cursor.is_break());
        }
    }
}
