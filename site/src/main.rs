//! Finishes what Trunk built.
//!
//! ```text
//! site hook                     as a hook of Trunk, which says in variables what it has built
//! site finish FOLDER [BASE]     one style sheet, the security policy, the list for offline use
//! ```
//!
//! Trunk calls the hook after every build (`Trunk.toml`). BASE is what all addresses in the page
//! start with; `./` if nothing is said.

mod files;
mod html;
mod offline;
mod policy;
mod styles;

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
        ["finish", folder] => finish(Path::new(folder), "./"),
        ["finish", folder, base] => finish(Path::new(folder), base),
        _ => Err("site hook, or site finish FOLDER [BASE]".into()),
    }
}

fn hook() -> Result<(), Problem> {
    let variable = |name: &str| {
        std::env::var(name).map_err(|_| format!("Trunk says no {name}; it runs this hook"))
    };
    // While somebody works on the page, Trunk puts a script of its own into it.
    if variable("TRUNK_PROFILE")? != "release" {
        return Ok(());
    }
    finish(
        Path::new(&variable("TRUNK_STAGING_DIR")?),
        &variable("TRUNK_PUBLIC_URL")?,
    )
}

fn finish(folder: &Path, base: &str) -> Result<(), Problem> {
    let path = folder.join("index.html");
    let text = files::read_text(&path)?;
    let text = styles::merge(folder, base, &text)?;
    let text = policy::put(&text).ok_or("index.html has no meta tag")?;
    files::write(&path, text)?;
    offline::list(folder)
}
