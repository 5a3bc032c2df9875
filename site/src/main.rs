//! Finishes what Trunk built.
//!
//! ```text
//! site hook                     as a hook of Trunk, which says in variables what it has built
//! site pages FOLDER             the static pages alone
//! site finish FOLDER [BASE]     those, the program in parts, one style sheet, the page as it begins, the
//!                               security policy, the list for offline use
//! ```
//!
//! Trunk calls the hook after every release build, by way of xtask (`Trunk.toml`). BASE is what all
//! addresses in the page start with; `./` if nothing is said.

mod files;
mod first;
mod html;
mod markup;
mod offline;
mod pages;
mod policy;
mod programs;
mod split;
mod styles;
mod trusted;
mod worker;

use std::path::Path;
use std::process::ExitCode;

use files::Problem;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("site: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<(), Problem> {
    match *words {
        ["hook"] => hook(),
        ["pages", folder] => static_pages(Path::new(folder)),
        ["finish", folder] => finish(Path::new(folder), "./"),
        ["finish", folder, base] => finish(Path::new(folder), base),
        _ => Err("site hook, site pages FOLDER, or site finish FOLDER [BASE]".into()),
    }
}

fn hook() -> Result<(), Problem> {
    let variable = |name: &str| {
        std::env::var(name).map_err(|_| format!("Trunk says no {name}; it runs this hook"))
    };
    let folder = variable("TRUNK_STAGING_DIR")?;
    finish(Path::new(&folder), &variable("TRUNK_PUBLIC_URL")?)
}

/// The pages anew, beside an application that may be there already.
fn static_pages(folder: &Path) -> Result<(), Problem> {
    std::fs::create_dir_all(folder)
        .map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    for name in files::below(folder)? {
        if name.starts_with("pages-") && name.ends_with(".css") {
            files::delete(&folder.join(name))?;
        }
    }
    let count = pages::write(folder)?;
    println!("{count} pages in {}", folder.display());
    if folder.join("sw.js").is_file() {
        offline::list(folder)?;
    }
    Ok(())
}

fn finish(folder: &Path, base: &str) -> Result<(), Problem> {
    let path = folder.join("index.html");
    let text = files::read_text(&path)?;
    let text = split::program(folder, base, &text)?;
    let text = styles::merge(folder, base, &text)?;
    let text = first::put(&text)?;
    let text = policy::put(&text).ok_or("index.html has no meta tag")?;
    files::write(&path, text)?;
    worker::report_failures(folder)?;
    pages::write(folder)?;
    offline::list(folder)
}
