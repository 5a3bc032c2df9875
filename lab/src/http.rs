//! As much of HTTP/1.1 as it takes to fill a registry and to fetch ranges from it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::image::{Blob, Image, MANIFEST};

/// One connection, kept open.
#[derive(Debug)]
pub struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
}

/// What a registry answers, but for its body.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u32,
    headers: BTreeMap<String, String>,
}

impl Answer {
    fn read(stream: &mut impl BufRead) -> Result<Self> {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|word| word.parse().ok());
        let status = status.with_context(|| format!("no answer of HTTP: {line:?}"))?;
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            ensure!(stream.read_line(&mut line)? > 0, "the answer breaks off");
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        Ok(Self { status, headers })
    }

    fn length(&self) -> u64 {
        let length = self.headers.get("content-length");
        length.and_then(|length| length.parse().ok()).unwrap_or(0)
    }
}

impl Connection {
    pub fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))
            .with_context(|| address.to_string())?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self {
            stream: BufReader::with_capacity(1 << 16, stream),
            host: address.to_string(),
        })
    }

    fn send(&mut self, method: &str, path: &str, more: &str) -> Result<()> {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{more}\r\n",
            self.host
        );
        Ok(self.stream.get_mut().write_all(head.as_bytes())?)
    }

    /// The answer, and how long its body was.
    fn answer(&mut self) -> Result<(Answer, u64)> {
        let answer = Answer::read(&mut self.stream)?;
        let mut body = (&mut self.stream).take(answer.length());
        let length = std::io::copy(&mut body, &mut std::io::sink())?;
        Ok((answer, length))
    }

    /// Fetches bytes of a file and returns how many came.
    pub fn fetch(&mut self, path: &str, from: u64, to: u64) -> Result<u64> {
        let last = to - 1;
        self.send("GET", path, &format!("Range: bytes={from}-{last}\r\n"))?;
        let (answer, length) = self.answer()?;
        ensure!(answer.status == 206, "{path}: {}", answer.status);
        Ok(length)
    }

    fn put(&mut self, path: &str, file: &Path, media: &str) -> Result<()> {
        let size = std::fs::metadata(file)?.len();
        let more = format!("Content-Length: {size}\r\nContent-Type: {media}\r\n");
        self.send("PUT", path, &more)?;
        std::io::copy(&mut File::open(file)?, self.stream.get_mut())?;
        let (answer, _) = self.answer()?;
        ensure!(answer.status == 201, "{path}: {}", answer.status);
        Ok(())
    }

    fn push_blob(&mut self, image: &Image, blob: &Blob) -> Result<()> {
        let path = format!("/v2/{}/blobs/uploads/", image.name);
        self.send("POST", &path, "Content-Length: 0\r\n")?;
        let (answer, _) = self.answer()?;
        let place = answer.headers.get("location");
        let place = place.with_context(|| format!("{path}: {}", answer.status))?;
        // It may name its own host or not.
        let place = place.split_once("://").map_or(place.as_str(), |(_, rest)| {
            rest.find('/').map_or(rest, |at| &rest[at..])
        });
        let joint = if place.contains('?') { '&' } else { '?' };
        let place = format!("{place}{joint}digest=sha256:{}", blob.digest);
        self.put(&place, &blob.file, "application/octet-stream")
    }

    /// Puts an image into the registry, as `latest`.
    pub fn push(&mut self, image: &Image) -> Result<()> {
        for blob in image
            .layers
            .iter()
            .map(|layer| &layer.blob)
            .chain([&image.config])
        {
            self.push_blob(image, blob)?;
        }
        let path = format!("/v2/{}/manifests/latest", image.name);
        self.put(&path, &image.manifest.file, MANIFEST)
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;

    #[test]
    fn answers_are_read_to_the_end_of_their_headers() {
        let text = "HTTP/1.1 206 Partial Content\r\nContent-Length: 12\r\nX-A: b: c\r\n\r\nbody";
        let mut rest = text.as_bytes();
        let answer = Answer::read(&mut rest).unwrap();
        assert_eq!(
            (answer.status, answer.length(), rest),
            (206, 12, &b"body"[..])
        );
        assert_eq!(answer.headers["x-a"], "b: c");
        for broken in ["", "HTTP/1.1", "HTTP/1.1 200 OK\r\nA: b\r\n"] {
            assert!(Answer::read(&mut broken.as_bytes()).is_err(), "{broken}");
        }
    }
}
