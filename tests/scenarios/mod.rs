//! The golden scenarios, carried in the test program so that the browser has them too.
//!
//! `tests/scenarios/<name>/config.yaml` is what goes in; `expected/` holds every file that comes
//! out. `UPDATE_EXPECT=1 cargo test --test it scenarios` rewrites what is expected.

use include_dir::{Dir, include_dir};

static FOLDER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/tests/scenarios");

/// One scenario.
pub struct Scenario {
    /// Its folder's name.
    pub name: &'static str,
    /// What goes in.
    pub config_text: &'static str,
    /// What comes out: paths and texts, sorted by path.
    pub files: Vec<(&'static str, &'static str)>,
}

/// Every scenario, by name.
pub fn all() -> Vec<Scenario> {
    let mut scenarios: Vec<Scenario> = FOLDER.dirs().map(scenario).collect();
    scenarios.sort_by_key(|scenario| scenario.name);
    scenarios
}

fn scenario(folder: &'static Dir<'static>) -> Scenario {
    let name = folder.path().to_str().expect("a name of letters");
    let config = folder.get_file(folder.path().join("config.yaml"));
    let expected = folder.get_dir(folder.path().join("expected"));
    let mut files: Vec<(&str, &str)> = expected
        .into_iter()
        .flat_map(Dir::files)
        .map(|file| {
            let path = file.path().file_name().and_then(|name| name.to_str());
            (
                path.expect("a name of letters"),
                file.contents_utf8().expect("text"),
            )
        })
        .collect();
    files.sort_unstable();
    Scenario {
        name,
        config_text: config
            .and_then(|file| file.contents_utf8())
            .unwrap_or_default(),
        files,
    }
}
