//! Packages of Debian.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use super::{folder, series};
use crate::shell::{on_path, output_of, run, step, write};

/// Whether this task may install packages here.
pub fn may_install() -> bool {
    on_path("apt-get").is_some() && output_of(Command::new("id").arg("-u")).as_deref() == Some("0")
}

/// Installs packages, after refreshing apt's lists.
pub fn install(packages: &[&str]) -> Result<()> {
    let words = packages.join(" ");
    ensure!(
        may_install(),
        "only root can install it, with apt: `apt-get install --no-install-recommends {words}`"
    );
    let quiet = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command
            .args(["-qq", "-y"])
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        // What it did with each package is of no interest here; its errors are.
        command.stdout(Stdio::null());
        command
    };
    run(&mut quiet(&["update"]))?;
    run(quiet(&["install", "--no-install-recommends"]).args(packages))
}

/// Installs the packages of those programs that are missing.
pub fn packages_of(programs: &[(&str, &str)]) -> Result<()> {
    let is_missing = |(program, _): &&(&str, &str)| on_path(program).is_none();
    let missing = programs.iter().filter(is_missing);
    let packages: Vec<&str> = missing.map(|(_, package)| *package).collect();
    if packages.is_empty() {
        return Ok(());
    }
    step(&format!(
        "{} with apt-get (about 20 s, once)",
        packages.join(", ")
    ));
    install(&packages)
}

/// Installs what scripts that are written are tried with, where that is allowed; the tests that use it say
/// so themselves if it is missing.
pub fn for_scripts() {
    for (program, package) in [
        ("shellcheck", "shellcheck"),
        ("kubectl", "kubernetes-client"),
    ] {
        if on_path(program).is_some() {
            continue;
        }
        step(&format!("{package} with apt-get (about 10 s, once)"));
        if let Err(error) = install(&[package]) {
            step(&format!(
                "scripts that are written are not tried with {program}: {error:#}"
            ));
        }
    }
}

/// apt with lists and caches of its own, so that the machine's are neither read nor changed.
pub struct Apt {
    folder: PathBuf,
    options: Vec<String>,
}

impl Apt {
    /// With the sources of this machine.
    pub fn of_machine() -> Result<Self> {
        Self::new("machine", &[])
    }

    /// With one suite of Debian's main archive, wherever this machine has Debian's packages from: no
    /// mirror is named in the repository.
    pub fn of_suite(&self, suite: &str) -> Result<Self> {
        let list = folder().join("apt").join(suite).join("sources.list");
        let source = self.source(suite);
        write(
            &list,
            &source.context("this machine has no Debian archive among its sources")?,
        )?;
        let only = [
            format!("Dir::Etc::SourceList={}", list.display()),
            "Dir::Etc::SourceParts=/dev/null".to_owned(),
        ];
        Self::new(suite, &only)
    }

    fn new(name: &str, sources: &[String]) -> Result<Self> {
        ensure!(on_path("apt-get").is_some(), "this machine has no apt-get");
        let folder = folder().join("apt").join(name);
        for inner in ["lists/partial", "cache/archives/partial"] {
            std::fs::create_dir_all(folder.join(inner))?;
        }
        let own = [
            format!("Dir::State::Lists={}", folder.join("lists").display()),
            format!("Dir::Cache={}", folder.join("cache").display()),
            "Acquire::Languages=none".to_owned(),
            // apt's own download user may not write below a home folder.
            "APT::Sandbox::User=root".to_owned(),
        ];
        let options = [sources, &own].concat();
        let apt = Self { folder, options };
        // A suite that the mirror lacks must not end the search: the next may be there.
        if let Err(error) = run(apt.program("apt-get").args(["-qq", "update"])) {
            step(&format!("going on without {name} ({error:#})"));
        }
        Ok(apt)
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command.current_dir(&self.folder);
        command.args(self.options.iter().flat_map(|option| ["-o", option]));
        command
    }

    /// The line of a sources.list for another suite of the archive that these sources name.
    fn source(&self, suite: &str) -> Option<String> {
        let of_main = ["Created-By: Packages", "Component: main", "Origin: Debian"];
        let format = "$(RELEASE) $(SOURCESENTRY) $(REPO_URI)";
        let mut command = self.program("apt-get");
        let table = output_of(
            command
                .args(["indextargets", "--format", format])
                .args(of_main),
        )?;
        source_in(&table, suite, |file| std::fs::read_to_string(file).ok())
    }

