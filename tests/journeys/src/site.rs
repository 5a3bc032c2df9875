//! Serves the built page on this machine only, as a plain web host would.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Where the page lies on the server. A host may put it anywhere; at the root, an address that
/// only works there would not be noticed.
const PATH: &str = "/tools/soci";

/// The files by their paths on the server.
#[derive(Clone)]
struct Files {
    folder: Arc<Path>,
    replaced: Arc<Mutex<BTreeMap<PathBuf, Vec<u8>>>>,
}

/// A running server; it ends with the value.
pub struct Site {
    files: Files,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// Serves a folder on a free port.
    pub fn serve(folder: &Path) -> Self {
        assert!(
            folder.join("index.html").is_file(),
            "the page is not built: {} is missing. Run `cargo xtask build` first.",
            folder.join("index.html").display()
        );
        let files = Files {
            folder: Arc::from(folder),
            replaced: Arc::default(),
        };
        let served = files.clone();
        let (stop, stopped) = oneshot::channel();
        let (say, said) = std::sync::mpsc::channel();
        // On a thread of its own: the journey's runtime is busy waiting for the browser.
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("the server's runtime starts");
            runtime.block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0")
                    .await
                    .expect("a free port on 127.0.0.1");
                say.send(listener.local_addr().expect("it has an address"))
                    .expect("somebody waits for the address");
                tokio::select! {
                    () = accept(listener, served) => {}
                    _ = stopped => {}
                }
            });
        });
        Self {
            files,
            address: said.recv().expect("the server says its address"),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Serves another text in place of a file from now on.
    pub fn replace(&self, path: &str, text: &str) {
        let path = self.files.folder.join(path);
        let mut replaced = self
            .files
            .replaced
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        replaced.insert(path, text.as_bytes().to_vec());
    }

    /// The address of the page, without a slash at its end.
    pub fn address(&self) -> String {
        format!("http://{}{PATH}", self.address)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // If the server is gone already, that is what was wanted.
            stop.send(()).ok();
        }
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

async fn accept(listener: TcpListener, files: Files) {
    while let Ok((stream, _)) = listener.accept().await {
        let files = files.clone();
        let service = service_fn(move |request| {
            let files = files.clone();
            async move { Ok::<_, Infallible>(answer(&request, &files)) }
        });
        // A browser that goes away in the middle is no failure.
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

impl Files {
    fn read(&self, path: &Path) -> Option<Vec<u8>> {
        let replaced = self.replaced.lock().unwrap_or_else(PoisonError::into_inner);
        match replaced.get(path) {
            Some(bytes) => Some(bytes.clone()),
            None => std::fs::read(path).ok(),
        }
    }
}

fn answer(request: &Request<Incoming>, files: &Files) -> Response<Full<Bytes>> {
    let file = file_for(request.uri().path(), &files.folder)
        .and_then(|path| Some((files.read(&path)?, path)));
    let (status, media_type, bytes) = match file {
        Some((bytes, path)) => (StatusCode::OK, media_type(&path), bytes),
        None => (StatusCode::NOT_FOUND, "text/plain", b"not found".to_vec()),
    };
    Response::builder()
        .status(status)
        .header("Content-Type", media_type)
        .body(Full::new(Bytes::from(bytes)))
        .expect("a plain header")
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
