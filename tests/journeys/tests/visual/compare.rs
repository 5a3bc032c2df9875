//! Whether two pictures show the same.
//!
//! A pixel counts as another if its colour lies outside what the other picture shows within
//! [`REACH`] of the same place, by more than [`SLACK`], seen from either picture. So the softened
//! edge of a shape may lie a little elsewhere and be a little lighter, as between two versions of
//! a browser; but what is gone, new, cut off or of another colour is outside. Pixels are counted in
//! blocks: a few strays are noise, many in one place are a difference.

use super::picture::{Colour, Picture};

/// So far away the same colour may be, in pixels of the halved picture: twice as many on the
/// screen. Text starts at a quarter of a pixel there or here, and a line may round the other way.
const REACH: usize = 1;

/// So much a channel may lie outside, of 255. The closest neighbouring colours of the page, panel
/// and canvas, are 6 to 11 apart; rounding and colour management make 1 to 2.
const SLACK: u8 = 4;

/// Side of a block, in pixels of the halved picture: a letter of text is 4 by 5 of them.
pub const BLOCK: usize = 8;

/// So many other pixels make a block another one: a quarter of a letter.
const STRAYS: usize = 5;

/// One block in so many may be another, and [`STRAY_BLOCKS`] besides: another version of the
/// browser may round a place differently. A hairline, a letter of a heading or a chart that is gone
/// is many blocks.
const BLOCKS_FOR_A_STRAY: usize = 500;
const STRAY_BLOCKS: usize = 2;

/// The blocks in which two pictures differ, if they are more than may be; none if they show the
/// same.
pub fn difference(expected: &Picture, actual: &Picture) -> Vec<(usize, usize)> {
    let all = expected.width.div_ceil(BLOCK) * expected.height.div_ceil(BLOCK);
    let mut blocks = differences(expected, actual);
    if blocks.len() <= all / BLOCKS_FOR_A_STRAY + STRAY_BLOCKS {
        blocks.clear();
    }
    blocks
}

/// The blocks in which two pictures differ, by column and row; in order of rows.
fn differences(expected: &Picture, actual: &Picture) -> Vec<(usize, usize)> {
    let width = expected.width.max(actual.width);
    let height = expected.height.max(actual.height);
    let mut blocks = Vec::new();
    for row in 0..height.div_ceil(BLOCK) {
        for column in 0..width.div_ceil(BLOCK) {
            let places = (0..BLOCK * BLOCK)
                .map(|at| (column * BLOCK + at % BLOCK, row * BLOCK + at / BLOCK));
            let others = places.filter(|&(x, y)| {
                is_outside(expected, actual, x, y) || is_outside(actual, expected, x, y)
            });
            if others.count() >= STRAYS {
                blocks.push((column, row));
            }
        }
    }
    blocks
}

/// Whether a pixel of `one` is unlike all that `other` shows around its place.
fn is_outside(one: &Picture, other: &Picture, x: usize, y: usize) -> bool {
    let Some(colour) = one.at(x, y) else {
        return false;
    };
    // Most pixels are the same.
    if other.at(x, y) == Some(colour) {
        return false;
    }
    let mut lowest: Colour = [u8::MAX; 3];
    let mut highest: Colour = [u8::MIN; 3];
    for near_y in y.saturating_sub(REACH)..=y + REACH {
        for near_x in x.saturating_sub(REACH)..=x + REACH {
            for (channel, value) in other.at(near_x, near_y).into_iter().flatten().enumerate() {
                lowest[channel] = lowest[channel].min(value);
                highest[channel] = highest[channel].max(value);
            }
        }
    }
    (0..3).any(|channel| {
        colour[channel] < lowest[channel].saturating_sub(SLACK)
            || colour[channel] > highest[channel].saturating_add(SLACK)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUND: Colour = [0xff, 0xff, 0xff];
    const INK: Colour = [0x18, 0x20, 0x26];

    /// A word on a ground, as the browser draws it, halved: `shift` in quarters of a pixel, `pale`
    /// as another browser softens edges.
    fn word(shift: usize, pale: u8, length: usize) -> Picture {
        let mut page = Picture::plain(128, 64, GROUND);
        for y in 20..29 {
            for x in 30..30 + length {
                page.set(x, y, INK);
            }
            let part = |of: usize| u8::try_from(0xff - of * 0xe0 / 4).unwrap_or(0);
            page.set(29, y, [part(4 - shift).saturating_add(pale); 3]);
            page.set(30 + length, y, [part(shift).saturating_add(pale); 3]);
        }
        page.halved()
    }

    #[test]
    fn a_stray_block_is_none_and_a_short_line_is_one() {
        let plain = Picture::plain(400, 400, GROUND);
        let marked = |blocks: usize| {
            let mut picture = plain.clone();
            for y in 160..168 {
                for x in 80..80 + blocks * BLOCK {
                    picture.set(x, y, INK);
                }
            }
            picture
        };
        assert_eq!(difference(&plain, &marked(2)), []);
        assert_ne!(difference(&plain, &marked(12)), []);
    }

    #[test]
    fn softened_edges_are_no_difference() {
        for shift in 0..4 {
            for pale in [0, 12, 24] {
                let found = differences(&word(2, 0, 40), &word(shift, pale, 40));
                assert_eq!(found, [], "{shift} {pale}");
            }
        }
    }

    #[test]
    fn a_letter_more_or_less_is_a_difference() {
        for length in [33, 47] {
            assert_ne!(differences(&word(2, 0, 40), &word(2, 0, length)), []);
        }
    }

    #[test]
    fn another_colour_of_the_ground_is_a_difference() {
        let [panel, canvas] = [[0xff, 0xff, 0xff], [0xf4, 0xf6, 0xf7]];
        let found = differences(
            &Picture::plain(16, 8, panel),
            &Picture::plain(16, 8, canvas),
        );
        assert_eq!(found, [(0, 0), (1, 0)]);
    }

    #[test]
    fn rounded_colours_are_none() {
        let [one, two] = [[0xe4, 0xf1, 0xf5], [0xe5, 0xf0, 0xf7]];
        let found = differences(&Picture::plain(16, 8, one), &Picture::plain(16, 8, two));
        assert_eq!(found, []);
    }

    #[test]
    fn a_longer_page_is_a_difference_and_a_pixel_more_is_none() {
        let page = |height| Picture::plain(32, height, GROUND);
        assert_eq!(differences(&page(32), &page(33)), []);
        let found = differences(&page(32), &page(36));
        assert_eq!(found, [(0, 4), (1, 4), (2, 4), (3, 4)]);
    }

    #[test]
    fn a_line_that_is_gone_is_a_difference() {
        let plain = Picture::plain(64, 32, GROUND);
        let mut lined = plain.clone();
        for x in 0..64 {
            // A hairline, halved.
            lined.set(x, 13, [0xec, 0xef, 0xf1]);
        }
        assert_ne!(differences(&lined, &plain), []);
        assert_ne!(differences(&plain, &lined), []);
    }
}
