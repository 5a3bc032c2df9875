//! In which order the files of a room lie: none uses another in a circle, and those of a pull are read
//! from its image to what is said of it.

use super::circles::{circles, references};
use super::{check_none, rust_files};

#[test]
fn no_files_of_a_room_use_each_other_in_a_circle() {
    let shown = |circle: &Vec<String>| format!("{} files: {}", circle.len(), circle.join(", "));
    let found = circles(&rust_files("src/core"));
    let found: Vec<String> = found.iter().map(shown).collect();
    check_none(&found, "move what both need into a file below them:");
}

#[test]
fn circles_of_files_are_found_behind_doors_too() {
    let of = |files: &[(&str, &str)]| {
        let name = |file: &str| format!("src/core/room/{file}.rs");
        let files = files.iter();
        let files: Vec<(String, String)> = files
            .map(|(file, text)| (name(file), (*text).to_owned()))
            .collect();
        let found = circles(&files).into_iter();
        found
            .map(|circle| circle.join(" "))
            .map(|files| files.replace("src/core/room/", "").replace(".rs", ""))
            .collect::<Vec<_>>()
    };
    let door = "mod a;\nmod b;\npub use a::A;\npub(in crate::core) use b::*;\n";
    let a = "use super::B;\npub struct A(B);\n";
    // By name, by a path in the code, through a glob, by the absolute path.
    for b in [
        "use super::a::A;\npub struct B(Option<Box<A>>);\n",
        "pub struct B(Option<Box<super::A>>);\n",
        "use crate::core::room::{self, A as Other};\npub struct B(Option<Box<Other>>);\n",
        "use super::a;\npub struct B;\nfn b() { a::call() }\n",
    ] {
        assert_eq!(of(&[("mod", door), ("a", a), ("b", b)]), ["a b"], "{b}");
    }
    let straight = "pub struct B;\n#[cfg(test)]\nmod tests {\n    use super::super::A;\n}\n";
    assert!(of(&[("mod", door), ("a", a), ("b", straight)]).is_empty());
    // A door that holds something itself is a file like others.
    let full = "mod a;\npub struct Word;\npub fn say() { a::say() }\n";
    let a = "use super::Word;\npub fn say() -> Word { Word }\n";
    assert_eq!(of(&[("mod", full), ("a", a)]), ["a mod"]);
    // Over three files, one of them in a folder of its own.
    let three = [
        ("mod", "mod a;\nmod deep;\nmod c;\n"),
        ("a", "use super::deep::Deep;\npub struct A;\n"),
        ("deep/mod", "mod b;\npub use b::Deep;\n"),
        ("deep/b", "use super::super::c::C;\npub struct Deep(C);\n"),
        ("c", "use crate::core::room::a::A;\npub struct C(A);\n"),
    ];
    assert_eq!(of(&three), ["a c deep/b"]);
}

/// The files of the pull model in the order in which they are read: each uses those before it.
const PULL: [&str; 28] = [
    "numbers",
    "parameter",
    "image/mod",
    "image/layers",
    "node/unpack",
    "node/puller",
    "node/network",
    "node/disk",
    "node/mod",
    "conditions",
    "simulation/progress",
    "simulation/outcome",
    "simulation/mod",
    "bottleneck",
    "estimate/cache",
    "estimate/mod",
    "timeline",
    "given",
    "runtime_memory",
    "work",
    "distribution",
    "model",
    "search",
    "measured/calibrate",
    "measured/own_figures",
    "measured/own_pulls",
    "measured/published",
    "measured/leave_one_out",
];

#[test]
fn a_pull_is_read_from_its_image_to_what_is_said_of_it() {
    let room = "src/core/pull/";
    let place = |name: &str| {
        let file = name.trim_start_matches(room).trim_end_matches(".rs");
        PULL.iter().position(|known| *known == file)
    };
    let references = references(&rust_files("src/core"));
    let mut ahead = Vec::new();
    let mut seen = vec![false; PULL.len()];
    for (name, to) in references.iter().filter(|(name, _)| name.starts_with(room)) {
        let Some(own) = place(name) else {
            // Nobody needs the start of a node, nor what only leads to others.
            let is_used = references.values().any(|to| to.contains(name));
            assert!(!is_used, "{name} has no place in the order");
            continue;
        };
        seen[own] = true;
        for other in to {
            if place(other).is_none_or(|other| other >= own) {
                ahead.push(format!("{name} uses {other}"));
            }
        }
    }
    check_none(&ahead, "a later file is used:");
    assert!(seen.iter().all(|seen| *seen), "a file is gone: {seen:?}");
}
