//! Firefox's own remote control, behind the WebDriver that all browsers of the journeys are driven
//! by. geckodriver is what usually stands between the two; Debian has no package of it, and the
//! journeys need a dozen of its commands, most of which are called the same on both sides.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use http::Method;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response, StatusCode};
use serde_json::{Map, Value, json};

use crate::server::{Answer, Server};

/// A server that speaks WebDriver and passes everything on to the Firefox that listens on a port.
pub fn serve(port: u16) -> io::Result<Server> {
    let firefox = Arc::new(Mutex::new(Marionette::connect(port)?));
    Ok(Server::start(move |request| {
        let firefox = Arc::clone(&firefox);
        async move { answer(request, &firefox).await }
    }))
}

async fn answer(request: Request<Incoming>, firefox: &Mutex<Marionette>) -> Answer {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map(|body| body.to_bytes());
    let body = serde_json::from_slice(&body.unwrap_or_default()).unwrap_or_else(|_| json!({}));
    let answered = match command(&head.method, head.uri.path(), body) {
        // Nobody else waits for this thread: the client asks for one thing after the other.
        Some((command, parameters)) => firefox
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .ask(command, &parameters)
            .unwrap_or_else(|error| Err(failure("unknown error", &error.to_string()))),
        None => {
            let asked = format!("{} {}", head.method, head.uri.path());
            Err(failure("unknown command", &asked))
        }
    };
    let (status, value) = match answered {
        Ok(value) => (StatusCode::OK, value),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error),
    };
    let body = Bytes::from(json!({ "value": value }).to_string());
    Response::builder()
        .status(status)
        .header("Content-Type", "application/json")
        .body(Full::new(body).map_err(|never| match never {}).boxed())
        .expect("plain headers")
}

fn failure(error: &str, message: &str) -> Value {
    json!({ "error": error, "message": message, "stacktrace": "" })
}

/// What a command of WebDriver is called by Firefox, with its parameters; none for one that no
/// journey needs.
fn command(method: &Method, path: &str, body: Value) -> Option<(&'static str, Value)> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    Some(match (method.as_str(), parts.as_slice()) {
        ("POST", ["session"]) => ("WebDriver:NewSession", wanted(body)),
        ("DELETE", ["session", _]) => {
            let flags = json!({ "flags": ["eForceQuit"] });
            ("Marionette:Quit", flags)
        }
        ("POST", ["session", _, "url"]) => ("WebDriver:Navigate", body),
        ("GET", ["session", _, "url"]) => ("WebDriver:GetCurrentURL", body),
        ("POST", ["session", _, "window", "rect"]) => ("WebDriver:SetWindowRect", body),
        ("POST", ["session", _, "execute", "sync"]) => ("WebDriver:ExecuteScript", body),
        ("POST", ["session", _, "execute", "async"]) => ("WebDriver:ExecuteAsyncScript", body),
        ("POST", ["session", _, "actions"]) => ("WebDriver:PerformActions", body),
        ("POST", ["session", _, "elements"]) => ("WebDriver:FindElements", body),
        ("POST", ["session", _, "element", id, "click"]) => {
            ("WebDriver:ElementClick", json!({ "id": id }))
        }
        ("POST", ["session", _, "element", id, "value"]) => {
            let keys = json!({ "id": id, "text": body["text"] });
            ("WebDriver:ElementSendKeys", keys)
        }
        ("GET", ["session", _, "element", id, "property", name]) => {
            let property = json!({ "id": id, "name": name });
            ("WebDriver:GetElementProperty", property)
        }
        ("GET", ["session", _, "screenshot"]) => {
            let what_is_seen = json!({ "full": false, "hash": false });
            ("WebDriver:TakeScreenshot", what_is_seen)
        }
        _ => return None,
    })
}

