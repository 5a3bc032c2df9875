//! Trusted Types: the page's policy lets no text become markup or a script's address, except what the
//! program's own glue hands over here.
//!
//! wasm-bindgen's glue meets three such places: templates of Leptos, which are constants of the
//! program, the background worker and the service worker. Each goes through one policy that admits
//! only these.

use crate::files::Problem;

/// The name of the policy, as the Content-Security-Policy has it.
pub const POLICY: &str = "soci";

/// The places in the glue, each with what stands there instead.
const PLACES: [(&str, &str); 3] = [
    (
        "arg0.innerHTML = getStringFromWasm0(arg1, arg2);",
        "arg0.innerHTML = trustedTemplate(arg1, arg2);",
    ),
    (
        "new Worker(getStringFromWasm0(arg0, arg1))",
        "new Worker(trustedScript(getStringFromWasm0(arg0, arg1)))",
    ),
    (
        "arg0.register(getStringFromWasm0(arg1, arg2))",
        "arg0.register(trustedScript(getStringFromWasm0(arg1, arg2)))",
    ),
];

/// What may make a text into more than a text.
const SINKS: [&str; 9] = [
    "innerHTML =",
    "outerHTML",
    "insertAdjacentHTML",
    "srcdoc",
    "document.write",
    "new Worker(",
    "new SharedWorker(",
    "new Function(",
    "eval(",
];

/// A browser without Trusted Types gets the texts themselves, after the same looks at them.
/// What lies below the heap was there when the program was loaded: nobody has written it since.
const GUARD: &str = r#"
const trusted = globalThis.trustedTypes?.createPolicy(trustedName, {
    createHTML: (text) => text,
    createScriptURL: (name) => name,
});
function trustedTemplate(start, length) {
    const isConstant = length === 0 || start + length <= wasm.__heap_base.value;
    if (!isConstant) throw new TypeError("Only constants of the program become markup.");
    const text = getStringFromWasm0(start, length);
    return trusted?.createHTML(text) ?? text;
}
function trustedScript(name) {
    const isOwn = ["worker_loader.js", "sw.js"].includes(name);
    if (!isOwn) throw new TypeError(`${name} is no script of this page.`);
    return trusted?.createScriptURL(name) ?? name;
}
"#;

/// The glue with its places guarded; an error if a tool writes it otherwise, or with more of them.
pub fn guarded(glue: &str) -> Result<String, Problem> {
    let mut text = glue.to_owned();
    for (old, new) in PLACES {
        if text.matches(old).count() != 1 {
            return Err(format!("the program's script has not exactly one {old}"));
        }
        text = text.replace(old, new);
    }
    for sink in SINKS {
        let guarded = PLACES.iter().filter(|(_, new)| new.contains(sink)).count();
        if text.matches(sink).count() != guarded {
            return Err(format!(
                "the program's script has a {sink} that no Trusted Types policy guards"
            ));
        }
    }
    text.push_str(&format!("\nconst trustedName = \"{POLICY}\";{GUARD}"));
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::{PLACES, POLICY, guarded};

    fn glue() -> String {
        PLACES.map(|(old, _)| old).join("\n")
    }

    #[test]
    fn every_place_is_guarded_by_the_policy_that_the_page_names() {
        let text = guarded(&glue()).expect("the glue is as it should be");
        for (old, new) in PLACES {
            assert!(text.contains(new) && !text.contains(&format!("\n{old}")));
        }
        assert!(text.contains(&format!("const trustedName = \"{POLICY}\";")));
        assert!(text.contains("createPolicy(trustedName,"));
    }

    #[test]
    fn another_place_is_told() {
        for more in [
            "arg0.outerHTML = getStringFromWasm0(arg1, arg2);",
            "arg1.innerHTML = text;",
            "new Worker(text)",
            "eval(text)",
        ] {
            assert!(guarded(&format!("{}\n{more}", glue())).is_err(), "{more}");
        }
        assert!(guarded("").is_err());
    }
}
