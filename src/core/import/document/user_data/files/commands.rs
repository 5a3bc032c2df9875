//! Reads a shell script into simple commands without running anything: words, redirections, pipes
//! and here-documents, each with its line (POSIX shell command language, and what Bash adds to it
//! that userData uses).

/// Most commands and signs of one script.
const MAX_TOKENS: usize = 10_000;

/// A piece of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Segment {
    /// Stands for itself.
    Literal(String),
    /// Names of variables in it are replaced by their values.
    Expanding(String),
}

/// A word of a command, its quotes taken away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Word(pub(super) Vec<Segment>);

/// What a command reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    /// The lines of a here-document, and whether variables are replaced in it.
    Text(Vec<(String, usize)>, bool),
    /// A here-string.
    Word(Word, usize),
    File(Word),
}

/// A redirection of standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) append: bool,
    pub(super) target: Word,
}

/// One command with what it reads and writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Simple {
    pub(super) line: usize,
    /// The line of its last word.
    pub(super) last: usize,
    pub(super) words: Vec<Word>,
    pub(super) outputs: Vec<Output>,
    pub(super) input: Option<Input>,
    /// Whether it reads what the command before it writes.
    pub(super) piped: bool,
    /// Whether it is only what a block's own redirections are: `} > file`.
    pub(super) is_of_block: bool,
}

impl Simple {
    /// Whether nothing is left of it.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.outputs.is_empty() && self.input.is_none()
    }
}

/// What joins and groups commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// `;`, or `;;` twice.
    Next,
    /// The end of a line.
    Line,
    /// `&`.
    Background,
    /// `&&`.
    And,
    /// `||`.
    Or,
    /// `(`.
    Open,
    /// `)`.
    Close,
}

/// A piece of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Command(Simple),
    /// A sign, and its line.
    Sign(Sign, usize),
}

/// A here-document whose text follows on the next lines.
struct Pending {
    command: usize,
    end: String,
    strips_tabs: bool,
    expands: bool,
}

struct Reader {
    letters: Vec<char>,
    at: usize,
    line: usize,
    tokens: Vec<Token>,
    now: Simple,
    pending: Vec<Pending>,
    open_quote: Option<usize>,
}

/// The pieces of a script.
pub(super) struct Script {
    pub(super) tokens: Vec<Token>,
    /// The line from which on there are too many.
    pub(super) cut: Option<usize>,
    /// The line of a quote that is never closed.
    pub(super) open_quote: Option<usize>,
}

/// Reads a script whose first line is `first`.
pub(super) fn read(text: &str, first: usize) -> Script {
    let mut reader = Reader {
        letters: text.replace("\r\n", "\n").chars().collect(),
        at: 0,
        line: first,
        tokens: Vec::new(),
        now: Simple::default(),
        pending: Vec::new(),
        open_quote: None,
    };
    while reader.at < reader.letters.len() && reader.tokens.len() < MAX_TOKENS {
        reader.step();
    }
    let cut = (reader.at < reader.letters.len()).then_some(reader.line);
    reader.finish(false);
    Script {
        tokens: reader.tokens,
        cut,
        open_quote: reader.open_quote,
    }
}

impl Word {
    /// The word as it stands if nothing in it is replaced.
    pub(super) fn raw(&self) -> String {
        self.0
            .iter()
            .map(|segment| match segment {
                Segment::Literal(text) | Segment::Expanding(text) => text.as_str(),
            })
            .collect()
    }

