//! Dependencies hold to `deny.toml` in every clone: licences, sources and versions, by what cargo
//! itself says of them. `cargo xtask dependencies` asks cargo-deny, which knows advisories as well.

use std::collections::BTreeMap;
use std::process::Command;

use serde::Deserialize;

const POLICY: &str = include_str!("../../deny.toml");

#[derive(Deserialize)]
struct Policy {
    graph: Graph,
    licenses: Licenses,
    sources: Sources,
}

#[derive(Deserialize)]
struct Graph {
    targets: Vec<String>,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    package: String,
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Sources {
    #[serde(rename = "allow-registry")]
    allow_registry: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Clone, Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    license_file: Option<String>,
    /// None of our own.
    source: Option<String>,
    dependencies: Vec<Dependency>,
}

#[derive(Clone, Deserialize)]
struct Dependency {
    name: String,
    req: String,
    path: Option<String>,
}

fn policy() -> Policy {
    toml::from_str(POLICY).expect("deny.toml is as cargo-deny has it")
}

/// Every package of the workspace on the platforms that are shipped.
fn packages(policy: &Policy) -> Vec<Package> {
    let mut all = BTreeMap::new();
    for target in &policy.graph.targets {
        let output = Command::new(env!("CARGO"))
            .args([
                "metadata",
                "--format-version",
                "1",
                "--locked",
                "--all-features",
            ])
            .args(["--filter-platform", target])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo starts");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        let metadata: Metadata = serde_json::from_slice(&output.stdout).expect("JSON");
        for package in metadata.packages {
            all.insert((package.name.clone(), package.version.clone()), package);
        }
    }
    all.into_values().collect()
}

/// Whether an SPDX expression can be met with allowed licences alone. AND binds before OR; a slash is
/// an old OR; an exception (WITH) only permits more.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let is_met = either(&words, &mut at, allowed);
    is_met && at == words.len()
}

fn either(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut is_met = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        is_met |= both(words, at, allowed);
    }
    is_met
}

fn both(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut is_met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        is_met &= one(words, at, allowed);
    }
    is_met
}

fn one(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let word = words.get(*at).copied().unwrap_or_default();
    *at += 1;
    if word == "(" {
        let is_met = either(words, at, allowed);
        *at += 1;
        return is_met;
    }
    if words.get(*at) == Some(&"WITH") {
        *at += 2;
    }
    allowed.iter().any(|own| own == word)
}

/// What of the packages the policy does not allow.
fn refused(packages: &[Package], policy: &Policy) -> Vec<String> {
    let mut said = Vec::new();
    for package in packages {
        let name = format!("{} {}", package.name, package.version);
        for dependency in &package.dependencies {
            if package.source.is_none() && dependency.req == "*" && dependency.path.is_none() {
                said.push(format!("{name}: {} has no version", dependency.name));
            }
        }
        let Some(source) = &package.source else {
            continue;
        };
        let registry = source.strip_prefix("registry+");
        if !registry.is_some_and(|own| policy.sources.allow_registry.iter().any(|one| one == own)) {
            said.push(format!("{name}: comes from {source}"));
        }
        // A file's name stands for what the manifest does not say: `LICENSE-MIT`.
        let of_file = package.license_file.as_deref();
        let of_file = of_file.and_then(|file| file.strip_prefix("LICENSE-"));
        let license = package.license.as_deref().or(of_file).unwrap_or_default();
        let exception = policy
            .licenses
            .exceptions
            .iter()
            .find(|one| one.package == package.name);
        let is_fine = is_allowed(license, &policy.licenses.allow)
            || exception.is_some_and(|one| is_allowed(license, &one.allow));
        if !is_fine {
            said.push(format!("{name}: licence {license:?}"));
        }
    }
    said
}

#[test]
fn dependencies_are_what_the_policy_allows() {
    let policy = policy();
    let packages = packages(&policy);
    assert!(packages.len() > 100, "{} packages", packages.len());
    let said = refused(&packages, &policy);
    assert!(said.is_empty(), "\n  {}", said.join("\n  "));
}

#[test]
fn what_the_policy_does_not_allow_is_refused() {
    let policy = policy();
    let registry = "registry+https://github.com/rust-lang/crates.io-index";
    let package = |license: Option<&str>, source: Option<&str>, req: &str| Package {
        name: "a".to_owned(),
        version: "1.0.0".to_owned(),
        license: license.map(str::to_owned),
        license_file: None,
        source: source.map(str::to_owned),
        dependencies: vec![Dependency {
            name: "b".to_owned(),
            req: req.to_owned(),
            path: None,
        }],
    };
    let fine = package(Some("MIT OR Apache-2.0"), Some(registry), "^1");
    assert_eq!(refused(&[fine], &policy), Vec::<String>::new());
    for (package, says) in [
        (
            package(Some("GPL-3.0-only"), Some(registry), "^1"),
            "licence",
        ),
        (package(None, Some(registry), "^1"), "licence"),
        (package(Some("MPL-2.0"), Some(registry), "^1"), "licence"),
        (
            package(Some("MIT"), Some("git+https://example.com/a"), "^1"),
            "comes from",
        ),
        (
            package(
                Some("MIT"),
                Some("registry+https://example.com/index"),
                "^1",
            ),
            "comes from",
        ),
        (package(None, None, "*"), "no version"),
    ] {
        let said = refused(&[package], &policy);
        assert!(
            said.len() == 1 && said[0].contains(says),
            "{says}: {said:?}"
        );
    }
}

#[test]
fn expressions_of_licences_are_read() {
    let allowed = ["MIT", "Apache-2.0", "Zlib"].map(str::to_owned);
    for fine in [
        "MIT",
        "GPL-2.0-only OR MIT",
        "MIT/GPL-2.0-only",
        "Apache-2.0 WITH LLVM-exception",
        "(GPL-2.0-only OR MIT) AND Zlib",
        "GPL-2.0-only AND MIT OR Zlib",
    ] {
        assert!(is_allowed(fine, &allowed), "{fine}");
    }
    for bad in [
        "",
        "GPL-2.0-only",
        "MIT AND GPL-2.0-only",
        "(GPL-2.0-only OR MIT) AND BSD-3-Clause",
        "MIT Zlib",
        "GPL-2.0-only AND (MIT OR Zlib)",
    ] {
        assert!(!is_allowed(bad, &allowed), "{bad}");
    }
}
