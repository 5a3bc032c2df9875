//! The page as it begins, within `index.html`: it can be read before the program is there.

use crate::files::Problem;

/// The page as a journey wrote it down (`tests/journeys/tests/first.rs`), which also fails when the
/// page begins otherwise.
const FIRST: &str = include_str!("../../public/first.html");

/// Where `index.html` has room for it.
const ROOM: &str = "<template></template>";

/// Puts the page as it begins where `index.html` has room for it.
pub fn put(page: &str) -> Result<String, Problem> {
    if page.matches(ROOM).count() != 1 {
        return Err(format!("index.html has not exactly one {ROOM}"));
    }
    // Lines are for who reads a change of it; between tags of one line they would be seen.
    let first = FIRST.trim_end().replace("\n>", ">");
    Ok(page.replace(ROOM, &format!("<template>{first}</template>")))
}

#[cfg(test)]
mod tests {
    use super::put;

    #[test]
    fn the_page_as_it_begins_stands_in_its_template() {
        let page = put("<body><template></template></body>").expect("there is room");
        assert!(page.starts_with("<body><template><div class=\"drop\"><div"));
        assert!(page.ends_with("</div></template></body>"));
    }

    #[test]
    fn a_page_without_room_is_told() {
        assert!(put("<body></body>").is_err());
    }
}
