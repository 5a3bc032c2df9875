//! Keys by their names, as in `Control+Shift+z`.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

/// Presses all keys in order and lets go of them in the opposite order.
pub fn actions(keys: &str) -> KeyActions {
    let values: Vec<char> = keys.split('+').map(value).collect();
    let mut actions = KeyActions::new("keyboard".to_owned());
    for &value in &values {
        actions = actions.then(KeyAction::Down { value });
    }
    for &value in values.iter().rev() {
        actions = actions.then(KeyAction::Up { value });
    }
    actions
}

fn value(name: &str) -> char {
    let key = match name {
        "Control" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Meta" => Key::Meta,
        "Tab" => Key::Tab,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Space" => return ' ',
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        other => {
            let mut letters = other.chars();
            return match (letters.next(), letters.next()) {
                (Some(letter), None) => letter,
                _ => panic!("there is no key {other:?}"),
            };
        }
    };
    key.into()
}

#[cfg(test)]
mod tests {
    #[test]
    fn letters_stand_for_themselves_and_names_for_keys() {
        assert_eq!(super::value("z"), 'z');
        assert_eq!(super::value("Control"), '\u{e009}');
    }

    #[test]
    #[should_panic(expected = "no key \"Ctrl\"")]
    fn an_unknown_name_is_refused() {
        super::value("Ctrl");
    }
}
