//! Reads a shell script into simple commands without running anything: words, redirections, pipes
//! and here-documents, each with its line (POSIX shell command language, and what Bash adds to it
//! that userData uses).

/// Most commands of one script.
const MAX_COMMANDS: usize = 5_000;

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
    pub(super) words: Vec<Word>,
    pub(super) outputs: Vec<Output>,
    pub(super) input: Option<Input>,
    /// Whether it reads what the command before it writes.
    pub(super) piped: bool,
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
    commands: Vec<Simple>,
    now: Simple,
    pending: Vec<Pending>,
}

/// Reads a script whose first line is `first`.
pub(super) fn read(text: &str, first: usize) -> Vec<Simple> {
    let mut reader = Reader {
        letters: text.replace("\r\n", "\n").chars().collect(),
        at: 0,
        line: first,
        commands: Vec::new(),
        now: Simple::default(),
        pending: Vec::new(),
    };
    while reader.at < reader.letters.len() && reader.commands.len() < MAX_COMMANDS {
        reader.step();
    }
    reader.finish(false);
    reader.commands
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
                self.next();
                self.finish(false);
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
            }
            '&' if self.peek(1) == Some('>') => {
                self.next();
                self.redirection();
            }
            ';' | '&' | '(' | ')' => {
                self.next();
                self.finish(false);
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
        let is_empty =
            self.now.words.is_empty() && self.now.outputs.is_empty() && self.now.input.is_none();
        if is_empty {
            self.now.piped |= pipes;
            return;
        }
        let done = std::mem::take(&mut self.now);
        self.now.piped = pipes;
        self.commands.push(done);
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
                    command: self.commands.len(),
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
                    self.next();
                    while let Some(letter) = self.next().filter(|letter| *letter != '\'') {
                        word.push(letter, false);
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
            if let Some(command) = self.commands.get_mut(pending.command) {
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
mod tests {
    use super::{Input, read};

    fn words(text: &str) -> Vec<Vec<String>> {
        read(text, 1)
            .iter()
            .map(|command| command.words.iter().map(|word| word.raw()).collect())
            .collect()
    }

    #[test]
    fn commands_are_cut_as_a_shell_cuts_them() {
        assert_eq!(
            words(
                "a 'b c' \"d\\\"e\" f\\ g # no\nif x; then y && z || w; fi\nh \\\n  i\nj $(k 'l)' m) `n o`\n"
            ),
            [
                vec!["a", "b c", "d\"e", "f g"],
                vec!["if", "x"],
                vec!["then", "y"],
                vec!["z"],
                vec!["w"],
                vec!["fi"],
                vec!["h", "i"],
                vec!["j", "$(k 'l)' m)", "`n o`"],
            ]
        );
        assert_eq!(
            words("f() { a; }\n(b)\n"),
            [vec!["f("], vec!["{", "a"], vec!["}"], vec!["b"]]
        );
        let commands = read("\n\ncat a | tee b >/dev/null 2>>log\n", 5);
        assert_eq!((commands[0].line, commands[1].line), (7, 7));
        assert!(commands[1].piped && !commands[0].piped);
        assert_eq!(commands[1].outputs.len(), 1);
    }

    #[test]
    fn here_documents_belong_to_their_command() {
        let commands = read(
            "cat <<'A' >x; cat >>y <<-B\none $z\nA\n\ttwo\n\tB\nend\n",
            1,
        );
        assert_eq!(
            commands[0].input,
            Some(Input::Text(vec![("one $z".to_owned(), 2)], false))
        );
        assert_eq!(
            commands[1].input,
            Some(Input::Text(vec![("two".to_owned(), 4)], true))
        );
        assert!(commands[1].outputs[0].append);
        assert_eq!(
            (commands[2].line, commands[2].words[0].raw().as_str()),
            (6, "end")
        );
    }

    #[test]
    fn whatever_the_text_reading_ends() {
        for text in [
            "'", "\"", "$(", "`", "<<", "a <<E", "|", "((", "\\", "${", "& >", "<(", "$'",
        ] {
            let _ = read(text, 1);
            let _ = read(&text.repeat(1_000), 1);
        }
    }
}
