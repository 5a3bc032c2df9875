//! As much of Markdown as the papers use: fenced blocks, headings, links, code within lines.

/// A line outside of fenced blocks.
pub struct ProseLine<'a> {
    /// One-based.
    pub number: usize,
    pub text: &'a str,
}

/// The lines outside of fenced blocks.
pub fn prose(text: &str) -> Vec<ProseLine<'_>> {
    let mut is_inside = false;
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with("```") {
            is_inside = !is_inside;
        } else if !is_inside {
            lines.push(ProseLine { number, text: line });
        }
    }
    assert!(!is_inside, "a fenced block has no end");
    lines
}

/// What stands in the fenced blocks of a language.
pub fn blocks(text: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<(bool, String)> = None;
    for line in text.lines() {
        let fence = line.trim_start().strip_prefix("```");
        open = match (open, fence) {
            (None, Some(info)) => Some((info == language, String::new())),
            (Some((is_wanted, block)), Some(_)) => {
                if is_wanted {
                    blocks.push(block);
                }
                None
            }
            (Some((is_wanted, block)), None) => Some((is_wanted, block + line + "\n")),
            (None, None) => None,
        };
    }
    blocks
}

/// The commands of all ```sh blocks, without comments.
pub fn commands(text: &str) -> Vec<String> {
    blocks(text, "sh")
        .iter()
        .flat_map(|block| block.lines())
        .map(|line| line.split("  #").next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// A command's words, as a shell parts them; only single quotes are known.
pub fn words(command: &str) -> Vec<String> {
    let mut words = vec![];
    let mut word: Option<String> = None;
    let mut is_quoted = false;
    for letter in command.chars() {
        match letter {
            '\'' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            ' ' if !is_quoted => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    assert!(!is_quoted, "a quote has no end: {command}");
    words.extend(word);
    words
}

/// The anchors of all headings, as GitHub makes them.
pub fn anchors(text: &str) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    for line in prose(text) {
        let title = line.text.trim_start_matches('#');
        let level = line.text.len() - title.len();
        if level == 0 || !title.starts_with(' ') {
            continue;
        }
        let plain: String = title
            .trim()
            .to_lowercase()
            .chars()
            .filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'))
            .map(|letter| if letter == ' ' { '-' } else { letter })
            .collect();
        let same = anchors
            .iter()
            .filter(|other| {
                let rest = other
                    .strip_prefix(&plain)
                    .map(|rest| rest.strip_prefix('-'));
                other.as_str() == plain
                    || matches!(rest, Some(Some(count)) if count.parse::<u32>().is_ok())
            })
            .count();
        anchors.push(match same {
            0 => plain,
            count => format!("{plain}-{count}"),
        });
    }
    anchors
}

/// A line in which code is left out, and its pieces of code.
pub fn without_code(line: &str) -> (String, Vec<&str>) {
    let mut plain = String::new();
    let mut code = Vec::new();
    for (index, piece) in line.split('`').enumerate() {
        if index % 2 == 0 {
            plain.push_str(piece);
        } else {
            plain.push('`');
            code.push(piece);
        }
    }
    (plain, code)
}

/// The targets of a line's links and pictures.
pub fn links(line: &str) -> Vec<String> {
    let (plain, _) = without_code(line);
    plain
        .split("](")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()))
        .collect()
}

#[test]
fn markdown_is_read_as_github_reads_it() {
    let text = "# Exit codes\n\n```sh\na 'b c' d  # why\n# no\n```\n\n## What's `new`?\n## Exit codes\n[x](y.md#z) `[a](b)` ![p](q.png)\n";
    assert_eq!(anchors(text), ["exit-codes", "whats-new", "exit-codes-1"]);
    assert_eq!(commands(text), ["a 'b c' d"]);
    assert_eq!(words("a 'b c' d=''"), ["a", "b c", "d="]);
    assert_eq!(blocks(text, "yaml"), [""; 0]);
    let lines = prose(text);
    let last = lines.last().expect("a line");
    assert_eq!((last.number, links(last.text).len()), (10, 2));
    assert_eq!(links(last.text), ["y.md#z", "q.png"]);
    assert_eq!(without_code(last.text).1, ["[a](b)"]);
}