    /// The version of a release series that a package has here.
    pub fn version_of(&self, package: &str, wanted: &str) -> Option<String> {
        let table = output_of(self.program("apt-cache").args(["madison", package]))?;
        let mut versions = table
            .lines()
            .filter_map(|line| line.split('|').nth(1))
            .map(str::trim);
        versions
            .find(|version| series(version) == Some(wanted))
            .map(str::to_owned)
    }

    /// Downloads a package and unpacks it into a folder; nothing is installed.
    pub fn unpack(&self, package: &str, version: &str, into: &Path) -> Result<()> {
        let wanted = format!("{package}={version}");
        run(self.program("apt-get").args(["-qq", "download", &wanted]))?;
        std::fs::create_dir_all(into)?;
        for entry in std::fs::read_dir(&self.folder)? {
            let file = entry?.path();
            if file.extension().is_some_and(|end| end == "deb") {
                return run(Command::new("dpkg").arg("-x").arg(file).arg(into));
            }
        }
        bail!("apt-get downloaded no {package}")
    }
}

/// The first archive of a table with lines of a suite, the place of its source (`FILE:LINE`) and its
/// address, for another suite. The security archive has other suites.
fn source_in(table: &str, suite: &str, read: impl Fn(&str) -> Option<String>) -> Option<String> {
    let (file, address) = table.lines().find_map(|line| {
        let (release, rest) = line.split_once(' ')?;
        let (place, address) = rest.split_once(' ')?;
        let (file, _) = place.rsplit_once(':')?;
        (!release.contains("security")).then_some((file, address))
    })?;
    let key = read(file)
        .as_deref()
        .and_then(key_in)
        .map(|key| format!("[signed-by={key}] "));
    Some(format!(
        "deb {}{address} {suite} main\n",
        key.unwrap_or_default()
    ))
}

/// The file of keys that a file of sources names, in either of apt's forms: apt does not tell it.
fn key_in(sources: &str) -> Option<String> {
    sources
        .lines()
        .filter(|line| !line.starts_with('#'))
        .find_map(|line| {
            let at = line.to_ascii_lowercase().find("signed-by")? + "signed-by".len();
            let value = line.get(at..)?.trim_start_matches([':', '=', ' ']);
            let key = value.split([' ', ']']).next()?;
            // A key that is written into the file itself leaves the line empty.
            key.starts_with('/').then(|| key.to_owned())
        })
}

#[cfg(test)]
mod tests {
    use super::{key_in, source_in};

    #[test]
    fn another_suite_is_looked_for_where_the_machine_has_its_packages_from() {
        let table = "bookworm-security /etc/a.sources:2 http://a.example/security/\n\
                     bookworm /etc/a.sources:1 http://a.example/debian/\n";
        let source = |text: &str| source_in(table, "sid", |_| Some(text.to_owned()));
        assert_eq!(
            source("Signed-By: /keys/debian.gpg\n").as_deref(),
            Some("deb [signed-by=/keys/debian.gpg] http://a.example/debian/ sid main\n")
        );
        assert_eq!(
            source("deb http://a.example/debian bookworm main\n").as_deref(),
            Some("deb http://a.example/debian/ sid main\n")
        );
        assert_eq!(source_in("", "sid", |_| None), None);
    }

    #[test]
    fn keys_are_found_in_lines_and_in_paragraphs() {
        let key = |text| key_in(text);
        let found = Some("/keys/d.gpg".to_owned());
        assert_eq!(
            key("# signed-by=/old\ndeb [arch=amd64 signed-by=/keys/d.gpg] http://a b main"),
            found
        );
        assert_eq!(
            key("deb [signed-by=/keys/d.gpg arch=amd64] http://a b main"),
            found
        );
        assert_eq!(key("Types: deb\nSigned-By: /keys/d.gpg\n"), found);
        assert_eq!(
            key("Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n"),
            None
        );
        assert_eq!(key("deb http://a b main"), None);
    }
}
