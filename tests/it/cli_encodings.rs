//! The same text in any encoding is the same input, whatever reads it; and what is no text is
//! refused with its place, never half read.

use std::io::Write as _;

use crate::folder::{Folder, Ran};

const POOL: &str = "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: a, labels: {owner: Jürgen}}\nspec: {template: {spec: {nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: x}, requirements: []}}}\n";
const CONFIG: &str = "version: 2\n# für Jürgen\ncluster:\n  name: demo\n  nodeRole: r\nstorage: {volume: {throughput: 700}}\n";
const IMAGE: &str = "{\"schemaVersion\": 2, \"mediaType\": \"application/vnd.oci.image.manifest.v1+json\", \"annotations\": {\"by\": \"Jürgen\"},\n \"config\": {\"size\": 7, \"digest\": \"sha256:00\"}, \"layers\": [{\"mediaType\": \"application/vnd.oci.image.layer.v1.tar+gzip\", \"size\": 900000000, \"digest\": \"sha256:11\"}]}\n";
const EVENTS: &str = "  Normal  Pulled  5s  kubelet  Successfully pulled image \"a.io/b:1\" in 41.2s (41.2s including waiting). Image size: 5000000000 bytes. Für Jürgen\n";

/// Commands that read a file, with the text of it.
const READING: [(&str, &[&str], &str); 9] = [
    ("check", &["check", "FILE"], POOL),
    ("check a Config", &["check", "FILE"], CONFIG),
    ("check --config", &["check", "--config", "FILE"], CONFIG),
    (
        "generate --config",
        &["generate", "--config", "FILE"],
        CONFIG,
    ),
    ("import", &["import", "FILE"], POOL),
    ("compare --with", &["compare", "--with", "FILE"], CONFIG),
    (
        "estimate --image-manifest",
        &["estimate", "--image-manifest", "FILE"],
        IMAGE,
    ),
    ("events", &["events", "FILE"], EVENTS),
    ("cost --config", &["cost", "--config", "FILE"], CONFIG),
];

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let letters = "\u{feff}".encode_utf16().chain(text.encode_utf16());
    letters.flat_map(bytes).collect()
}

fn gzip(text: &str) -> Vec<u8> {
    // One stored block; the checksum of gzip is CRC-32.
    let crc = text.bytes().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    });
    let length = u16::try_from(text.len()).expect("a short text");
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    bytes.write_all(&length.to_le_bytes()).expect("memory");
    bytes.write_all(&(!length).to_le_bytes()).expect("memory");
    bytes.write_all(text.as_bytes()).expect("memory");
    bytes.write_all(&(!crc).to_le_bytes()).expect("memory");
    bytes
        .write_all(&u32::from(length).to_le_bytes())
        .expect("memory");
    bytes
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars()
        .map(|letter| u8::try_from(u32::from(letter)).expect("a letter of Latin-1"))
        .collect()
}

/// What a command makes of these bytes, from a file or from standard input.
fn run(folder: &Folder, arguments: &[&str], bytes: &[u8], piped: bool) -> Ran {
    folder.put("input", bytes);
    let name = if piped { "-" } else { "input" };
    let arguments: Vec<&str> = arguments
        .iter()
        .map(|word| if *word == "FILE" { name } else { word })
        .collect();
    let mut ran = folder.run_with(&arguments, if piped { bytes } else { &[] });
    for text in [&mut ran.out, &mut ran.err] {
        *text = text
            .replace("standard input", "input")
            .replace("-:", "input:");
    }
    ran
}

#[test]
fn every_command_reads_every_encoding_alike() {
    let folder = Folder::new("cli_encodings/alike");
    for (command, arguments, text) in READING {
        let plain = run(&folder, arguments, text.as_bytes(), false);
        assert!(plain.code < 2, "{command}: {}{}", plain.out, plain.err);
        let encodings = [
            (
                "UTF-8 with a mark",
                ["\u{feff}", text].concat().into_bytes(),
            ),
            ("UTF-16, little end first", utf16(text, u16::to_le_bytes)),
            ("UTF-16, big end first", utf16(text, u16::to_be_bytes)),
            ("CR LF", text.replace('\n', "\r\n").into_bytes()),
            (
                "CR LF in UTF-16",
                utf16(&text.replace('\n', "\r\n"), u16::to_le_bytes),
            ),
            ("CR", text.replace('\n', "\r").into_bytes()),
            ("gzip", gzip(text)),
            ("UTF-8", text.as_bytes().to_vec()),
        ];
        for (encoding, bytes) in encodings {
            for piped in [false, true] {
                let ran = run(&folder, arguments, &bytes, piped);
                let what = format!("{command}, {encoding}, piped: {piped}");
                assert_eq!(ran.code, plain.code, "{what}: {}", ran.err);
                let side = |text: &str| text.replace("input", "").replace("- ", " ");
                if command != "compare --with" {
                    assert_eq!(ran.out, plain.out, "{what}");
                    assert_eq!(ran.err, plain.err, "{what}");
                }
                assert!(!side(&ran.out).contains('\u{fffd}'), "{what}");
            }
        }
    }
}

#[test]
fn a_link_is_read_in_every_encoding() {
    let folder = Folder::new("cli_encodings/link");
    let link = "v2_cn.demo_ci.r_vi.4000_z";
    let arguments = ["check", "--config", "FILE"];
    let plain = run(&folder, &arguments, link.as_bytes(), false);
    assert_eq!(plain.code, 0, "{}", plain.err);
    for bytes in [
        ["\u{feff}", link, "\r\n"].concat().into_bytes(),
        utf16(link, u16::to_le_bytes),
    ] {
        assert_eq!(run(&folder, &arguments, &bytes, false).out, plain.out);
    }
}

#[test]
fn what_is_no_text_is_refused_with_its_place() {
    let folder = Folder::new("cli_encodings/refused");
    for (command, arguments, text) in READING {
        let row = 1 + text
            .lines()
            .position(|line| line.contains('ü'))
            .expect("a letter");
        let line = text.lines().nth(row - 1).expect("its line");
        let column = 1 + line.find('ü').expect("a letter");
        let mut torn = utf16(text, u16::to_le_bytes);
        torn.pop();
        for (bytes, place) in [
            (latin1(text), format!("input:{row}:{column}: ")),
            (torn, format!("input:{}: ", text.lines().count())),
        ] {
            for piped in [false, true] {
                let ran = run(&folder, arguments, &bytes, piped);
                assert_eq!(ran.code, 2, "{command}: {}", ran.out);
                assert!(ran.err.contains(&place), "{command}: {place}: {}", ran.err);
                assert!(ran.out.is_empty(), "{command}: {}", ran.out);
                assert!(!ran.err.contains('\u{fffd}'), "{command}: {}", ran.err);
            }
        }
    }
}
