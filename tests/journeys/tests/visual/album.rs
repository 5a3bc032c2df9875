//! The pictures that are kept, and what is left for a reviewer when the page looks otherwise.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use journeys::{Page, repository};

use super::compare::{BLOCK, difference};
use super::picture::{Colour, Picture};
use super::still::at_rest;

/// Takes the pictures as they are now for those to keep.
pub const ACCEPT: &str = "UPDATE_EXPECT=1 cargo test --package journeys --test it visual";

pub const THEMES: [&str; 2] = ["light", "dark"];
/// What a reviewer's eye is led to.
const MARK: Colour = [0xff, 0x00, 0x80];
/// Between two pictures that stand side by side.
const GAP: usize = 8;

/// Tests run side by side and share one list of differences.
static LIST: Mutex<()> = Mutex::new(());

pub fn is_accepting() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some()
}

/// Where the pictures lie that are compared with.
pub fn kept() -> PathBuf {
    repository().join("tests/pictures")
}

/// The part of an element that is on the screen, once nothing moves.
pub async fn photograph(page: &Page, selector: &str) -> Picture {
    at_rest(page).await;
    Picture::read(&page.picture_of(selector).await).halved()
}

/// What one test has photographed.
#[derive(Default)]
pub struct Album {
    others: Vec<String>,
}

impl Album {
    /// Photographs the part of an element that is on the screen, in both themes.
    pub async fn take(&mut self, page: &Page, name: &str, selector: &str) {
        for theme in THEMES {
            page.prefer_colours(theme).await;
            let picture = photograph(page, selector).await;
            self.keep_or_compare(&format!("{name}-{theme}"), &picture);
        }
    }

    fn keep_or_compare(&mut self, name: &str, actual: &Picture) {
        let path = kept().join(format!("{name}.png"));
        let expected = std::fs::read(&path).map(|bytes| Picture::read(&bytes));
        // Without a picture to compare with, everything is another; a file needs one pixel.
        let expected = expected.unwrap_or_else(|_| Picture::plain(1, 1, MARK));
        let blocks = difference(&expected, actual);
        let review = Review::of(name);
        review.clear();
        if blocks.is_empty() {
            return;
        }
        if is_accepting() {
            write(&path, &actual.write());
            return;
        }
        review.write(&expected, actual, &blocks);
        self.others.push(format!(
            "{name}: {} blocks of {BLOCK} by {BLOCK} pixels, expected {} by {}, was {} by {}: {}",
            blocks.len(),
            expected.width,
            expected.height,
            actual.width,
            actual.height,
            review.difference.display()
        ));
    }

    /// Fails if anything looked otherwise.
    pub fn close(self) {
        let list = list_all();
        assert!(
            self.others.is_empty(),
            "{} pictures are not as they were:\n  {}\nAll side by side: {}\nIf they are right: {ACCEPT}",
            self.others.len(),
            self.others.join("\n  "),
            list.display()
        );
    }
}

/// The files about one picture that is not as it was.
struct Review {
    expected: PathBuf,
    actual: PathBuf,
    difference: PathBuf,
}

impl Review {
    fn of(name: &str) -> Self {
        let file = |kind: &str| folder().join(format!("{name}.{kind}.png"));
        Self {
            expected: file("expected"),
            actual: file("actual"),
            difference: file("difference"),
        }
    }

    /// What an earlier run has left says nothing about this one.
    fn clear(&self) {
        for path in [&self.expected, &self.actual, &self.difference] {
            std::fs::remove_file(path).ok();
        }
    }

    fn write(&self, expected: &Picture, actual: &Picture, blocks: &[(usize, usize)]) {
        write(&self.expected, &expected.write());
        write(&self.actual, &actual.write());
        write(
            &self.difference,
            &side_by_side(expected, actual, blocks).write(),
        );
    }
}

/// Expected, actual, and actual once more with the other blocks framed.
fn side_by_side(expected: &Picture, actual: &Picture, blocks: &[(usize, usize)]) -> Picture {
    let second = expected.width + GAP;
    let third = second + actual.width + GAP;
    // Where only the expected picture reaches, its blocks are framed all the same.
    let width = third + expected.width.max(actual.width) + 1;
    let height = expected.height.max(actual.height) + 1;
    let mut sheet = Picture::plain(width, height, [0x80; 3]);
    for y in 0..height {
        for (left, picture) in [(0, expected), (second, actual), (third, actual)] {
            for x in 0..picture.width {
                if let Some(colour) = picture.at(x, y) {
                    sheet.set(left + x, y, colour);
                }
            }
        }
    }
    for &(column, row) in blocks {
        let (left, top) = (third + column * BLOCK, row * BLOCK);
        for step in 0..=BLOCK {
            for (x, y) in [(step, 0), (step, BLOCK), (0, step), (BLOCK, step)] {
                sheet.set(left + x, top + y, MARK);
            }
        }
    }
    sheet
}

fn folder() -> PathBuf {
    repository().join("target/visual")
}

fn write(path: &Path, bytes: &[u8]) {
    let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    made.and_then(|()| std::fs::write(path, bytes))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// The names of the pictures in a folder; none if it is not there.
pub fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some(name.strip_suffix(".png")?.to_owned())
        })
        .collect()
}

/// Writes the page that shows all pictures, those that are not as they were first.
fn list_all() -> PathBuf {
    let _writing = LIST.lock().unwrap_or_else(PoisonError::into_inner);
    let mut page = String::from(
        "<!doctype html><meta charset=utf-8><title>How the page looks</title>\
         <style>body{font:14px/20px sans-serif;background:#808080}img{display:block}\
         .kept{display:inline-block;vertical-align:top;margin:8px}</style>\
         <h1>Not as it was: expected, actual, actual with what differs</h1>",
    );
    for name in names(&folder()) {
        if name.ends_with(".difference") {
            write!(page, "<h2>{name}</h2><img src='{name}.png' alt=''>").expect("a string");
        }
    }
    page.push_str("<h1>Pictures to compare with</h1>");
    for name in names(&kept()) {
        // As seen from this page.
        let path = format!("../../tests/pictures/{name}.png");
        write!(
            page,
            "<div class=kept>{name}<img src='{path}' alt=''></div>"
        )
        .expect("a string");
    }
    let path = folder().join("index.html");
    write(&path, page.as_bytes());
    path
}
