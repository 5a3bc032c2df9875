//! Journeys of a user through the built page, in a real browser.
//!
//! A journey is one test that does what a user does, by the names that the user sees:
//!
//! ```no_run
//! use journeys::journey;
//!
//! #[test]
//! fn a_bigger_volume_reaches_the_manifest() {
//!     journey(async |page| {
//!         page.open("").await;
//!         page.type_into("Volume size", "300Gi").await;
//!         page.wait_for_text("#preview", "volumeSize: 300Gi").await;
//!         page.click_button("Download").await;
//!         let archive = page.downloaded("soci-karpenter.zip").await;
//!         assert!(archive.starts_with(b"PK"));
//!     });
//! }
//! ```
//!
//! The helpers of [`Page`] wait for what they look for and fail with what was there instead, so a
//! journey needs neither pauses nor retries. Each journey has a server and a window of its own, in a browser
//! that no other journey has at that time and that knows nothing of its address. It also fails if the browser's console shows an error that the journey did
//! not [take](Page::take_console_errors), if anything breaks the page's security policy, and if
//! anything but the page's own server is asked for something. A picture of the page at the moment of failure is left
//! in `target/journeys/`.
//!
//! `cargo xtask build` makes the page (`dist/`), `cargo test --package journeys` runs the
//! journeys. The variables `CHROMIUM` and `CHROMEDRIVER` name programs that are not on the PATH, and
//! so do `FIREFOX`, `WEBKIT_WEBDRIVER` and `XVFB` for [the journey in other browsers](journey_with).

mod browser;
mod driver;
mod firefox;
mod keys;
mod marionette;
mod names;
mod page;
mod server;
mod site;
pub mod size;
mod webkit;
mod wire;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

pub use browser::Kind;
pub use page::Page;
pub use site::Fault;

use tokio::runtime::{Builder, Runtime};

use browser::Browser;
use site::Site;

/// Walks one journey through the built page.
///
/// # Panics
///
/// If the page is not built, the browser does not start, or the journey fails.
pub fn journey(walk: impl AsyncFnOnce(&Page)) {
    journey_in(&repository().join("dist"), walk);
}

/// Walks one journey through the page in some other folder.
///
/// # Panics
///
/// As [`journey`] does.
pub fn journey_in(folder: &Path, walk: impl AsyncFnOnce(&Page)) {
    walk_through(Kind::Chromium, folder, walk);
}

/// Walks one journey through the built page in a browser of some kind.
///
/// Only Chromium's driver tells what was asked for, and puts a script before the page's own. Of the
/// other browsers it is not known whether they asked somebody else for something, and errors and
/// breaches of the security policy are noticed from when the page has loaded.
///
/// # Panics
///
/// As [`journey`] does.
pub fn journey_with(kind: Kind, walk: impl AsyncFnOnce(&Page)) {
    walk_through(kind, &repository().join("dist"), walk);
}

/// What all journeys run on: a browser goes on to the next one, and so does the connection to it.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build();
    runtime.expect("the asynchronous runtime starts")
});

fn walk_through(kind: Kind, folder: &Path, walk: impl AsyncFnOnce(&Page)) {
    let runtime = &*RUNTIME;
    let site = Site::serve(folder);
    let browser = runtime.block_on(Browser::for_journey(kind, &site.address()));
    let page = Page::new(kind, browser.client().clone(), site, browser.downloads());
    let walked = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            page.watch_policy().await;
            walk(&page).await;
            assert_eq!(
                page.policy_violations().await,
                Vec::<String>::new(),
                "something broke the page's security policy"
            );
            assert_eq!(
                page.foreign_requests().await,
                Vec::<String>::new(),
                "somebody else was asked for something"
            );
            let errors = page.take_console_errors().await;
            assert!(
                errors.is_empty(),
                "the browser's console shows errors:\n  {}",
                errors.join("\n  ")
            );
        });
    }));
    runtime.block_on(async {
        if walked.is_err() {
            keep_picture(&page).await;
        }
        browser.leave(walked.is_ok()).await;
    });
    if let Err(panic) = walked {
        resume_unwind(panic);
    }
}

/// Saves what the page looked like when the journey failed; the test runner names each test's
/// thread after it.
async fn keep_picture(page: &Page) {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("journey").replace("::", "-");
    let path = repository()
        .join("target/journeys")
        .join(format!("{name}.png"));
    // The journey has already failed; a picture that cannot be taken must not hide why.
    if let Ok(picture) = page.client().screenshot().await
        && std::fs::create_dir_all(path.parent().unwrap_or(&path)).is_ok()
        && std::fs::write(&path, picture).is_ok()
    {
        eprintln!("The page at that moment: {}", path.display());
    }
}

/// The root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the repository is there")
}

/// The archive that the command line writes for a Config file.
///
/// # Panics
///
/// If it refuses the file.
pub fn archive_of(config: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("config.yaml");
    std::fs::write(&file, config).expect("the Config file is written");
    let archive = file.with_extension("zip");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        // As the native tests have compiled it already.
        .args([
            "run",
            "--quiet",
            "--profile",
            "test",
            "--features",
            "cli",
            "--",
        ])
        .args(["generate", "--config"])
        .arg(&file)
        .arg("--zip")
        .arg(&archive)
        .current_dir(repository())
        .output()
        .expect("the command line starts");
    assert!(
        output.status.success(),
        "the command line refuses what the page made: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    std::fs::read(&archive).expect("the archive is there")
}
