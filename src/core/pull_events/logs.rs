//! Lines of journals: what systemd puts before them, and the fields of logrus, as text or JSON.

use serde_json::Value;

/// Most fields of one line that are looked at.
const MAX_FIELDS: usize = 64;

/// A line of containerd, SOCI or another program that logs with logrus.
#[derive(Debug, Default)]
pub(super) struct LogLine {
    fields: Vec<(String, String)>,
}

impl LogLine {
    /// Reads `time="…" level=info msg="…"` or a JSON object with `msg`; none for other lines. What
    /// the journal puts before it is cut off first.
    pub fn of_text(line: &str) -> Option<Self> {
        let body = journal(line).1.trim();
        if body.starts_with('{') {
            return Self::of_json(&serde_json::from_str(body).ok()?);
        }
        if !body.contains("msg=") {
            return None;
        }
        let fields = logfmt(body);
        let has = |name: &str| fields.iter().any(|(key, _)| key == name);
        (has("msg") && (has("level") || has("time"))).then_some(Self { fields })
    }

    /// Reads a JSON object with `msg`.
    pub fn of_json(value: &Value) -> Option<Self> {
        let object = value.as_object()?;
        object.get("msg")?.as_str()?;
        let fields = object.iter().take(MAX_FIELDS).filter_map(|(key, value)| {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => return None,
            };
            Some((key.clone(), text))
        });
        Some(Self {
            fields: fields.collect(),
        })
    }

    pub fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(key, _)| key == name)?;
        Some(&found.1)
    }

    pub fn message(&self) -> &str {
        self.field("msg").unwrap_or_default()
    }

    /// When it was written, in milliseconds since 1970.
    pub fn time(&self) -> Option<i64> {
        rfc3339(self.field("time").or_else(|| self.field("ts"))?)
    }
}

/// What systemd's journal puts before a line: the host, and what follows. `Nov 20 10:00:00 HOST
/// kubelet[12]: …`, with a time of ISO 8601, or nothing.
pub(super) fn journal(line: &str) -> (Option<&str>, &str) {
    let none = (None, line);
    let Some(end) = line.find("]: ").filter(|end| *end < 200) else {
        return none;
    };
    let (before, rest) = line.split_at(end);
    let rest = rest.get(3..).unwrap_or_default();
    let Some((head, pid)) = before.rsplit_once('[') else {
        return none;
    };
    if pid.is_empty() || !pid.bytes().all(|byte| byte.is_ascii_digit()) {
        return none;
    }
    let mut words = head.split_whitespace().rev();
    let (Some(_program), Some(host)) = (words.next(), words.next()) else {
        return none;
    };
    // The word before the program is the host only if a time stands before that.
    let has_time = words.any(|word| word.contains(':'));
    (has_time.then_some(host), rest)
}

/// Whether a line begins as the kubelet's log does: `I0529 05:42:16.850647`.
pub(super) fn is_klog(body: &str) -> bool {
    let mut letters = body.chars();
    let level = letters
        .next()
        .is_some_and(|letter| matches!(letter, 'I' | 'W' | 'E' | 'F'));
    level
        && body
            .get(1..5)
            .is_some_and(|day| day.bytes().all(|byte| byte.is_ascii_digit()))
        && body.as_bytes().get(5) == Some(&b' ')
}

/// `key=value key="a \"quoted\" value"`.
fn logfmt(text: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut rest = text;
    while fields.len() < MAX_FIELDS {
        let Some((before, after)) = rest.split_once('=') else {
            break;
        };
        let key = before.split_whitespace().next_back().unwrap_or_default();
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted_value(quoted),
            None => {
                let end = after.find(char::is_whitespace).unwrap_or(after.len());
                let (value, after) = after.split_at(end);
                (value.to_owned(), after)
            }
        };
        fields.push((key.to_owned(), value));
        rest = after;
    }
    fields
}

