//! Quiet highlighting: keys, values, numbers, comments, and what is still to be filled in.
//!
//! Every tokenizer is total and loses nothing: the tokens of a line, joined, are the line.

mod embedded;
mod holes;
mod markdown;
mod scan;
mod yaml;

use crate::core::Syntax;

/// What a piece of code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Nothing special.
    Plain,
    /// A key, a table's name, a heading.
    Key,
    /// A text value.
    Text,
    /// A number, `true`, `false`, `null`.
    Number,
    /// A comment.
    Comment,
    /// Punctuation that gives the structure.
    Mark,
    /// A value that is still to be filled in: `<CLUSTER_NAME>`.
    Hole,
}

impl Class {
    /// The class in the style sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Key => "tok-key",
            Self::Text => "tok-text",
            Self::Number => "tok-number",
            Self::Comment => "tok-comment",
            Self::Mark => "tok-mark",
            Self::Hole => "tok-hole",
        }
    }
}

/// A piece of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub class: Class,
    /// Its text.
    pub text: String,
}

/// Takes the lines of one text apart, one after the other; equal ones go on alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Highlighter {
    syntax: Syntax,
    /// What the lines before began and did not end, if anything.
    inside: Option<usize>,
}

impl Highlighter {
    /// One before the first line.
    pub const fn new(syntax: Syntax) -> Self {
        Self {
            syntax,
            inside: None,
        }
    }

    /// The tokens of the next line.
    pub fn line(&mut self, line: &str) -> Vec<Token> {
        holes::mark(match self.syntax {
            Syntax::Yaml => yaml::line(&mut self.inside, line),
            Syntax::Toml | Syntax::Mime => embedded::settings(line),
            Syntax::Shell => embedded::shell(line),
            Syntax::Markdown => markdown::line(&mut self.inside, line),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, Highlighter, Syntax, Token};

    fn lines(syntax: Syntax, text: &str) -> Vec<Vec<Token>> {
        let mut highlighter = Highlighter::new(syntax);
        text.lines().map(|line| highlighter.line(line)).collect()
    }

    fn found(syntax: Syntax, text: &str, class: Class) -> Vec<String> {
        lines(syntax, text)
            .into_iter()
            .flatten()
            .filter(|token| token.class == class)
            .map(|token| token.text)
            .collect()
    }

    #[test]
    fn nothing_is_lost_whatever_the_text() {
        let samples = [
            "",
            "\n\n",
            "a: b\n",
            "- x: 'y' # z\n  - 1\n",
            "k: |\n  # x\n  [a]\nl: >-\n\n  é:\n",
            "\"unterminated: x",
            "'",
            "#",
            "---",
            "<A> ${B} <",
            "```sh\nx\n```\n# T `a`b`",
            "{a: [1, \"b]\"]}",
            "🙂: 🙂",
            "a:b:c: d: e",
            ":",
            "- - -",
            "=\n[\n]",
        ];
        for syntax in [
            Syntax::Yaml,
            Syntax::Toml,
            Syntax::Mime,
            Syntax::Shell,
            Syntax::Markdown,
        ] {
            for sample in samples {
                let joined: Vec<String> = lines(syntax, sample)
                    .into_iter()
                    .map(|line| line.into_iter().map(|token| token.text).collect())
                    .collect();
                assert_eq!(
                    joined,
                    sample.lines().collect::<Vec<_>>(),
                    "{syntax:?} {sample:?}"
                );
            }
        }
    }

    #[test]
    fn yaml_keys_values_numbers_and_comments() {
        let text = "# made\nspec:\n  - iops: 3000\n    name: \"a # b\" # c\n    on: true\n";
        assert_eq!(
            found(Syntax::Yaml, text, Class::Key),
            ["spec", "iops", "name", "on"]
        );
        assert_eq!(found(Syntax::Yaml, text, Class::Number), ["3000", "true"]);
        assert_eq!(found(Syntax::Yaml, text, Class::Text), ["\"a # b\""]);
        assert_eq!(found(Syntax::Yaml, text, Class::Comment), ["# made", "# c"]);
    }

    #[test]
    fn what_is_to_be_filled_in_stands_out_and_shell_variables_do_not() {
        assert_eq!(
            found(
                Syntax::Yaml,
                "a: <CLUSTER_NAME>\nb: ${NODE_ROLE}\n",
                Class::Hole
            ),
            ["<CLUSTER_NAME>", "${NODE_ROLE}"]
        );
        assert!(found(Syntax::Shell, "echo ${VERSION}\n", Class::Hole).is_empty());
        assert_eq!(
            found(Syntax::Shell, "aws --name <CLUSTER_NAME>\n", Class::Hole),
            ["<CLUSTER_NAME>"]
        );
    }

    #[test]
    fn a_literal_block_ends_with_its_indentation() {
        let text = "u: |\n  [settings]\n  a = 1\n  # c\nnext: x\n";
        assert_eq!(
            found(Syntax::Yaml, text, Class::Key),
            ["u", "[settings]", "a", "next"]
        );
    }
}
