//! The one call by which the kubelet has containerd pull an image: `PullImage` of the Container Runtime
//! Interface, gRPC over a socket. `ctr` fetches everything before it unpacks anything; only this call
//! overlaps the two, and Debian has no client for it.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

// Frames of HTTP/2 (RFC 9113, section 6), and the flags that matter here.
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RESET: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GO_AWAY: u8 = 7;
const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

/// Has containerd pull an image; returns when it is unpacked.
pub fn pull(socket: &Path, reference: &str) -> Result<()> {
    let mut stream = UnixStream::connect(socket).context("containerd's socket")?;
    stream.set_read_timeout(Some(Duration::from_secs(180)))?;
    let mut first = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    first.extend(frame(SETTINGS, 0, 0, &[]));
    first.extend(frame(HEADERS, END_HEADERS, 1, &headers()));
    first.extend(frame(DATA, END_STREAM, 1, &request(reference)));
    stream.write_all(&first)?;
    let mut answer = Vec::new();
    loop {
        let mut head = [0; 9];
        stream
            .read_exact(&mut head)
            .context("containerd's answer")?;
        let [a, b, c, kind, flags, ..] = head;
        let mut body = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
        stream.read_exact(&mut body)?;
        match kind {
            SETTINGS if flags & ACK == 0 => stream.write_all(&frame(SETTINGS, ACK, 0, &[]))?,
            PING if flags & ACK == 0 => stream.write_all(&frame(PING, ACK, 0, &body))?,
            DATA => answer.extend(body),
            RESET | GO_AWAY => bail!("containerd broke the call off"),
            HEADERS if flags & END_STREAM != 0 => {
                // Whatever fails is answered with trailers alone.
                let said = String::from_utf8_lossy(&body).into_owned();
                ensure!(
                    !answer.is_empty(),
                    "containerd did not pull {reference}: {said}"
                );
                return Ok(());
            }
            _ => {}
        }
    }
}

fn frame(kind: u8, flags: u8, stream: u32, body: &[u8]) -> Vec<u8> {
    let [_, a, b, c] = (body.len() as u32).to_be_bytes();
    let mut frame = vec![a, b, c, kind, flags];
    frame.extend(stream.to_be_bytes());
    frame.extend(body);
    frame
}

/// Every field as a literal that nobody remembers (RFC 7541, section 6.2.2).
fn headers() -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in [
        (":method", "POST"),
        (":scheme", "http"),
        (":path", "/runtime.v1.ImageService/PullImage"),
        (":authority", "localhost"),
        ("content-type", "application/grpc"),
        ("te", "trailers"),
    ] {
        block.push(0);
        for text in [name, value] {
            block.push(text.len() as u8);
            block.extend(text.as_bytes());
        }
    }
    block
}

/// `PullImageRequest { image: ImageSpec { image } }`, behind gRPC's five bytes.
fn request(reference: &str) -> Vec<u8> {
    let field = |inner: &[u8]| {
        let mut field = vec![0x0A, inner.len() as u8];
        field.extend(inner);
        field
    };
    let message = field(&field(reference.as_bytes()));
    let mut request = vec![0];
    request.extend((message.len() as u32).to_be_bytes());
    request.extend(message);
    request
}

#[cfg(test)]
mod tests {
    use super::{frame, headers, request};

    #[test]
    fn a_request_is_what_the_interface_asks_for() {
        assert_eq!(request("a/b"), b"\0\0\0\0\x07\x0A\x05\x0A\x03a/b");
        assert_eq!(frame(1, 4, 1, b"xy"), b"\0\0\x02\x01\x04\0\0\0\x01xy");
        assert!(headers().starts_with(b"\0\x07:method\x04POST\0\x07:scheme\x04http"));
    }
}
