//! A font whose letters are all the same block, so that text is as long, as high and as dark on
//! every machine, whatever fonts it has.

use write_fonts::FontBuilder;
use write_fonts::read::tables::glyf::CurvePoint;
use write_fonts::tables::cmap::Cmap;
use write_fonts::tables::glyf::{Contour, GlyfLocaBuilder, Glyph, SimpleGlyph};
use write_fonts::tables::head::{Flags, Head, MacStyle};
use write_fonts::tables::hhea::Hhea;
use write_fonts::tables::hmtx::{Hmtx, LongMetric};
use write_fonts::tables::loca::LocaFormat;
use write_fonts::tables::maxp::Maxp;
use write_fonts::tables::name::{Name, NameRecord};
use write_fonts::tables::os2::Os2;
use write_fonts::tables::post::Post;
use write_fonts::types::{FWord, Fixed, GlyphId, LongDateTime, NameId, UfWord};

/// Units of one em.
const EM: u16 = 1_000;
/// How far each letter moves on: about as far as letters of usual fonts do.
const ADVANCE: u16 = 550;
/// How far lines reach above and below their baseline.
const ASCENT: i16 = 800;
const DESCENT: i16 = 200;
/// The block: as high as capitals are; a little longer than the advance, so that the letters of a
/// word run together without seams.
const LEFT: i16 = -20;
const RIGHT: i16 = 570;
const TOP: i16 = 700;

/// Every sign that the page could hold, Latin to symbols.
const SIGNS: std::ops::RangeInclusive<char> = ' '..='\u{2fff}';

/// The bytes of the font file.
pub fn blocks() -> Vec<u8> {
    let block = glyph();
    let bounds = (
        block.bbox.x_min,
        block.bbox.y_min,
        block.bbox.x_max,
        block.bbox.y_max,
    );
    let mut glyphs = GlyfLocaBuilder::new();
    for glyph in [
        Glyph::Simple(block.clone()),
        Glyph::Simple(block),
        Glyph::Empty,
    ] {
        glyphs.add_glyph(&glyph).expect("a block is a glyph");
    }
    let (glyf, loca, format) = glyphs.build();
    let metrics = [LEFT, LEFT, 0].map(|side_bearing| LongMetric::new(ADVANCE, side_bearing));
    let head = Head::new(
        Fixed::from(1),
        0,
        Flags::empty(),
        EM,
        LongDateTime::new(0),
        LongDateTime::new(0),
        bounds.0,
        bounds.1,
        bounds.2,
        bounds.3,
        MacStyle::empty(),
        8,
        i16::from(format == LocaFormat::Long),
    );
    let hhea = Hhea::new(
        FWord::new(ASCENT),
        FWord::new(-DESCENT),
        FWord::new(0),
        UfWord::new(ADVANCE),
        FWord::new(LEFT),
        FWord::new(LEFT),
        FWord::new(RIGHT),
        1,
        0,
        0,
        3,
    );
    let maxp = Maxp {
        max_points: Some(4),
        max_contours: Some(1),
        max_composite_points: Some(0),
        max_composite_contours: Some(0),
        max_zones: Some(1),
        max_twilight_points: Some(0),
        max_storage: Some(0),
        max_function_defs: Some(0),
        max_instruction_defs: Some(0),
        max_stack_elements: Some(0),
        max_size_of_instructions: Some(0),
        max_component_elements: Some(0),
        max_component_depth: Some(0),
        ..Maxp::new(3)
    };
    let mut font = FontBuilder::new();
    let mut build = || {
        font.add_table(&head)?
            .add_table(&hhea)?
            .add_table(&maxp)?
            .add_table(&Hmtx::new(metrics.to_vec(), Vec::new()))?
            .add_table(&signs())?
            .add_table(&glyf)?
            .add_table(&loca)?
            .add_table(&names())?
            .add_table(&lines())?
            .add_table(&Post::default())
            .map(FontBuilder::build)
    };
    build().expect("the tables fit together")
}

fn glyph() -> SimpleGlyph {
    let corners = [(LEFT, 0), (LEFT, TOP), (RIGHT, TOP), (RIGHT, 0)];
    let points: Vec<CurvePoint> = corners.map(|(x, y)| CurvePoint::on_curve(x, y)).to_vec();
    let mut block = SimpleGlyph {
        contours: vec![Contour::from(points)],
        ..SimpleGlyph::default()
    };
    block.recompute_bounding_box();
    block
}

/// Which glyph stands for a sign: nothing for blanks, the block for all else.
fn signs() -> Cmap {
    let glyph = |sign: char| GlyphId::new(if sign.is_whitespace() { 2 } else { 1 });
    Cmap::from_mappings(SIGNS.map(|sign| (sign, glyph(sign)))).expect("each sign has one glyph")
}

/// Browsers refuse a font without a name.
fn names() -> Name {
    let name = |id, text: &str| NameRecord::new(3, 1, 0x409, id, text.to_owned().into());
    Name::new(vec![
        name(NameId::FAMILY_NAME, "Blocks"),
        name(NameId::SUBFAMILY_NAME, "Regular"),
        name(NameId::FULL_NAME, "Blocks"),
        name(NameId::POSTSCRIPT_NAME, "Blocks"),
    ])
}

fn lines() -> Os2 {
    Os2 {
        x_avg_char_width: ADVANCE.cast_signed(),
        s_typo_ascender: ASCENT,
        s_typo_descender: -DESCENT,
        us_win_ascent: ASCENT.unsigned_abs(),
        us_win_descent: DESCENT.unsigned_abs(),
        sx_height: Some(500),
        s_cap_height: Some(TOP),
        us_default_char: Some(0),
        us_break_char: Some(0x20),
        us_max_context: Some(1),
        ul_code_page_range_1: Some(1),
        ul_code_page_range_2: Some(0),
        ..Os2::default()
    }
}
