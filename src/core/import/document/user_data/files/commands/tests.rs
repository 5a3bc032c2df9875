use super::{Input, MAX_TOKENS, Simple, Token, read};

fn commands(text: &str, first: usize) -> Vec<Simple> {
    let tokens = read(text, first).tokens.into_iter();
    tokens
        .filter_map(|token| match token {
            Token::Command(command) => Some(command),
            Token::Sign(..) => None,
        })
        .collect()
}

fn words(text: &str) -> Vec<Vec<String>> {
    commands(text, 1)
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
    let commands = commands("\n\ncat a | tee b >/dev/null 2>>log\n", 5);
    assert_eq!((commands[0].line, commands[1].line), (7, 7));
    assert!(commands[1].piped && !commands[0].piped);
    assert_eq!(commands[1].outputs.len(), 1);
}

#[test]
fn here_documents_belong_to_their_command() {
    let commands = commands(
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
fn whatever_the_text_reading_ends_and_says_where_it_was_cut() {
    for text in [
        "'", "\"", "$(", "`", "<<", "a <<E", "|", "((", "\\", "${", "& >", "<(", "$'",
    ] {
        for times in [1, 1_000] {
            let script = read(&text.repeat(times), 1);
            assert!(script.tokens.len() <= MAX_TOKENS, "{text}");
            assert_eq!(script.cut, None, "{text}");
        }
    }
    let script = read(&"a\n".repeat(MAX_TOKENS), 1);
    assert_eq!(script.tokens.len(), MAX_TOKENS);
    assert_eq!(script.cut, Some(MAX_TOKENS / 2 + 1));
}
