//! The commands of chromedriver that WebDriver's standard does not have.

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, error::CmdError};
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A POST to a path below the session.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// Sends a command of the browser's own protocol.
pub async fn devtools(
    client: &Client,
    command: &str,
    parameters: Value,
) -> Result<Value, CmdError> {
    let body = json!({ "cmd": command, "params": parameters });
    client
        .issue_cmd(Extension {
            path: "goog/cdp/execute",
            body,
        })
        .await
}

/// What the browser's console has shown since the last call: level and message.
pub async fn console(client: &Client) -> Result<Vec<(String, String)>, CmdError> {
    log(client, "browser").await
}

/// The addresses that were asked for something since the last call.
pub async fn requests(client: &Client) -> Result<Vec<String>, CmdError> {
    let entries = log(client, "performance").await?;
    let asked = entries.iter().filter_map(|(_, message)| {
        let message: Value = serde_json::from_str(message).ok()?;
        let event = &message["message"];
        (event["method"] == "Network.requestWillBeSent").then(|| {
            event["params"]["request"]["url"]
                .as_str()
                .map(str::to_owned)
        })?
    });
    Ok(asked.collect())
}

async fn log(client: &Client, kind: &str) -> Result<Vec<(String, String)>, CmdError> {
    let entries = client
        .issue_cmd(Extension {
            path: "se/log",
            body: json!({ "type": kind }),
        })
        .await?;
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let entries = entries.as_array().cloned().unwrap_or_default();
    Ok(entries
        .iter()
        .map(|entry| (text(entry, "level"), text(entry, "message")))
        .collect())
}
