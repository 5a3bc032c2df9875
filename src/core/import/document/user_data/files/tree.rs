//! The commands of a script as a shell groups them: lists, conditions, loops and functions (POSIX shell
//! command language, 2.9 and 2.10, and Bash's `[[`).

use super::commands::{Segment, Sign, Simple, Token, Word};

/// Deepest blocks that are followed.
const MAX_DEPTH: usize = 40;

/// How a command is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// By `;` or a new line.
    Next,
    /// By `|`.
    Pipe,
    /// By `&&`.
    And,
    /// By `||`.
    Or,
}

/// One command of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) body: Body,
    pub(super) join: Join,
    /// Whether `!` stands before it.
    pub(super) is_negated: bool,
    /// Whether the script goes on without waiting for it.
    pub(super) is_background: bool,
    pub(super) line: usize,
}

/// What a command is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Body {
    Simple(Simple),
    /// `{ … }` or `( … )`.
    Group {
        items: Vec<Item>,
        is_subshell: bool,
    },
    /// Each condition with what it guards, and what is done otherwise.
    If {
        arms: Vec<(Vec<Item>, Vec<Item>)>,
        otherwise: Vec<Item>,
    },
    /// `while` or `until`.
    Loop {
        head: Vec<Item>,
        is_until: bool,
        items: Vec<Item>,
    },
    /// `for` with its words; none of them where it goes over arguments or counts.
    For {
        name: String,
        words: Option<Vec<Word>>,
        items: Vec<Item>,
    },
    /// Its arms, without their patterns.
    Case(Vec<Vec<Item>>),
    Function {
        name: String,
        items: Vec<Item>,
    },
    /// What a block's own redirections write: `} > file`.
    Redirected(Simple),
    /// More blocks within blocks than are followed.
    TooDeep,
}

/// Groups the commands of a script.
pub(super) fn read(tokens: Vec<Token>) -> Vec<Item> {
    let mut parser = Parser {
        tokens: tokens.into_iter().peekable(),
        depth: 0,
    };
    let mut items = Vec::new();
    while parser.tokens.peek().is_some() {
        items.extend(parser.list(&[], false));
        // What closes no block is passed over.
        parser.reserved();
    }
    items
}

/// Words that a shell knows where a command may begin.
const RESERVED: [&str; 17] = [
    "if", "then", "elif", "else", "fi", "while", "until", "do", "done", "for", "select", "case",
    "esac", "{", "}", "!", "function",
];

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    depth: usize,
}

