//! Serves the built page on this machine only, as a plain web host would.

use std::fs::File;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use tiny_http::{Header, Request, Response, Server};

/// A running server; it ends with the value.
pub struct Site {
    server: Arc<Server>,
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
        let server = Arc::new(Server::http("127.0.0.1:0").expect("a free port on 127.0.0.1"));
        let (handle, folder) = (Arc::clone(&server), Arc::<Path>::from(folder));
        let thread = std::thread::spawn(move || {
            for request in handle.incoming_requests() {
                let folder = Arc::clone(&folder);
                // Each on its own: a browser may read a large file only after the small ones that
                // it has asked for behind it. If it goes away meanwhile, that is no failure.
                std::thread::spawn(move || answer(request, &folder).ok());
            }
        });
        Self {
            server,
            thread: Some(thread),
        }
    }

    /// The address of the page, without a slash at its end.
    pub fn address(&self) -> String {
        format!("http://{}", self.server.server_addr())
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

fn answer(request: Request, folder: &Path) -> std::io::Result<()> {
    let file =
        file_for(request.url(), folder).and_then(|path| Some((File::open(&path).ok()?, path)));
    match file {
        Some((file, path)) => {
            let header =
                Header::from_bytes("Content-Type", media_type(&path)).expect("a plain header");
            request.respond(Response::from_file(file).with_header(header))
        }
        None => request.respond(Response::from_string("not found").with_status_code(404)),
    }
}

/// The file that an address stands for; none outside the folder.
fn file_for(url: &str, folder: &Path) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.trim_start_matches('/');
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
            file_for("/Cargo.toml?v=1", folder),
            Some(folder.join("Cargo.toml"))
        );
        assert_eq!(
            file_for("/src/lib.rs", folder),
            Some(folder.join("src/lib.rs"))
        );
        assert_eq!(file_for("/../../Cargo.toml", folder), None);
        assert_eq!(file_for("/src", folder), None);
        assert_eq!(file_for("/", folder), None);
    }
}
