//! Which pod an event belongs to: the last one that the text names before it.

/// Longest name of a pod.
const MAX_NAME_LENGTH: usize = 253;

/// Lines that are looked at word by word; prompts and headings are short.
const MAX_LINE_LENGTH: usize = 4000;

/// A text without blanks, with the pods that it names.
pub(super) struct Squeezed {
    /// The text.
    pub text: String,
    /// Pods, by where they are named.
    pods: Vec<(usize, String)>,
    /// Where each line begins.
    lines: Vec<usize>,
}

impl Squeezed {
    pub fn new(text: &str) -> Self {
        let mut squeezed = Self {
            text: String::with_capacity(text.len()),
            pods: Vec::new(),
            lines: Vec::new(),
        };
        // Places in the squeezed text whose name may go on in the next line.
        let mut open = Vec::new();
        let mut within_object = false;
        for line in text.lines() {
            squeezed.lines.push(squeezed.text.len());
            match plain(line) {
                Some(line) => squeezed.add_line(&line, &mut open, &mut within_object),
                None => squeezed.add_line(line, &mut open, &mut within_object),
            }
        }
        for (index, start) in open {
            let whole = squeezed.wrapped_name(start);
            if let (Some(name), Some((_, pod))) = (whole, squeezed.pods.get_mut(index)) {
                *pod = name;
            }
        }
        squeezed
    }

    /// The pod that is named last before a place.
    pub fn pod_before(&self, at: usize) -> Option<String> {
        let after = self.pods.partition_point(|(place, _)| *place <= at);
        let (_, pod) = self.pods.get(after.checked_sub(1)?)?;
        Some(pod.clone())
    }

    /// The line, counted from 0, in which a place lies.
    pub fn line_of(&self, at: usize) -> usize {
        self.lines
            .partition_point(|start| *start <= at)
            .saturating_sub(1)
    }

    fn add_line(&mut self, line: &str, open: &mut Vec<(usize, usize)>, within_object: &mut bool) {
        if line.len() <= MAX_LINE_LENGTH
            && let Some(name) = named_alone(line, within_object)
        {
            self.pods.push((self.text.len(), name));
        }
        // The letters before a slash, and what stands before them.
        let (mut word, mut before_word) = (String::new(), ' ');
        for (at, letter) in line.char_indices() {
            let names_pod = letter == '/'
                && matches!(word.as_str(), "pod" | "pods" | "Pod")
                && (before_word.is_whitespace() || matches!(before_word, '"' | '\'' | ','));
            if names_pod {
                let after = line.get(at + 1..).unwrap_or_default();
                let name = leading_name(after);
                if !name.is_empty() {
                    let start = self.text.len() + 1;
                    // Where it goes up to the end of its line.
                    if after.len() == name.len() {
                        open.push((self.pods.len(), start));
                    }
                    self.pods.push((start, name));
                }
            }
            if !letter.is_ascii_alphabetic() {
                word.clear();
                before_word = letter;
            } else if word.len() < 8 {
                word.push(letter);
            }
            match letter {
                // Quotes within JSON and YAML are escaped.
                '\\' => {}
                '"' | '\'' | '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '‚' | '″' | '`' =>
                {
                    // Doubled in CSV, nested in YAML.
                    if !self.text.ends_with('"') {
                        self.text.push('"');
                    }
                }
                blank if blank.is_whitespace() => {}
                other => self.text.push(other),
            }
        }
    }

    /// A name that a terminal broke: it goes on until the message, which begins with a capital.
    fn wrapped_name(&self, start: usize) -> Option<String> {
        let after = self.text.get(start..)?;
        let name = leading_name(after);
        let rest = after.get(name.len()..)?;
        let goes_on = rest.starts_with("Successfullypulled") || rest.starts_with("Containerimage");
        goes_on.then_some(name)
    }
}

/// A line with what HTML and JSON write for quotation marks undone; none if it has none of it.
fn plain(line: &str) -> Option<String> {
    const QUOTES: [&str; 6] = [
        "&amp;quot;",
        "&quot;",
        "&#34;",
        "&#39;",
        "&#x22;",
        "\\u0022",
    ];
    if !QUOTES.iter().any(|quote| line.contains(quote)) {
        return None;
    }
    let mut text = line.to_owned();
    for quote in QUOTES {
        text = text.replace(quote, "\"");
    }
    Some(text)
}

/// A pod that a line names without `pod/`: `Name:` of describe, `name:` of an event's object in YAML
/// or torn JSON, `kubectl describe pod NAME`.
fn named_alone(line: &str, within_object: &mut bool) -> Option<String> {
    if let Some(name) = line.strip_prefix("Name:") {
        return name_in(name.trim());
    }
    let plain = line.trim().trim_matches([',', '{', '"', ' ', '-']);
    if plain.starts_with("involvedObject") || plain.starts_with("regarding") {
        *within_object = true;
        return None;
    }
    if *within_object {
        let (key, value) = plain.split_once(':')?;
        if key.trim_matches('"') == "name" {
            *within_object = false;
            return name_in(value.trim().trim_matches('"'));
        }
    }
    if let Some(name) = of_klog(line).or_else(|| scheduled(line).map(|(pod, _)| pod)) {
        return Some(name);
    }
    let mut words = line
        .split_whitespace()
        .skip_while(|word| *word != "describe")
        .skip(1);
    matches!(words.next()?, "pod" | "pods" | "po")
        .then(|| words.find(|word| !word.starts_with('-')))
        .flatten()
        .and_then(name_in)
}

/// The pod of the kubelet's log: `object="ml/web-0"`, `pod="ml/web-0"`, and of older releases
/// `v1.ObjectReference{Kind:"Pod", Namespace:"ml", Name:"web-0"`.
fn of_klog(line: &str) -> Option<String> {
    let quoted = |after: &str| -> String {
        let start = after.trim_start_matches(['\\', '"']);
        let end = start.find(['\\', '"']).unwrap_or(start.len());
        start.get(..end).unwrap_or_default().to_owned()
    };
    for key in ["object=", "pod="] {
        if let Some((_, after)) = line.split_once(key)
            && after.starts_with(['\\', '"'])
            && let Some((_, name)) = quoted(after).split_once('/')
        {
            return name_in(name);
        }
    }
    let (_, reference) = line.split_once("ObjectReference{Kind:")?;
    quoted(reference).eq("Pod").then_some(())?;
    let (_, after) = reference.split_once(" Name:")?;
    name_in(&quoted(after))
}

/// The pod and the node of `Successfully assigned NAMESPACE/POD to NODE`.
pub(super) fn scheduled(line: &str) -> Option<(String, String)> {
    let (_, after) = line.split_once("Successfully assigned ")?;
    let mut words = after.split_whitespace();
    let (_, pod) = words.next()?.split_once('/')?;
    let node = words.nth(1)?.trim_end_matches(['"', ',', '\'']);
    Some((name_in(pod)?, name_in(node)?))
}

/// The letters of a name at the start of a text.
fn leading_name(text: &str) -> String {
    text.chars()
        .take(MAX_NAME_LENGTH)
        .take_while(|c| is_name_letter(*c))
        .collect()
}

fn name_in(text: &str) -> Option<String> {
    is_name(text).then(|| text.to_owned())
}

/// Whether this is built like the name of a pod.
pub(super) fn is_name(text: &str) -> bool {
    (1..=MAX_NAME_LENGTH).contains(&text.len()) && text.chars().all(is_name_letter)
}

fn is_name_letter(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '-' | '.')
}