impl Parser {
    /// The reserved word that comes next.
    fn peek_reserved(&mut self) -> Option<&'static str> {
        let Some(Token::Command(command)) = self.tokens.peek() else {
            return None;
        };
        let [Segment::Expanding(word)] = command.words.first()?.0.as_slice() else {
            return None;
        };
        RESERVED.into_iter().find(|own| own == word)
    }

    /// Takes the reserved word that comes next; what stands behind it stays.
    fn reserved(&mut self) -> Option<&'static str> {
        let word = self.peek_reserved()?;
        let Some(Token::Command(command)) = self.tokens.peek_mut() else {
            return None;
        };
        command.words.remove(0);
        if command.is_empty() {
            self.tokens.next();
        } else {
            command.is_of_block = command.words.is_empty();
        }
        Some(word)
    }

    fn take(&mut self, wanted: &str) {
        if self.peek_reserved() == Some(wanted) {
            self.reserved();
        }
    }

    /// Commands until one of these words, or the `)` of a subshell.
    fn list(&mut self, until: &[&str], in_subshell: bool) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut join = Join::Next;
        let mut is_negated = false;
        let is_arm = until.contains(&"esac");
        while let Some(token) = self.tokens.peek() {
            let piped = matches!(token, Token::Command(command) if command.piped);
            match token {
                Token::Sign(Sign::Close, _) if in_subshell => {
                    self.tokens.next();
                    break;
                }
                Token::Sign(sign, _) if *sign != Sign::Open => {
                    match sign {
                        Sign::And => join = Join::And,
                        Sign::Or => join = Join::Or,
                        Sign::Background => {
                            if let Some(last) = items.last_mut() {
                                last.is_background = true;
                            }
                            join = Join::Next;
                        }
                        // A line may end behind `&&`.
                        Sign::Line if join != Join::Next => {}
                        _ => join = Join::Next,
                    }
                    let is_next = *sign == Sign::Next;
                    self.tokens.next();
                    if is_arm && is_next && self.sign(Sign::Next) {
                        break;
                    }
                    continue;
                }
                _ => {}
            }
            let word = self.peek_reserved();
            if word.is_some_and(|word| until.contains(&word)) {
                break;
            }
            match word {
                Some("!") => {
                    self.reserved();
                    is_negated = !is_negated;
                    continue;
                }
                // It closes a block of somebody else's.
                Some("then" | "elif" | "else" | "fi" | "do" | "done" | "esac" | "}") => {
                    if !until.is_empty() || in_subshell || self.depth > 0 {
                        break;
                    }
                    self.reserved();
                    continue;
                }
                _ => {}
            }
            let line = self.line();
            let Some(body) = self.body(word) else { break };
            items.push(Item {
                body,
                join: if piped { Join::Pipe } else { join },
                is_negated,
                is_background: false,
                line,
            });
            (join, is_negated) = (Join::Next, false);
            if let Some(redirected) = self.redirected() {
                items.push(redirected);
            }
        }
        items
    }

    /// Takes a sign if it comes next.
    fn sign(&mut self, wanted: Sign) -> bool {
        let is_wanted = |token: &Token| matches!(token, Token::Sign(sign, _) if *sign == wanted);
        self.tokens.next_if(is_wanted).is_some()
    }

    fn line(&mut self) -> usize {
        match self.tokens.peek() {
            Some(Token::Command(command)) => command.line,
            Some(Token::Sign(_, line)) => *line,
            None => 0,
        }
    }

    /// What follows a block without words of its own: `> file`.
    fn redirected(&mut self) -> Option<Item> {
        let follows = matches!(
            self.tokens.peek(),
            Some(Token::Command(command)) if command.words.is_empty() && command.is_of_block
        );
        let Some(Token::Command(command)) = self.tokens.next_if(|_| follows) else {
            return None;
        };
        Some(Item {
            line: command.line,
            body: Body::Redirected(command),
            join: Join::Pipe,
            is_negated: false,
            is_background: false,
        })
    }

    fn block(&mut self, until: &[&str], in_subshell: bool) -> Vec<Item> {
        self.depth += 1;
        let items = self.list(until, in_subshell);
        self.depth -= 1;
        items
    }

    fn body(&mut self, word: Option<&str>) -> Option<Body> {
        if self.depth >= MAX_DEPTH {
            self.tokens.next();
            return Some(Body::TooDeep);
        }
        match word {
            Some("if") => Some(self.condition()),
            Some(word @ ("while" | "until")) => {
                let is_until = word == "until";
                self.reserved();
                let head = self.block(&["do"], false);
                self.take("do");
                let items = self.block(&["done"], false);
                self.take("done");
                Some(Body::Loop {
                    head,
                    is_until,
                    items,
                })
            }
            Some("for" | "select") => {
                self.reserved();
                Some(self.each())
            }
            Some("case") => {
                self.reserved();
                Some(self.case())
            }
            Some("{") => {
                self.reserved();
                let items = self.block(&["}"], false);
                self.take("}");
                Some(Body::Group {
                    items,
                    is_subshell: false,
                })
            }
            Some("function") => {
                self.reserved();
                let Token::Command(mut command) = self.tokens.next()? else {
                    return None;
                };
                let name = command.words.first().map(Word::raw).unwrap_or_default();
                let name = name.trim_end_matches('(').to_owned();
                if command.words.len() > 1 {
                    command.words.remove(0);
                    return Some(self.function_of(&name, Some(command)));
                }
                Some(self.function_of(&name, None))
            }
            _ => self.plain(),
        }
    }

    fn plain(&mut self) -> Option<Body> {
        let mut command = match self.tokens.next()? {
            Token::Sign(..) => {
                let items = self.block(&[], true);
                if let Some(Token::Command(command)) = self.tokens.peek_mut() {
                    command.is_of_block = command.words.is_empty();
                }
                return Some(Body::Group {
                    items,
                    is_subshell: true,
                });
            }
            Token::Command(command) => command,
        };
        let first = command.words.first().map(Word::raw).unwrap_or_default();
        let is_open = matches!(self.tokens.peek(), Some(Token::Sign(Sign::Close, _)));
        if command.words.len() == 1
            && is_open
            && let Some(name) = first.strip_suffix('(')
        {
            self.tokens.next();
            return Some(self.function_of(name, None));
        }
        if first == "[[" {
            self.double_brackets(&mut command);
        }
        Some(Body::Simple(command))
    }

    /// `[[ a && b ]]` is one command.
    fn double_brackets(&mut self, command: &mut Simple) {
        let ends = |command: &Simple| command.words.iter().any(|word| word.raw() == "]]");
        while !ends(command) {
            match self.tokens.next() {
                Some(Token::Command(more)) => command.words.extend(more.words),
                Some(Token::Sign(Sign::And | Sign::Or, _)) => {
                    let joined = Word(vec![Segment::Literal("&&".to_owned())]);
                    command.words.push(joined);
                }
                Some(Token::Sign(Sign::Open | Sign::Close, _)) => {}
                Some(Token::Sign(..)) | None => return,
            }
        }
        // `<` and `>` compare there.
        command.outputs.clear();
        command.input = None;
    }

    /// The body of a function, which may begin on the next line.
    fn function_of(&mut self, name: &str, begun: Option<Simple>) -> Body {
        while begun.is_none()
            && self
                .tokens
                .next_if(|token| {
                    matches!(
                        token,
                        Token::Sign(Sign::Line | Sign::Next | Sign::Open | Sign::Close, _)
                    )
                })
                .is_some()
        {}
        let is_block = match &begun {
            Some(command) => command.words.first().map(Word::raw).as_deref() == Some("{"),
            None => self.peek_reserved() == Some("{"),
        };
        let mut items = Vec::new();
        if let Some(mut command) = begun {
            command.words.remove(0);
            if !command.is_empty() {
                let line = command.line;
                items.push(Item {
                    body: Body::Simple(command),
                    join: Join::Next,
                    is_negated: false,
                    is_background: false,
                    line,
                });
            }
        } else {
            self.take("{");
        }
        if is_block {
            items.extend(self.block(&["}"], false));
            self.take("}");
        }
        Body::Function {
            name: name.to_owned(),
            items,
        }
    }

    fn condition(&mut self) -> Body {
        let mut arms = Vec::new();
        let mut otherwise = Vec::new();
        while matches!(self.peek_reserved(), Some("if" | "elif")) {
            self.reserved();
            let tests = self.block(&["then"], false);
            self.take("then");
            let items = self.block(&["elif", "else", "fi"], false);
            arms.push((tests, items));
            if self.peek_reserved() != Some("elif") {
                break;
            }
        }
        if self.peek_reserved() == Some("else") {
            self.reserved();
            otherwise = self.block(&["fi"], false);
        }
        self.take("fi");
        Body::If { arms, otherwise }
    }

    fn case(&mut self) -> Body {
        // What is looked at, `in`, and the first pattern if it stands on the same line.
        self.tokens.next();
        let mut arms = Vec::new();
        while self.tokens.peek().is_some() {
            while self.sign(Sign::Line) || self.sign(Sign::Next) {}
            if self.peek_reserved() == Some("esac") {
                break;
            }
            // The patterns, to their `)`.
            while self.peek_reserved() != Some("esac") {
                match self.tokens.next() {
                    Some(Token::Sign(Sign::Close, _)) | None => break,
                    Some(_) => {}
                }
            }
            arms.push(self.block(&["esac"], false));
        }
        self.take("esac");
        Body::Case(arms)
    }

    fn each(&mut self) -> Body {
        let (mut name, mut words) = (String::new(), None);
        if let Some(Token::Command(command)) = self.tokens.peek() {
            let is_in = command.words.get(1).map(Word::raw).as_deref() == Some("in");
            name = command.words.first().map(Word::raw).unwrap_or_default();
            words = is_in.then(|| command.words.get(2..).unwrap_or_default().to_vec());
            self.tokens.next();
        }
        // What counts in `for ((…))` is passed over.
        self.block(&["do"], false);
        self.take("do");
        let items = self.block(&["done"], false);
        self.take("done");
        Body::For { name, words, items }
    }
}
