//! The page's program in parts: what every visit needs, and files that are loaded when somebody
//! looks at what they draw.
//!
//! Trunk packs the program whole. It is taken apart as cargo linked it, because only there it says
//! where its functions and data are named; then the main part is packed as Trunk packs the whole.
//!
//! The cut itself is the library's that cargo-leptos uses. The rest is ours, because cargo-leptos gives
//! parts no digests that a browser checks, and its loader waits for ever. What is changed in scripts of
//! the tools is looked for word by word, and a build fails if they write it otherwise.

use std::path::{Path, PathBuf};

use wasm_split_cli_support::{Options, transform};

use crate::files::{self, Problem};
use crate::html::{self, Tag};
use crate::programs;
use crate::trusted;

/// The program as cargo links it, in its folder.
const LINKED: &str = "wasm32-unknown-unknown/release/web.wasm";
/// The script that loads parts. The program's imports go by this name, so that it stays within it.
const LOADER: &str = "./__wasm_split.js";
/// The script that goes with the main part, until it gets its name.
const MAIN: &str = "./web.js";

/// Puts the program in parts in place of the whole that Trunk packed, and returns the page.
pub fn program(folder: &Path, base: &str, page: &str) -> Result<String, Problem> {
    let target = programs::target_folder()?;
    let whole = Whole::find(page)?;
    let parts = parts(&target.join(LINKED), &target.join("split"))?;
    for tag in [&whole.script, &whole.program] {
        let href = tag.attribute("href").unwrap_or_default();
        let path = files::linked(folder, base, href)
            .ok_or_else(|| format!("the page names a program that is not there: {href}"))?;
        files::delete(&path)?;
    }
    let packed = named(parts)?;
    for (name, bytes) in packed.all() {
        files::write(&folder.join(name), bytes)?;
    }
    let link = |tag: &Tag, (name, bytes): &File| {
        tag.with("href", &format!("{base}{name}"))
            .with("integrity", &files::integrity(bytes))
            .text()
            .to_owned()
    };
    // start.js takes the first script for the program's.
    let scripts = [&packed.script, &packed.loader].map(|file| link(&whole.script, file));
    let program = link(&whole.program, &packed.program);
    let changes = [(whole.script, scripts.join("\n")), (whole.program, program)];
    Ok(html::replaced(page, &changes))
}

/// The links to the program that Trunk packed.
struct Whole {
    script: Tag,
    program: Tag,
}

impl Whole {
    fn find(page: &str) -> Result<Self, Problem> {
        let links = html::tags(page, "link");
        let one = |rel: &str| {
            let mut found = links.iter().filter(|tag| tag.has("rel", rel));
            match (found.next(), found.next()) {
                (Some(tag), None) => Ok(tag.clone()),
                _ => Err(format!("the page has not exactly one link rel={rel}")),
            }
        };
        Ok(Self {
            script: one("modulepreload")?,
            program: one("preload")?,
        })
    }
}

/// What is made of the program, before it has names.
struct Parts {
    script: String,
    program: Vec<u8>,
    loader: String,
    /// Each by the name that the loader knows it by.
    others: Vec<(String, Vec<u8>)>,
}

/// Takes the program apart, in a folder of its own.
fn parts(linked: &Path, folder: &Path) -> Result<Parts, Problem> {
    // What an earlier build left there would count as a part of this one.
    if folder.is_dir() {
        std::fs::remove_dir_all(folder)
            .map_err(|error| format!("{} cannot be emptied: {error}", folder.display()))?;
    }
    let main = folder.join("main.wasm");
    let input = files::read(linked)?;
    let mut options = Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = MAIN;
    options.link_name = LOADER;
    let split = transform(options)
        .map_err(|error| format!("{} cannot be taken apart: {error:#}", linked.display()))?;
    // Parts reach the main part's memory, stack and table by what the linker exports of them.
    programs::run(
        "wasm-bindgen",
        &[
            "--target=web",
            "--no-typescript",
            "--keep-lld-exports",
            "--out-name=web",
            &format!("--out-dir={}", folder.display()),
            &main.display().to_string(),
        ],
    )?;
    let mut others = Vec::new();
    for path in split.split_modules {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        others.push((name.into_owned(), optimised(&path)?));
    }
    Ok(Parts {
        script: shortened(&trusted::guarded(&files::read_text(&folder.join(MAIN))?)?)?,
        program: optimised(&folder.join("web_bg.wasm"))?,
        loader: shortened(&files::read_text(&folder.join(LOADER))?)?,
        others,
    })
}