/// A value up to its closing quotation mark, with its escapes undone, and what follows.
fn quoted_value(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, text.get(at + 1..).unwrap_or_default()),
            '\\' => match letters.next() {
                Some((_, 'n' | 't')) => value.push(' '),
                Some((_, other)) => value.push(other),
                None => {}
            },
            other => value.push(other),
        }
    }
    (value, "")
}

/// Milliseconds since 1970 of `2026-11-20T10:01:10.123456789Z` or with an offset.
pub(crate) fn rfc3339(text: &str) -> Option<i64> {
    let (date, clock) = text.split_once(['T', ' '])?;
    let number = |text: &str| -> Option<i64> {
        (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse().ok())
            .flatten()
    };
    let mut date = date.split('-');
    let (year, month, day) = (
        number(date.next()?)?,
        number(date.next()?)?,
        number(date.next()?)?,
    );
    let end = clock
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.')))
        .unwrap_or(clock.len());
    let (clock, zone) = clock.split_at(end);
    let mut parts = clock.split(':');
    let (hours, minutes) = (number(parts.next()?)?, number(parts.next()?)?);
    let seconds = parts.next()?;
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let seconds = number(seconds)?;
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let milliseconds = number(&digits)?;
    Some(
        day_count(year, month, day)? * 86_400_000
            + clock_of(hours, minutes, seconds, zone)?
            + milliseconds,
    )
}

/// Milliseconds of a day, in UTC.
fn clock_of(hours: i64, minutes: i64, seconds: i64, zone: &str) -> Option<i64> {
    let offset = match zone.chars().next() {
        Some(sign @ ('+' | '-')) => {
            let digits: String = zone.chars().filter(char::is_ascii_digit).take(4).collect();
            let (hours, minutes) = digits.split_at_checked(2)?;
            let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().unwrap_or(0);
            if sign == '-' { -minutes } else { minutes }
        }
        _ => 0,
    };
    Some(((hours * 60 + minutes - offset) * 60 + seconds) * 1000)
}

/// Days since 1970 in the Gregorian calendar.
fn day_count(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years from March on: the day that leap years add is the last one.
    let year = if month <= 2 { year - 1 } else { year };
    let era_year = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = era_year * 365 + era_year / 4 - era_year / 100 + day_of_year;
    Some(year.div_euclid(400) * 146_097 + day_of_era - 719_468)
}

#[cfg(test)]
mod tests {
    use super::{LogLine, is_klog, journal, rfc3339};

    #[test]
    fn times() {
        for (text, milliseconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-11-20T10:01:10.123456789Z", 1_795_168_870_123),
            ("2026-11-20T12:01:10.1+02:00", 1_795_168_870_100),
            ("2024-02-29T23:59:59.999Z", 1_709_251_199_999),
        ] {
            assert_eq!(rfc3339(text), Some(milliseconds), "{text}");
        }
        for bad in ["", "T", "2026-13-01T00:00:00Z", "x-y-zT1:2:3", "2026-11-20"] {
            assert_eq!(rfc3339(bad), None, "{bad}");
        }
    }

    #[test]
    fn prefixes_and_fields() {
        let line = r#"Nov 20 10:00:00 ip-10-0-0-9 containerd[41]: time="2026-11-20T10:00:00Z" level=info msg="PullImage \"r/x:1\"""#;
        assert_eq!(journal(line).0, Some("ip-10-0-0-9"));
        let log = LogLine::of_text(line).unwrap();
        assert_eq!(log.message(), r#"PullImage "r/x:1""#);
        assert_eq!(log.time(), Some(1_795_168_800_000));
        let json = LogLine::of_text(r#"{"msg":"x","latency_ms":12}"#).unwrap();
        assert_eq!(json.field("latency_ms"), Some("12"));
        assert_eq!(journal("a [x]: b"), (None, "a [x]: b"));
        assert!(LogLine::of_text("msg=").is_none());
        assert!(is_klog("W0102 03:04:05.6  1 x.go:1] y") && !is_klog("Info 12"));
    }
}
