//! Values that are still to be filled in.

use super::scan::{Line, split_while};
use super::{Class, Token};

/// Sets `<NAME>` apart wherever it stands, and `${NAME}` where it is a value: in a script it is
/// a variable of the script's own.
pub fn mark(tokens: Vec<Token>) -> Vec<Token> {
    let mut out = Line::default();
    for token in tokens {
        split(&mut out, &token);
    }
    out.done()
}

fn split(out: &mut Line, token: &Token) {
    let mut rest = token.text.as_str();
    while let Some(at) = rest.find(['<', '$']) {
        let (before, from) = rest.split_at(at);
        out.push(token.class, before);
        let found = hole(from, "<", ">").or_else(|| {
            let is_value = matches!(token.class, Class::Text | Class::Key);
            hole(from, "${", "}").filter(|_| is_value)
        });
        let length = found.unwrap_or(1);
        let (piece, after) = from.split_at(length);
        out.push(
            if found.is_some() {
                Class::Hole
            } else {
                token.class
            },
            piece,
        );
        rest = after;
    }
    out.push(token.class, rest);
}

/// Length of a hole at the start of a text.
fn hole(text: &str, open: &str, close: &str) -> Option<usize> {
    let inside = text.strip_prefix(open)?;
    let (name, after) = split_while(inside, |c| {
        c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'
    });
    let named = name.starts_with(|c: char| c.is_ascii_uppercase());
    (named && after.starts_with(close)).then_some(open.len() + name.len() + close.len())
}