/// The capabilities that are asked for, without those of another browser, which the client adds.
fn wanted(mut body: Value) -> Value {
    let capabilities = body["capabilities"]["alwaysMatch"].take();
    let capabilities = capabilities.as_object().cloned().unwrap_or_default();
    let ours = capabilities
        .into_iter()
        .filter(|(name, _)| !name.starts_with("goog:"));
    Value::Object(ours.collect::<Map<_, _>>())
}

/// The connection: JSON with its length before it, `13:[0,1,"name",{}]`.
struct Marionette {
    stream: BufReader<TcpStream>,
    asked: u64,
}

impl Marionette {
    fn connect(port: u16) -> io::Result<Self> {
        let stream = BufReader::new(TcpStream::connect((Ipv4Addr::LOCALHOST, port))?);
        let mut firefox = Self { stream, asked: 0 };
        // It says first who it is.
        read(&mut firefox.stream)?;
        Ok(firefox)
    }

    /// What comes of a command: its result, or the error that WebDriver has for it.
    fn ask(&mut self, command: &str, parameters: &Value) -> io::Result<Result<Value, Value>> {
        self.asked += 1;
        let message = json!([0, self.asked, command, parameters]).to_string();
        write!(self.stream.get_mut(), "{}:{message}", message.len())?;
        let mut answer = read(&mut self.stream)?;
        let mut take = |at: usize| answer.get_mut(at).map(Value::take).unwrap_or_default();
        let error = take(2);
        if !error.is_null() {
            return Ok(Err(error));
        }
        let mut result = take(3);
        // Most results are wrapped once more.
        Ok(Ok(match result.as_object_mut() {
            Some(wrapped) if wrapped.len() == 1 && wrapped.contains_key("value") => {
                wrapped["value"].take()
            }
            _ => result,
        }))
    }
}

fn read(stream: &mut impl BufRead) -> io::Result<Value> {
    let mut length = Vec::new();
    stream.read_until(b':', &mut length)?;
    let digits = length.strip_suffix(b":").unwrap_or_default();
    let length = std::str::from_utf8(digits)
        .ok()
        .and_then(|digits| digits.parse().ok());
    let length: usize = length.ok_or(io::ErrorKind::InvalidData)?;
    let mut message = vec![0; length];
    stream.read_exact(&mut message)?;
    Ok(serde_json::from_slice(&message)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_called_as_firefox_calls_them() {
        let asked = |method: Method, path: &str, body| command(&method, path, body);
        assert_eq!(
            asked(
                Method::POST,
                "/session/1/element/e-2/value",
                json!({ "text": "demo" })
            ),
            Some((
                "WebDriver:ElementSendKeys",
                json!({ "id": "e-2", "text": "demo" })
            ))
        );
        assert_eq!(
            asked(
                Method::GET,
                "/session/1/element/e-2/property/value",
                json!({})
            ),
            Some((
                "WebDriver:GetElementProperty",
                json!({ "id": "e-2", "name": "value" })
            ))
        );
        assert_eq!(asked(Method::GET, "/session/1/cookie", json!({})), None);
        let both = json!({ "timeouts": {}, "goog:chromeOptions": {} });
        let session = json!({ "capabilities": { "alwaysMatch": both } });
        assert_eq!(
            asked(Method::POST, "/session", session),
            Some(("WebDriver:NewSession", json!({ "timeouts": {} })))
        );
    }

    #[test]
    fn messages_are_read_by_the_length_before_them() {
        let mut stream: &[u8] = b"11:[1,1,null,2]8:[1,\"\xc3\xa9\"]rest";
        // A length that is wrong breaks the JSON.
        assert!(read(&mut stream).is_err());
        let mut stream: &[u8] = b"12:[1,1,null,2]8:[1,\"\xc3\xa9\"]";
        assert_eq!(read(&mut stream).ok(), Some(json!([1, 1, null, 2])));
        assert_eq!(read(&mut stream).ok(), Some(json!([1, "é"])));
        assert!(read(&mut stream).is_err());
    }
}
