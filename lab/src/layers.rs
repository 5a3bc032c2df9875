//! Layers as images have them, the same bytes in every run: tar archives of a stated size, in few large
//! or in many small files, with contents that compress well, as usual, or not at all.

use std::io::{self, Write};

/// What files hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Words: gzip makes a third of it.
    Text,
    /// Words with a fifth of noise: about half, as of published images.
    Usual,
    /// Noise: nothing to compress.
    Noise,
}

/// How many files hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Files {
    /// 16 MB each.
    Few,
    /// 1 to 8 KB each.
    Many,
}

/// One layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayerPlan {
    /// Layers of different numbers have different bytes.
    pub number: u64,
    /// Bytes in files.
    pub bytes: u64,
    pub content: Content,
    pub files: Files,
}

/// Numbers that look random and are the same in every run (xorshift64*).
#[derive(Debug, Clone)]
struct Numbers(u64);

impl Numbers {
    fn new(seed: u64) -> Self {
        let mut numbers = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        // Seeds that are close give numbers that are close at first.
        for _ in 0..8 {
            numbers.next();
        }
        numbers
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }
}

/// Makes contents piece by piece.
struct Source {
    numbers: Numbers,
    words: Vec<Vec<u8>>,
}

/// Words and noise alternate in pieces of this size.
const PIECE: usize = 16 * 1024;

impl Source {
    fn new(seed: u64) -> Self {
        let mut numbers = Numbers::new(seed);
        let words = (0..4096).map(|_| {
            let length = 3 + numbers.next() % 9;
            let letters = (0..length).map(|_| b'a' + (numbers.next() >> 40) as u8 % 26);
            let mut word: Vec<u8> = letters.collect();
            word.push(b' ');
            word
        });
        let words = words.collect();
        Self { numbers, words }
    }

    fn fill(&mut self, buffer: &mut Vec<u8>, length: usize, content: Content) {
        buffer.clear();
        while buffer.len() < length {
            let end = length.min(buffer.len() + PIECE);
            let is_text = match content {
                Content::Text => true,
                Content::Noise => false,
                Content::Usual => self.numbers.next() >> 60 < 13,
            };
            while buffer.len() < end {
                if is_text {
                    // Few words are frequent and many are rare, as in programs and texts.
                    let draw = self.numbers.next() >> 33;
                    let rank = (draw & 0xFFF) >> (draw >> 12 & 7);
                    buffer.extend_from_slice(&self.words[rank as usize]);
                } else {
                    buffer.extend_from_slice(&self.numbers.next().to_le_bytes());
                }
            }
            buffer.truncate(end);
        }
    }
}

/// The size of the next file.
fn next_size(files: Files, left: u64, numbers: &mut Numbers) -> u64 {
    let wanted = match files {
        Files::Few => 16_000_000,
        Files::Many => 1024 + numbers.next() % 7168,
    };
    wanted.min(left)
}

impl LayerPlan {
    /// Writes the layer as a tar archive and returns how many files it has.
    pub fn write(&self, mut to: impl Write) -> io::Result<u64> {
        let mut numbers = Numbers::new(self.number + 1_000_000);
        let mut source = Source::new(self.number);
        let (mut left, mut count) = (self.bytes, 0_u64);
        let mut buffer = Vec::new();
        while left > 0 {
            let size = next_size(self.files, left, &mut numbers);
            let folder = format!("layer{}/folder{:04}", self.number, count / 100);
            if count.is_multiple_of(100) {
                to.write_all(&header(&format!("{folder}/"), 0, true))?;
            }
            to.write_all(&header(&format!("{folder}/file{count:06}"), size, false))?;
            let length = usize::try_from(size).unwrap_or(usize::MAX);
            source.fill(&mut buffer, length, self.content);
            to.write_all(&buffer)?;
            to.write_all(&[0; 512][..padding(size)])?;
            left -= size;
            count += 1;
        }
        to.write_all(&[0; 1024])?;
        Ok(count)
    }
}

/// Bytes that fill the last block of a file in an archive.
pub fn padding(size: u64) -> usize {
    ((512 - size % 512) % 512) as usize
}

/// The header of a file or folder in a tar archive (ustar).
pub fn header(name: &str, size: u64, is_folder: bool) -> [u8; 512] {
    let mut header = [0_u8; 512];
    let mut put = |at: usize, text: &[u8]| header[at..at + text.len()].copy_from_slice(text);
    put(0, name.as_bytes());
    put(
        100,
        if is_folder {
            b"0000755\0"
        } else {
            b"0000644\0"
        },
    );
    put(108, b"0000000\0");
    put(116, b"0000000\0");
    put(124, format!("{size:011o}\0").as_bytes());
    // 2026-01-01, so that the bytes are the same every day.
    put(136, format!("{:011o}\0", 1_767_225_600).as_bytes());
    put(148, b"        ");
    put(156, if is_folder { b"5" } else { b"0" });
    put(257, b"ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Content, Files, LayerPlan, header};

    fn layer(number: u64, content: Content, files: Files) -> (Vec<u8>, u64) {
        let plan = LayerPlan {
            number,
            bytes: 300_000,
            content,
            files,
        };
        let mut bytes = Vec::new();
        let count = plan.write(&mut bytes).unwrap();
        (bytes, count)
    }

    #[test]
    fn the_same_plan_is_the_same_bytes_and_another_number_is_not() {
        let one = layer(1, Content::Usual, Files::Many);
        assert_eq!(one, layer(1, Content::Usual, Files::Many));
        assert_ne!(one.0, layer(2, Content::Usual, Files::Many).0);
    }

    #[test]
    fn bytes_are_in_as_many_files_as_were_asked_for() {
        assert_eq!(layer(1, Content::Usual, Files::Few).1, 1);
        let (bytes, count) = layer(1, Content::Usual, Files::Many);
        assert!((50..100).contains(&count), "{count}");
        // Whole blocks, two empty ones at the end.
        assert_eq!(bytes.len() % 512, 0);
        assert!(bytes.ends_with(&[0; 1024]));
    }

    /// How varied the bytes of the contents are stands for how well they compress.
    #[test]
    fn contents_differ_in_what_there_is_to_compress() {
        let triples = |content| {
            let (bytes, _) = layer(1, content, Files::Few);
            let seen: BTreeSet<&[u8]> = bytes.windows(3).collect();
            seen.len() as f64 / bytes.len() as f64
        };
        let shares = [Content::Text, Content::Usual, Content::Noise].map(triples);
        assert!(shares[0] < 0.1 && shares[0] * 2.0 < shares[1], "{shares:?}");
        assert!(shares[1] * 1.3 < shares[2] && shares[2] > 0.9, "{shares:?}");
    }

    #[test]
    fn a_header_is_one_that_tar_accepts() {
        let header = header("a/b", 0o1234, false);
        assert_eq!(&header[124..136], b"00000001234\0");
        let sum: u32 = header
            .iter()
            .enumerate()
            .map(|(at, byte)| {
                if (148..156).contains(&at) {
                    32
                } else {
                    u32::from(*byte)
                }
            })
            .sum();
        assert_eq!(&header[148..156], format!("{sum:06o}\0 ").as_bytes());
    }
}