/// A script of the tools without comments and indentation; an error if a text of several lines may
/// stand in it, whose blanks mean something.
fn shortened(script: &str) -> Result<String, Problem> {
    let mut text = String::with_capacity(script.len());
    let mut is_comment = false;
    for line in script.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        if !is_comment && !line.is_empty() && !line.starts_with("//") {
            if line.matches('`').count() % 2 == 1 {
                return Err(format!(
                    "a script of the program has a text of several lines: {line}"
                ));
            }
            text.push_str(line);
            text.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    Ok(text)
}

/// Optimises a file of WebAssembly for who loads it: packed by a server, then compiled function by
/// function as each is first called.
///
/// Measured on the main part (brotli 11; cold load of a link, median of 20 by turns, 2026-11-28):
/// `-Oz`, which looks at bytes before they are packed, is 4 kB more than `-O2`. Functions of up to 16
/// bytes in place of calls cost 11 kB (479 in place of 468), and the result is there after 254 ms in
/// place of 285.
fn optimised(path: &Path) -> Result<Vec<u8>, Problem> {
    let small: PathBuf = path.with_extension("small.wasm");
    let output = format!("--output={}", small.display());
    let path = path.display().to_string();
    let inline = "--always-inline-max-function-size=16";
    programs::run("wasm-opt", &["-O2", inline, &output, &path])?;
    files::read(&small)
}

/// A file's name and what is in it.
type File = (String, Vec<u8>);

struct Packed {
    script: File,
    program: File,
    loader: File,
    others: Vec<File>,
}

impl Packed {
    fn all(&self) -> impl Iterator<Item = &File> {
        [&self.script, &self.program, &self.loader]
            .into_iter()
            .chain(&self.others)
    }
}

/// Where the loader takes from the program what parts share with it. A part may come before it.
const SHARE: &str = "const imports = getSharedImports();";
const SHARE_ONCE_STARTED: &str = "const imports = await started.then(getSharedImports);";
/// Where the loader is asked for a part, with whom to call back: nobody, if it is to be there early.
const ASKED: &str = "return async (callbackIndex, callbackData) => {";
const ASKED_EARLY: &str = "return async (callbackIndex, callbackData) => {\nif (callbackIndex === undefined) return callee();";

/// How the loader fetches a part: it gives up after a while, and what the browser holds may be
/// damaged. And how it learns that the program has started, from public/start.js.
const FETCH_PART: &str = "
export let programHasStarted;
const started = new Promise((go) => { programHasStarted = go; });
function fetchPart(address, integrity) {
    const load = (cache) => fetch(address, { cache, integrity, signal: AbortSignal.timeout(30_000) });
    return load(\"default\").catch((error) => {
        if (error.name === \"TimeoutError\") throw error;
        return load(\"reload\");
    });
}
";

/// Names that change with what is in the files, and each name where another file has it.
fn named(parts: Parts) -> Result<Packed, Problem> {
    let mut loader = parts.loader;
    let mut others = Vec::new();
    for (name, bytes) in parts.others {
        let new = name.strip_suffix(".wasm").unwrap_or(&name);
        let new = format!("{new}-{}.wasm", files::mark(&bytes));
        let integrity = files::integrity(&bytes);
        loader = exchanged(
            &loader,
            &format!("fetch(new URL(\"./{name}\", import.meta.url))"),
            &format!("fetchPart(new URL(\"./{new}\", import.meta.url), \"{integrity}\")"),
        )?;
        others.push((new, bytes));
    }
    loader = exchanged(&loader, SHARE, SHARE_ONCE_STARTED)?;
    loader = exchanged(&loader, ASKED, ASKED_EARLY)?;
    loader.push_str(FETCH_PART);
    // The two scripts name each other, so that both go by what is in both, and in the program.
    let mark = files::mark(&[parts.script.as_bytes(), loader.as_bytes(), &parts.program].concat());
    let (script, split) = (format!("web-{mark}.js"), format!("web-{mark}_parts.js"));
    let from = |name: &str| format!("from \"{name}\"");
    loader = exchanged(&loader, &from(MAIN), &from(&format!("./{script}")))?;
    let text = exchanged(&parts.script, &from(LOADER), &from(&format!("./{split}")))?;
    Ok(Packed {
        script: (script, text.into_bytes()),
        program: (format!("web-{mark}_bg.wasm"), parts.program),
        loader: (split, loader.into_bytes()),
        others,
    })
}

/// A text with another in place of one; it is an error if the tool that wrote it writes otherwise.
fn exchanged(text: &str, old: &str, new: &str) -> Result<String, Problem> {
    if text.contains(old) {
        Ok(text.replace(old, new))
    } else {
        Err(format!("a script of the program does not say: {old}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Packed, Parts, named, shortened};

    fn pack(guide: &[u8], program: &[u8]) -> Packed {
        let parts = Parts {
            script: "import * as import1 from \"./__wasm_split.js\"\nlet imports = { \"./__wasm_split.js\": import1 };".into(),
            program: program.into(),
            loader: "import { initSync } from \"./web.js\";\nreturn async (callbackIndex, callbackData) => {\nconst imports = getSharedImports();\nconst src = fetch(new URL(\"./split_guide.wasm\", import.meta.url));".into(),
            others: vec![("split_guide.wasm".into(), guide.into())],
        };
        named(parts).expect("both scripts name what they should")
    }

    #[test]
    fn comments_and_indents_go_and_code_stays() {
        let script = "/**\n * @param {a} b\n */\nfunction f(b) {\n    // Why.\n    /* c */\n    return `${b}/* d */`;\n}\n";
        let short = "function f(b) {\nreturn `${b}/* d */`;\n}\n";
        assert_eq!(shortened(script).as_deref(), Ok(short));
        assert!(shortened("f(`a\n  b`);\n").is_err());
    }

    #[test]
    fn files_name_each_other_and_imports_keep_their_name() {
        let packed = pack(b"guide", b"main");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("a text");
        let (script, loader) = (text(&packed.script.1), text(&packed.loader.1));
        assert!(script.contains(&format!("from \"./{}\"", packed.loader.0)));
        assert!(script.contains("{ \"./__wasm_split.js\": import1 }"));
        assert!(loader.contains(&format!("from \"./{}\"", packed.script.0)));
        let guide = &packed.others[0].0;
        assert!(loader.contains(&format!(
            "fetchPart(new URL(\"./{guide}\", import.meta.url), \"sha384-"
        )));
        assert!(loader.contains("function fetchPart("));
        assert!(loader.contains("await started.then(getSharedImports)"));
    }

    #[test]
    fn what_changes_has_another_name_and_what_does_not_keeps_it() {
        let names = |packed: &Packed| packed.all().map(|file| file.0.clone()).collect::<Vec<_>>();
        let before = pack(b"guide", b"main");
        assert_eq!(names(&before), names(&pack(b"guide", b"main")));
        let main = pack(b"guide", b"other");
        assert_eq!(main.others, before.others);
        assert_ne!(main.script.0, before.script.0);
        let guide = pack(b"other", b"main");
        // The loader says another name, and so is another file itself.
        assert!(
            names(&guide)
                .iter()
                .zip(&names(&before))
                .all(|(new, old)| new != old)
        );
    }
}
