//! Serves the built page on this machine only, as a plain web host would, or as a broken one. hyper is
//! what the WebDriver client brings along; tower-http could serve the files, but what is said here is
//! mostly what a host does wrong.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::{Request, Response, StatusCode};

use crate::server::{Answer, Server};

/// Where the page lies on the server. A host may put it anywhere; at the root, an address that
/// only works there would not be noticed.
const PATH: &str = "/tools/soci";

/// What a server, or whoever sits between, does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Answers with a login page, as if that were what was asked for.
    Portal,
    /// Leads to a login page.
    Redirect,
    /// Answers with half of the file, as if that were all of it.
    Half,
    /// Breaks off in the middle of the file.
    BreaksOff,
    /// Says that there is no such file.
    NotFound,
    /// Says that it is broken.
    ServerError,
    /// Never answers.
    Hangs,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Portal,
        Self::Redirect,
        Self::Half,
        Self::BreaksOff,
        Self::NotFound,
        Self::ServerError,
        Self::Hangs,
    ];
}

/// The login page; every address leads to it, and it is there.
const PORTAL: &str = "<!doctype html><title>Hotel</title><h1>Welcome to the hotel's network</h1>";
/// Where [`Fault::Redirect`] leads, below the page's own address.
const LOGIN: &str = "hotel/login";

/// What is served now.
struct Served {
    folder: PathBuf,
    /// Other bytes for a file, by its path in the folder.
    replaced: BTreeMap<PathBuf, Vec<u8>>,
    /// What is wrong, and with which files: those whose path has this in it.
    fault: Option<(String, Fault)>,
    /// Whether a browser may hold files in its own cache.
    may_be_cached: bool,
}

#[derive(Clone)]
struct Files(Arc<Mutex<Served>>);

/// A running server; it ends with the value.
pub struct Site {
    files: Files,
    server: Server,
}

impl Site {
    /// Serves a folder on a free port.
    pub fn serve(folder: &Path) -> Self {
        assert!(
            folder.join("index.html").is_file(),
            "the page is not built: {} is missing. Run `cargo xtask build` first.",
            folder.join("index.html").display()
        );
        let files = Files(Arc::new(Mutex::new(Served {
            folder: folder.to_owned(),
            replaced: BTreeMap::new(),
            fault: None,
            may_be_cached: true,
        })));
        let served = files.clone();
        let server = Server::start(move |request| {
            let served = served.clone();
            async move { answer(&request, &served).await }
        });
        Self { files, server }
    }

    /// Serves another text in place of a file from now on.
    pub fn replace(&self, path: &str, text: &str) {
        let bytes = text.as_bytes().to_vec();
        self.files.lock().replaced.insert(path.into(), bytes);
    }

    /// Serves another build from now on.
    pub fn deploy(&self, folder: &Path) {
        let mut served = self.files.lock();
        served.folder = folder.to_owned();
        served.replaced.clear();
    }

    /// From now on something is wrong with the files whose path has `part` in it; or nothing is.
    pub fn break_down(&self, fault: Option<(&str, Fault)>) {
        self.files.lock().fault = fault.map(|(part, fault)| (part.to_owned(), fault));
    }

    /// From now on no browser may hold a file in its own cache: for one that cannot be told to
    /// forget what it holds.
    pub fn forbid_caching(&self) {
        self.files.lock().may_be_cached = false;
    }

    /// The address of the page, without a slash at its end.
    pub fn address(&self) -> String {
        format!("{}{PATH}", self.server.address())
    }
}

impl Files {
    fn lock(&self) -> MutexGuard<'_, Served> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is shown for an address that is not there.
    fn not_found(&self) -> Option<Vec<u8>> {
        std::fs::read(self.lock().folder.join("404.html")).ok()
    }

