//! The start of the background worker.

use std::path::Path;

use crate::files::{self, Problem};

const LOADER: &str = "worker_loader.js";

/// Has the worker's start say when its program does not come. As Trunk writes it, nobody hears of that,
/// and the page waits for its answer.
pub fn report_failures(folder: &Path) -> Result<(), Problem> {
    let path = folder.join(LOADER);
    files::write(&path, reporting(&files::read_text(&path)?)?)
}

fn reporting(script: &str) -> Result<String, Problem> {
    let script = script.trim_end().trim_end_matches(';');
    if !(script.contains("wasm_bindgen(") && script.ends_with(')')) {
        return Err(format!(
            "{LOADER} does not end with the start of the program"
        ));
    }
    // Only an error outside of a promise is told to the page.
    Ok(format!(
        "{script}.catch((error) => setTimeout(() => {{ throw error; }}));\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::reporting;

    #[test]
    fn a_program_that_does_not_come_is_an_error() {
        let script = "importScripts(\"./worker.js\");wasm_bindgen(\"./worker_bg.wasm\");";
        assert_eq!(
            reporting(script).as_deref(),
            Ok(
                "importScripts(\"./worker.js\");wasm_bindgen(\"./worker_bg.wasm\").catch((error) => setTimeout(() => { throw error; }));\n"
            )
        );
        assert!(reporting("importScripts(\"./worker.js\")").is_err());
    }
}
