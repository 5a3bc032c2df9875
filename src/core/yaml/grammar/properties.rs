//! Anchors, aliases, tags and directives.

use super::Fault;
use super::cursor::Cursor;
use super::scanner::Scanner;
use super::token::{Token, TokenKind};

impl Scanner<'_> {
    /// `&name` or `*name`.
    pub(super) fn scan_anchor(&mut self) -> Result<Token, Fault> {
        let mark = self.cursor.mark;
        let is_alias = self.cursor.peek() == b'*';
        self.cursor.skip();
        let mut name = String::new();
        self.cursor.read_while(&mut name, is_word);
        let ends = self.cursor.is_blank_break_or_end()
            || matches!(
                self.cursor.peek(),
                b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`'
            );
        if name.is_empty() || !ends {
            return self.fault(if is_alias {
                "the name after * may contain only letters, digits, - and _; a text starting with * needs quotes"
            } else {
                "the name after & may contain only letters, digits, - and _; a text starting with & needs quotes"
            });
        }
        let kind = if is_alias {
            TokenKind::Alias(name)
        } else {
            TokenKind::Anchor(name)
        };
        Ok(Token { kind, mark })
    }

    /// `!`, `!name`, `!handle!name` or `!<name>`.
    pub(super) fn scan_tag(&mut self) -> Result<Token, Fault> {
        let mark = self.cursor.mark;
        let (mut handle, mut suffix) = (String::new(), String::new());
        if self.cursor.peek_at(1) == b'<' {
            self.cursor.skip();
            self.cursor.skip();
            self.scan_tag_uri("", &mut suffix)?;
            if self.cursor.peek() != b'>' {
                return self.fault("a tag starting with !< must end with >");
            }
            self.cursor.skip();
        } else {
            self.scan_tag_handle(false, &mut handle)?;
            if handle.len() > 1 && handle.ends_with('!') {
                self.scan_tag_uri("", &mut suffix)?;
            } else {
                self.scan_tag_uri(&handle, &mut suffix)?;
                "!".clone_into(&mut handle);
                if suffix.is_empty() {
                    std::mem::swap(&mut handle, &mut suffix);
                }
            }
        }
        if !self.cursor.is_blank_break_or_end() {
            return self
                .fault("a space is missing after a tag (!); a text starting with ! needs quotes");
        }
        Ok(Token {
            kind: TokenKind::Tag { handle, suffix },
            mark,
        })
    }

    fn scan_tag_handle(&mut self, directive: bool, handle: &mut String) -> Result<(), Fault> {
        if self.cursor.peek() != b'!' {
            return self.fault("a tag starts with !");
        }
        self.cursor.read(handle);
        self.cursor.read_while(handle, is_word);
        if self.cursor.peek() == b'!' {
            self.cursor.read(handle);
        } else if directive && handle != "!" {
            return self.fault("the handle of a %TAG line ends with !");
        }
        Ok(())
    }

    /// The name of a tag behind `head`, a handle that was none.
    fn scan_tag_uri(&mut self, head: &str, uri: &mut String) -> Result<(), Fault> {
        uri.push_str(head.get(1..).unwrap_or_default());
        let mut found = !head.is_empty();
        loop {
            let before = self.cursor.mark.index;
            self.cursor.read_while(uri, |cursor| {
                is_word(cursor)
                    || matches!(
                        cursor.peek(),
                        b';' | b'/'
                            | b'?'
                            | b':'
                            | b'@'
                            | b'&'
                            | b'='
                            | b'+'
                            | b'$'
                            | b','
                            | b'.'
                            | b'!'
                            | b'~'
                            | b'*'
                            | b'\''
                            | b'('
                            | b')'
                            | b'['
                            | b']'
                    )
            });
            found |= self.cursor.mark.index > before;
            if self.cursor.peek() != b'%' {
                break;
            }
            self.scan_uri_escape(uri)?;
            found = true;
        }
        if !found {
            return self.fault("a tag has no name");
        }
        Ok(())
    }

    /// `%C3%A4`: one character by its bytes.
    fn scan_uri_escape(&mut self, uri: &mut String) -> Result<(), Fault> {
        const WRONG: &str = "% within a tag must be followed by the two digits of a UTF-8 byte";
        let mut bytes = Vec::new();
        let mut width = 1;
        while bytes.len() < width {
            let digits = (self.cursor.peek_at(1), self.cursor.peek_at(2));
            let (b'%', Some(high), Some(low)) = (self.cursor.peek(), hex(digits.0), hex(digits.1))
            else {
                return self.fault(WRONG);
            };
            let byte = high * 16 + low;
            if bytes.is_empty() {
                width = match byte {
                    0..=0x7F => 1,
                    0xC0..=0xDF => 2,
                    0xE0..=0xEF => 3,
                    0xF0..=0xF7 => 4,
                    _ => return self.fault(WRONG),
                };
            }
            bytes.push(byte);
            (0..3).for_each(|_| self.cursor.skip());
        }
        match std::str::from_utf8(&bytes) {
            Ok(text) => {
                uri.push_str(text);
                Ok(())
            }
            Err(_) => self.fault(WRONG),
        }
    }

    /// `%YAML 1.1` or `%TAG ! prefix`.
    pub(super) fn scan_directive(&mut self) -> Result<Token, Fault> {
        let mark = self.cursor.mark;
        self.cursor.skip();
        let mut name = String::new();
        self.cursor.read_while(&mut name, is_word);
        if !self.cursor.is_blank_break_or_end() {
            return self.fault("a line starting with % may have only letters before its space");
        }
        let kind = match name.as_str() {
            "YAML" => self.scan_version()?,
            "TAG" => self.scan_tag_directive()?,
            _ => {
                return self.fault(
                    "a line starts with %, which only %YAML and %TAG may; such a text needs quotes",
                );
            }
        };
        self.cursor.skip_while(Cursor::is_blank);
        self.cursor.skip_comment();
        if !self.cursor.is_break_or_end() {
            return self.fault("only a comment may follow %YAML and %TAG");
        }
        self.cursor.skip_break();
        Ok(Token { kind, mark })
    }

    fn scan_version(&mut self) -> Result<TokenKind, Fault> {
        self.cursor.skip_while(Cursor::is_blank);
        let major = self.scan_number()?;
        if self.cursor.peek() != b'.' {
            return self.fault(WRONG_VERSION);
        }
        self.cursor.skip();
        let minor = self.scan_number()?;
        Ok(TokenKind::VersionDirective(
            is_one(&major) && is_one(&minor),
        ))
    }

    fn scan_number(&mut self) -> Result<String, Fault> {
        let mut number = String::new();
        self.cursor
            .read_while(&mut number, |cursor| cursor.peek().is_ascii_digit());
        if number.is_empty() || number.len() > 2 {
            return self.fault(WRONG_VERSION);
        }
        Ok(number)
    }

    fn scan_tag_directive(&mut self) -> Result<TokenKind, Fault> {
        self.cursor.skip_while(Cursor::is_blank);
        let (mut handle, mut prefix) = (String::new(), String::new());
        self.scan_tag_handle(true, &mut handle)?;
        if !self.cursor.is_blank() {
            return self.fault("a space must separate the handle and the prefix of %TAG");
        }
        self.cursor.skip_while(Cursor::is_blank);
        self.scan_tag_uri("", &mut prefix)?;
        if !self.cursor.is_blank_break_or_end() {
            return self.fault("a space or the line end must follow the prefix of %TAG");
        }
        Ok(TokenKind::TagDirective { handle, prefix })
    }
}

const WRONG_VERSION: &str = "a version is missing after %YAML; only 1.1 is supported";

fn is_one(number: &str) -> bool {
    matches!(number, "1" | "01")
}

/// What names of anchors and handles are made of.
fn is_word(cursor: &Cursor<'_>) -> bool {
    let byte = cursor.peek();
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// A digit of base 16.
pub(super) fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}