    /// A file by its address, and what is wrong with it.
    fn find(&self, url: &str) -> (Option<(PathBuf, Vec<u8>)>, Option<Fault>) {
        let served = self.lock();
        let fault = served
            .fault
            .as_ref()
            .filter(|(part, _)| url.contains(part) && !url.ends_with(LOGIN));
        let file = file_for(url, &served.folder).and_then(|path| {
            let inside = path.strip_prefix(&served.folder).unwrap_or(&path);
            let bytes = match served.replaced.get(inside) {
                Some(bytes) => bytes.clone(),
                None => std::fs::read(&path).ok()?,
            };
            Some((path, bytes))
        });
        (file, fault.map(|(_, fault)| *fault))
    }
}

async fn answer(request: &Request<Incoming>, files: &Files) -> Answer {
    let url = request.uri().path();
    let (file, fault) = files.find(url);
    let half = |bytes: &[u8]| bytes.get(..bytes.len() / 2).unwrap_or_default().to_vec();
    let html = "text/html; charset=utf-8";
    let answer = Response::builder();
    let (answer, media_type, bytes) = match (fault, file) {
        (Some(Fault::Hangs), _) => std::future::pending().await,
        (Some(Fault::Portal), _) => (answer, html, PORTAL.into()),
        (None, _) if url.ends_with(LOGIN) => (answer, html, PORTAL.into()),
        (Some(Fault::Redirect), _) => {
            let place = format!("{PATH}/{LOGIN}");
            let answer = answer.status(StatusCode::FOUND).header("Location", place);
            (answer, html, Vec::new())
        }
        (Some(Fault::ServerError), _) => {
            let answer = answer.status(StatusCode::INTERNAL_SERVER_ERROR);
            (answer, html, b"<h1>500</h1>".to_vec())
        }
        // As hosts do, with the page's own 404.html.
        (None, None) if files.not_found().is_some() => (
            answer.status(StatusCode::NOT_FOUND),
            html,
            files.not_found().unwrap_or_default(),
        ),
        (Some(Fault::NotFound), _) | (_, None) => {
            let answer = answer.status(StatusCode::NOT_FOUND);
            (answer, "text/plain", b"not found".to_vec())
        }
        (Some(Fault::Half | Fault::BreaksOff), Some((path, bytes))) => {
            (answer, media_type(&path), half(&bytes))
        }
        (None, Some((path, bytes))) => (answer, media_type(&path), bytes),
    };
    let bytes = Bytes::from(bytes);
    let body = if fault == Some(Fault::BreaksOff) {
        Breaking(Some(bytes)).boxed()
    } else {
        Full::new(bytes).map_err(|never| match never {}).boxed()
    };
    let answer = if files.lock().may_be_cached {
        answer
    } else {
        answer.header("Cache-Control", "no-store")
    };
    answer
        .header("Content-Type", media_type)
        .body(body)
        .expect("plain headers")
}

/// Some bytes, and then the line is dead.
struct Breaking(Option<Bytes>);

impl Body for Breaking {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(match self.0.take() {
            Some(bytes) => Ok(Frame::data(bytes)),
            None => Err(io::ErrorKind::ConnectionReset.into()),
        }))
    }
}

/// The file that an address stands for; none outside the folder.
fn file_for(url: &str, folder: &Path) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?;
    let path = path.strip_prefix(PATH)?.strip_prefix('/')?;
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    let inside = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let file = folder.join(path);
    (inside && file.is_file()).then_some(file)
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("csv") => "text/csv; charset=utf-8",
        Some("txt" | "yaml" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_inside_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(
            file_for("/tools/soci/Cargo.toml?v=1", folder),
            Some(folder.join("Cargo.toml"))
        );
        assert_eq!(
            file_for("/tools/soci/src/lib.rs", folder),
            Some(folder.join("src/lib.rs"))
        );
        assert_eq!(file_for("/Cargo.toml", folder), None);
        assert_eq!(file_for("/tools/soci/../../Cargo.toml", folder), None);
        assert_eq!(file_for("/tools/soci/src", folder), None);
        assert_eq!(file_for("/tools/soci/", folder), None);
    }
}
