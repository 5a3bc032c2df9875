//! A list of words in one control: those that are done, and the one that is being typed.

/// A word that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The word.
    pub text: String,
    /// What it stands for.
    pub note: String,
    /// Whether it does not fit the rest.
    pub is_odd: bool,
}

/// What the control of a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordList {
    /// Words that are done, each a chip.
    pub words: Vec<String>,
    /// The word that is being typed.
    pub typed: String,
}

/// Most words that are offered at once; typing finds the others.
pub const MAX_OFFERED: usize = 60;

impl WordList {
    /// Takes a field's text apart. What is being typed is its last word, unless something else
    /// changed the field meanwhile.
    pub fn new(text: &str, typed: &str) -> Self {
        let mut words = split(text);
        let is_last = !typed.is_empty() && words.last().is_some_and(|last| last == typed);
        if is_last {
            words.pop();
        }
        Self {
            words,
            typed: if is_last {
                typed.to_owned()
            } else {
                String::new()
            },
        }
    }

    /// The field's text.
    pub fn text(&self) -> String {
        let typed = Some(&self.typed).filter(|typed| !typed.is_empty());
        let all: Vec<&str> = self.words.iter().chain(typed).map(String::as_str).collect();
        all.join(", ")
    }

    /// After the text of the input has changed: words before a comma or a blank are done.
    pub fn with_typed(&self, text: &str) -> Self {
        let mut words = self.words.clone();
        let mut more = split(text);
        let is_open = text
            .chars()
            .next_back()
            .is_some_and(|last| !is_separator(last));
        let typed = is_open.then(|| more.pop()).flatten();
        words.append(&mut more);
        Self {
            words,
            typed: typed.unwrap_or_default(),
        }
    }

    /// Takes what is being typed as done.
    pub fn done(&self) -> Self {
        self.with_typed(&format!("{} ", self.typed))
    }

    /// With a word in place of what was being typed; without it, if it is there.
    pub fn toggled(&self, word: &str) -> Self {
        let mut words = self.words.clone();
        match words.iter().position(|other| other == word) {
            Some(at) => drop(words.remove(at)),
            None => words.push(word.to_owned()),
        }
        Self {
            words,
            typed: String::new(),
        }
    }

    /// Without the word at a place.
    pub fn without(&self, at: usize) -> Self {
        let kept = self
            .words
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != at);
        Self {
            words: kept.map(|(_, word)| word.clone()).collect(),
            typed: self.typed.clone(),
        }
    }

    /// With the last word being typed again; nothing if something is being typed already.
    pub fn reopened(&self) -> Option<Self> {
        if !self.typed.is_empty() {
            return None;
        }
        let (last, before) = self.words.split_last()?;
        Some(Self {
            words: before.to_vec(),
            typed: last.clone(),
        })
    }

    /// The known words that what is being typed may become: those that begin so first.
    pub fn offered(&self, known: &[Offer]) -> Vec<Offer> {
        let typed = self.typed.to_ascii_lowercase();
        let (begin, hold): (Vec<&Offer>, Vec<&Offer>) = known
            .iter()
            .filter(|word| word.text.contains(&typed) || word.note.contains(&typed))
            .partition(|word| word.text.starts_with(&typed));
        let all = begin.into_iter().chain(hold);
        all.take(MAX_OFFERED).cloned().collect()
    }

    /// Whether a word is done.
    pub fn has(&self, word: &str) -> bool {
        self.words.iter().any(|other| other == word)
    }
}

fn is_separator(letter: char) -> bool {
    letter == ',' || letter.is_whitespace()
}

fn split(text: &str) -> Vec<String> {
    let words = text.split(is_separator).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{Offer, WordList};

    fn typing(steps: &[&str]) -> WordList {
        // As the control does it: the field's text comes back, and with it what is being typed.
        steps.iter().fold(WordList::default(), |list, step| {
            let next = list.with_typed(step);
            WordList::new(&next.text(), &next.typed)
        })
    }

    #[test]
    fn a_comma_or_a_blank_ends_a_word() {
        let list = typing(&["g", "g6", "g6,"]);
        assert_eq!((list.words.len(), list.typed.as_str()), (1, ""));
        let list = typing(&["g6, g6e  g5"]);
        assert_eq!(list.words, ["g6", "g6e"]);
        assert_eq!(list.typed, "g5");
        assert_eq!(list.text(), "g6, g6e, g5");
        assert_eq!(list.done().words, ["g6", "g6e", "g5"]);
    }

    #[test]
    fn nothing_typed_is_lost_when_it_is_no_value() {
        let list = typing(&["g6,", "no/word"]);
        assert_eq!(list.text(), "g6, no/word");
        assert_eq!(list.done().text(), "g6, no/word");
    }

    #[test]
    fn a_change_from_elsewhere_ends_the_typing() {
        assert_eq!(
            WordList::new("c, m", "g6"),
            WordList {
                words: vec!["c".into(), "m".into()],
                typed: String::new()
            }
        );
    }

    #[test]
    fn words_are_taken_dropped_and_typed_again() {
        let list = WordList::new("g6, g6e", "");
        assert_eq!(list.toggled("g5").text(), "g6, g6e, g5");
        assert_eq!(list.toggled("g6").text(), "g6e");
        assert_eq!(list.without(1).text(), "g6");
        let again = list.reopened().expect("the last word");
        assert_eq!(
            (again.text().as_str(), again.typed.as_str()),
            ("g6, g6e", "g6e")
        );
        assert_eq!(again.reopened(), None);
        assert_eq!(WordList::default().reopened(), None);
    }

    #[test]
    fn words_that_begin_as_typed_come_first() {
        let known = ["c6g", "g6", "g6e", "m5"].map(|text| Offer {
            text: text.to_owned(),
            note: String::new(),
            is_odd: false,
        });
        let list = WordList::new("m5, g6", "g6");
        let offered: Vec<String> = list
            .offered(&known)
            .into_iter()
            .map(|one| one.text)
            .collect();
        assert_eq!(offered, ["g6", "g6e"]);
        let list = WordList::new("6", "6");
        assert_eq!(list.offered(&known).len(), 3);
    }
}