    fn push(&mut self, letter: char, expanding: bool) {
        match (self.0.last_mut(), expanding) {
            (Some(Segment::Literal(text)), false) | (Some(Segment::Expanding(text)), true) => {
                text.push(letter);
            }
            (_, true) => self.0.push(Segment::Expanding(letter.to_string())),
            (_, false) => self.0.push(Segment::Literal(letter.to_string())),
        }
    }
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.letters.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek(0)?;
        self.at += 1;
        if letter == '\n' {
            self.line += 1;
        }
        Some(letter)
    }

    /// One token.
    fn step(&mut self) {
        let Some(letter) = self.peek(0) else { return };
        match letter {
            ' ' | '\t' => {
                self.next();
            }
            '\\' if self.peek(1) == Some('\n') => {
                self.next();
                self.next();
            }
            '\n' => {
                // Its text belongs to the command that ends here, so the place is taken first.
                let line = self.line;
                self.next();
                self.finish(false);
                self.tokens.push(Token::Sign(Sign::Line, line));
                self.here_documents();
            }
            '#' => {
                while self.peek(0).is_some_and(|letter| letter != '\n') {
                    self.next();
                }
            }
            '|' => {
                self.next();
                let or = self.peek(0) == Some('|');
                if or || self.peek(0) == Some('&') {
                    self.next();
                }
                self.finish(!or);
                if or {
                    self.tokens.push(Token::Sign(Sign::Or, self.line));
                }
            }
            '&' if self.peek(1) == Some('>') => {
                self.next();
                self.redirection();
            }
            ';' | '&' | '(' | ')' => {
                self.next();
                self.finish(false);
                let sign = match letter {
                    '&' if self.peek(0) == Some('&') => {
                        self.next();
                        Sign::And
                    }
                    '&' => Sign::Background,
                    '(' => Sign::Open,
                    ')' => Sign::Close,
                    _ => Sign::Next,
                };
                self.tokens.push(Token::Sign(sign, self.line));
            }
            '<' | '>' if self.peek(1) == Some('(') => self.word(),
            '<' | '>' => self.redirection(),
            letter if letter.is_ascii_digit() && matches!(self.peek(1), Some('<' | '>')) => {
                self.next();
                if letter == '1' || self.peek(0) == Some('<') {
                    self.redirection();
                } else {
                    // Another stream than standard output: its target says nothing.
                    let outputs = self.now.outputs.len();
                    self.redirection();
                    self.now.outputs.truncate(outputs);
                }
            }
            _ => self.word(),
        }
    }

    /// Ends a command; `pipes`: the next one reads what it writes.
    fn finish(&mut self, pipes: bool) {
        if self.now.is_empty() {
            self.now.piped |= pipes;
            return;
        }
        let done = std::mem::take(&mut self.now);
        self.now.piped = pipes;
        self.tokens.push(Token::Command(done));
    }

    fn redirection(&mut self) {
        let letter = self.next();
        if self.now.line == 0 {
            self.now.line = self.line;
        }
        match letter {
            Some('<') if self.peek(0) == Some('<') => {
                self.next();
                if self.peek(0) == Some('<') {
                    self.next();
                    let line = self.line;
                    if let Some(word) = self.target() {
                        self.now.input = Some(Input::Word(word, line));
                    }
                    return;
                }
                let strips_tabs = self.peek(0) == Some('-');
                if strips_tabs {
                    self.next();
                }
                let from = self.at;
                let Some(word) = self.target() else { return };
                let raw = self.letters.get(from..self.at).unwrap_or_default();
                let expands = !raw.iter().any(|letter| matches!(letter, '\'' | '"' | '\\'));
                self.pending.push(Pending {
                    command: self.tokens.len(),
                    end: word.raw(),
                    strips_tabs,
                    expands,
                });
                self.now.input = Some(Input::Text(Vec::new(), expands));
            }
            Some('<') => {
                if let Some(word) = self.target() {
                    self.now.input = Some(Input::File(word));
                }
            }
            _ => {
                let append = self.peek(0) == Some('>');
                if append || self.peek(0) == Some('|') {
                    self.next();
                }
                if self.peek(0) == Some('&') {
                    // A copy of another stream.
                    self.next();
                    self.target();
                    return;
                }
                if let Some(target) = self.target() {
                    self.now.outputs.push(Output { append, target });
                }
            }
        }
    }

    fn target(&mut self) -> Option<Word> {
        while matches!(self.peek(0), Some(' ' | '\t')) {
            self.next();
        }
        let before = self.now.words.len();
        let line = self.now.line;
        if matches!(
            self.peek(0),
            None | Some('\n' | ';' | '&' | '|' | '(' | ')')
        ) {
            return None;
        }
        self.word();
        self.now.line = line;
        if self.now.words.len() > before {
            self.now.words.pop()
        } else {
            None
        }
    }

    fn word(&mut self) {
        let line = self.line;
        let from = self.at;
        let mut word = Word::default();
        let mut is_quoted = false;
        while let Some(letter) = self.peek(0) {
            match letter {
                ' ' | '\t' | '\n' | ';' | '&' | '|' | ')' => break,
                '(' if self.at == from || !is_function(&word) => break,
                '<' | '>' if self.peek(1) == Some('(') => self.nested(&mut word),
                '<' | '>' => break,
                '\'' => {
                    is_quoted = true;
                    let begins = self.line;
                    self.next();
                    loop {
                        match self.next() {
                            Some('\'') => break,
                            Some(letter) => word.push(letter, false),
                            None => {
                                self.open_quote.get_or_insert(begins);
                                break;
                            }
                        }
                    }
                }
                '"' => {
                    is_quoted = true;
                    self.next();
                    self.double_quoted(&mut word);
                }
                '\\' => {
                    self.next();
                    match self.next() {
                        Some('\n') | None => {}
                        Some(letter) => word.push(letter, false),
                    }
                }
                '$' if self.peek(1) == Some('\'') => {
                    is_quoted = true;
                    self.next();
                    self.next();
                    self.ansi_quoted(&mut word);
                }
                '$' | '`' => self.dollar(&mut word),
                '(' => {
                    // `name()` of a function.
                    self.next();
                    word.push('(', false);
                }
                letter => {
                    self.next();
                    word.push(letter, true);
                }
            }
        }
        if self.at == from {
            // A letter that begins no word: a lone parenthesis.
            self.next();
            return;
        }
        if word.0.is_empty() && !is_quoted {
            return;
        }
        if self.now.line == 0 {
            self.now.line = line;
        }
        self.now.last = self.line;
        self.now.words.push(word);
    }

    /// `$'…'`, with its escapes.
    fn ansi_quoted(&mut self, word: &mut Word) {
        while let Some(letter) = self.next() {
            match letter {
                '\'' => return,
                '\\' => match self.next() {
                    Some('n') => word.push('\n', false),
                    Some('t') => word.push('\t', false),
                    Some(other) => word.push(other, false),
                    None => return,
                },
                other => word.push(other, false),
            }
        }
    }

    fn double_quoted(&mut self, word: &mut Word) {
        let begins = self.line;
        while let Some(letter) = self.peek(0) {
            match letter {
                '"' => {
                    self.next();
                    return;
                }
                '\\' => {
                    self.next();
                    match self.next() {
                        Some('\n') | None => {}
                        Some(letter @ ('"' | '\\' | '$' | '`')) => word.push(letter, false),
                        Some(letter) => {
                            word.push('\\', false);
                            word.push(letter, false);
                        }
                    }
                }
                '$' | '`' => self.dollar(word),
                letter => {
                    self.next();
                    word.push(letter, true);
                }
            }
        }
        self.open_quote.get_or_insert(begins);
    }

    /// A variable, or the output of a command, which stays as it is written.
    fn dollar(&mut self, word: &mut Word) {
        match (self.peek(0), self.peek(1)) {
            (Some('`'), _) => {
                word.push('`', false);
                self.next();
                while let Some(letter) = self.next() {
                    word.push(letter, false);
                    if letter == '`' {
                        return;
                    }
                }
            }
            (_, Some('(')) => self.nested(word),
            (_, Some('{')) => {
                while let Some(letter) = self.next() {
                    word.push(letter, true);
                    if letter == '}' {
                        return;
                    }
                }
            }
            _ => {
                self.next();
                word.push('$', true);
            }
        }
    }

    /// `$(…)` or `<(…)`, to its own end.
    fn nested(&mut self, word: &mut Word) {
        let mut depth = 0_usize;
        let mut quote = None;
        while let Some(letter) = self.next() {
            word.push(letter, false);
            match (quote, letter) {
                (None, '\'' | '"') => quote = Some(letter),
                (Some(own), letter) if own == letter => quote = None,
                (None, '(') => depth += 1,
                (None, ')') => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return;
                    }
                }
                _ => {}
            }
        }
    }

    /// The texts that begin on this line.
    fn here_documents(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            let mut lines = Vec::new();
            while self.at < self.letters.len() {
                let number = self.line;
                let mut line = String::new();
                while let Some(letter) = self.next().filter(|letter| *letter != '\n') {
                    line.push(letter);
                }
                let text = if pending.strips_tabs {
                    line.trim_start_matches('\t').to_owned()
                } else {
                    line
                };
                if text == pending.end {
                    break;
                }
                lines.push((text, number));
            }
            if let Some(Token::Command(command)) = self.tokens.get_mut(pending.command) {
                command.input = Some(Input::Text(lines, pending.expands));
            }
        }
    }
}

/// Whether a word may be the name of a function that `()` follows.
fn is_function(word: &Word) -> bool {
    let name = word.raw();
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
}

#[cfg(test)]
mod tests;
