//! Pictures in memory, and as PNG files.

use std::io::Cursor;

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter, Transformations};

/// A colour: red, green, blue.
pub type Colour = [u8; 3];

/// Rows of pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pixels: Vec<Colour>,
}

impl Picture {
    pub fn plain(width: usize, height: usize, colour: Colour) -> Self {
        Self {
            width,
            height,
            pixels: vec![colour; width * height],
        }
    }

    /// The colour at a place; none outside.
    pub fn at(&self, x: usize, y: usize) -> Option<Colour> {
        if x < self.width && y < self.height {
            self.pixels.get(y * self.width + x).copied()
        } else {
            None
        }
    }

    /// Paints one pixel; nothing outside.
    pub fn set(&mut self, x: usize, y: usize, colour: Colour) {
        if x < self.width && y < self.height {
            self.pixels[y * self.width + x] = colour;
        }
    }

    /// Half as wide and high; each pixel is the middle of four. Small enough to be kept, and the
    /// softened edges of a line matter less.
    pub fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut half = Self::plain(width, height, [0; 3]);
        for y in 0..height {
            for x in 0..width {
                let from = |channel: usize| {
                    let four = [(0, 0), (1, 0), (0, 1), (1, 1)];
                    let at = |(dx, dy)| self.pixels[(2 * y + dy) * self.width + 2 * x + dx];
                    let sum: u16 = four.map(|place| u16::from(at(place)[channel])).iter().sum();
                    u8::try_from((sum + 2) / 4).unwrap_or(u8::MAX)
                };
                half.pixels[y * width + x] = [from(0), from(1), from(2)];
            }
        }
        half
    }

    /// What a PNG file of 8 bits a channel shows.
    pub fn read(bytes: &[u8]) -> Self {
        let mut decoder = Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().expect("the beginning of a PNG file");
        let mut data = vec![0; reader.output_buffer_size().expect("a picture of some size")];
        let info = reader
            .next_frame(&mut data)
            .expect("the pixels of a PNG file");
        let channels = match info.color_type {
            ColorType::Rgb => 3,
            ColorType::Rgba => 4,
            other => panic!("pictures of the browser are in colour, not {other:?}"),
        };
        let pixels = data[..info.buffer_size()]
            .chunks_exact(channels)
            .map(|pixel| [pixel[0], pixel[1], pixel[2]])
            .collect();
        Self {
            width: info.width as usize,
            height: info.height as usize,
            pixels,
        }
    }

    /// A PNG file, packed as small as it gets.
    pub fn write(&self) -> Vec<u8> {
        let size = |length: usize| u32::try_from(length).expect("a picture of some size");
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, size(self.width), size(self.height));
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(Compression::High);
        // Even grounds and straight edges pack better as they are than as differences.
        encoder.set_filter(Filter::Up);
        let mut writer = encoder.write_header().expect("memory can be written");
        writer
            .write_image_data(self.pixels.as_flattened())
            .expect("memory can be written");
        writer.finish().expect("memory can be written");
        file
    }
}
