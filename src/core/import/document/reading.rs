//! From files to documents: wrappers are taken off, texts are read for what they look like.

mod stated;
mod verbatim;

use super::held::{Held, PlacedStatement};
use super::looks::{is_config, is_of_another_trade, pretends};
use super::lost::{is_written, lost};
use super::openers::{OPENERS, Openers};
use super::server_fields::without_server_fields;
use super::{Document, Kind, MAX_BYTES, kind_of};
use crate::core::error::quoted;
use crate::core::findings::{Rule, Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::user_data::{
    Form, MAX_BYTES as MAX_USER_DATA_BYTES, is_cloud_config,
};
use crate::core::import::source::{
    Content, GivenFiles, Guard, InputFile, Left, NodeFile, Part, PartForm, Partial, PatchFile,
    PatchFiles, Plain, SourceLocation, TakenApart, Unread,
};
use crate::core::yaml::{Document as YamlDocument, MAX_DOCUMENTS, Node, Tree, read_all};

/// Most levels of wrappers within each other.
const MAX_DEPTH: usize = 6;
/// Most bytes that the parts of one file may have together.
const MAX_PARTS_BYTES: usize = 4 * MAX_BYTES;

/// Everything that the files hold, whatever it is wrapped in, and what is left unread.
pub(in crate::core::import) fn read(files: &[InputFile], remarks: &mut Vec<Diagnostic>) -> Held {
    let mut reading = Reading::new(remarks, Some(OPENERS));
    reading.files(files);
    reading.unread.sort_by_key(|left| left.place);
    Held {
        documents: numbered(reading.found),
        unread: reading.unread,
        statements: reading.statements,
    }
}

/// Documents that this tool wrote: as they stand, and so without the readers of other languages,
/// which the page's first load has no room for.
pub(in crate::core::import) fn read_own(
    files: &[InputFile],
    remarks: &mut Vec<Diagnostic>,
) -> Vec<Document> {
    let mut reading = Reading::new(remarks, None);
    reading.files(files);
    numbered(reading.found)
}

fn numbered(mut found: Vec<Document>) -> Vec<Document> {
    for (number, one) in found.iter_mut().enumerate() {
        one.number = number;
    }
    found
}

/// The reading of one file after the other.
struct Reading<'a> {
    file: usize,
    name: String,
    openers: Option<Openers>,
    found: Vec<Document>,
    unread: Vec<Unread>,
    statements: Vec<PlacedStatement>,
    remarks: &'a mut Vec<Diagnostic>,
    given: GivenFiles,
    /// Bytes that the parts of this file may still have.
    left: usize,
    /// Whether other files are given, so that a file has to be called by its name.
    is_one_of_many: bool,
    /// How much of what this file names is among the files.
    named: usize,
}

impl<'a> Reading<'a> {
    fn new(remarks: &'a mut Vec<Diagnostic>, openers: Option<Openers>) -> Self {
        Self {
            file: 0,
            name: String::new(),
            openers,
            found: Vec::new(),
            unread: Vec::new(),
            statements: Vec::new(),
            remarks,
            given: GivenFiles::new(&[]),
            left: 0,
            is_one_of_many: false,
            named: 0,
        }
    }

    /// What a file is called that is left as a whole.
    fn whole(&self) -> String {
        if self.is_one_of_many {
            quoted(&self.name)
        } else {
            "the whole file".to_owned()
        }
    }

    fn files(&mut self, files: &[InputFile]) {
        self.is_one_of_many = files.len() > 1;
        let mut patches = PatchFiles::new();
        if let Some(openers) = self.openers {
            self.given = GivenFiles::new(files);
            patches = (openers.patches)(files);
        }
        for (file, input) in files.iter().enumerate() {
            self.file = file;
            self.name.clone_from(&input.name);
            self.left = MAX_PARTS_BYTES;
            self.named = 0;
            self.one(&input.text, patches.get(&file));
            if self.found.len() > MAX_DOCUMENTS {
                self.found.truncate(MAX_DOCUMENTS);
                self.remarks.push(Diagnostic::of_file(
                    &rules::TOO_MANY_DOCUMENTS,
                    Severity::Warning,
                    file,
                    1,
                    format!("more than {MAX_DOCUMENTS} documents: the rest is not read."),
                ));
                break;
            }
        }
    }

    fn refuse(&mut self, rule: &'static Rule, line: usize, message: impl Into<String>) {
        self.remarks.push(Diagnostic::of_file(
            rule,
            Severity::Error,
            self.file,
            line,
            message,
        ));
    }

    fn leave(&mut self, line: usize, what: impl Into<String>, why: impl Into<String>) {
        self.unread.push(Unread {
            place: SourceLocation {
                file: self.file,
                line,
            },
            what: what.into(),
            why: why.into(),
        });
    }

    /// Leaves a thing unread, or what of it is not in the other files.
    fn leave_unless_given(&mut self, line: usize, left: Left) {
        // A file that names itself says nothing of another.
        let is_given = |path: &str| {
            self.given.holds(&self.name, path)
                && self.given.find(&self.name, path) != Some(self.file)
        };
        match left.once_given(is_given) {
            Some(left) => self.leave(line, left.what, left.why),
            None => self.named += 1,
        }
    }

    /// One file.
    fn one(&mut self, text: &str, patch: Option<&PatchFile>) {
        if text.len() > MAX_BYTES {
            return self.refuse(
                &rules::TOO_LARGE,
                1,
                format!(
                    "the file has {} bytes; the limit is {MAX_BYTES}.",
                    text.len()
                ),
            );
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return self.refuse(&rules::EMPTY_FILE, 1, "the file is empty.");
        }
        self.replaced(text);
        if self.foreign(text) {
            return;
        }
        let before = (self.found.len(), self.unread.len(), self.remarks.len());
        let whole = Part::whole(&self.name, text);
        match patch {
            Some(patch) => self.apart(&whole, patch.take_apart(text), 0),
            None => self.part(&whole, 0),
        }
        let is_silent = before == (self.found.len(), self.unread.len(), self.remarks.len());
        if is_silent {
            let why = if self.named > 0 {
                "the referenced files are read separately; the combined result of its tool is not known."
            } else {
                "it contains no manifest or userData."
            };
            self.leave(1, self.whole(), why);
        }
    }

    /// A browser reads any bytes as text, with a sign for those that are none.
    fn replaced(&mut self, text: &str) {
        if let Some((before, _)) = text.split_once('\u{fffd}') {
            self.remarks.push(Diagnostic::of_file(
                &rules::NOT_UTF_8,
                Severity::Warning,
                self.file,
                before.matches('\n').count() + 1,
                "U+FFFD here means the file was not valid UTF-8 and a character was lost. kubectl rejects such bytes; save the file as UTF-8.",
            ));
        }
    }

    /// Whether a part may still be read, by depth and size.
    fn admits(&mut self, part: &Part, depth: usize) -> bool {
        let bytes = match &part.content {
            Content::Text(text) => text.len(),
            Content::Tree(_) => 1_000,
        };
        let fits = depth <= MAX_DEPTH && bytes <= self.left && bytes <= MAX_BYTES;
        self.left = self.left.saturating_sub(bytes);
        if !fits {
            let what = part.origin.clone().unwrap_or_else(|| "a part".to_owned());
            self.leave(
                part.lines.line(1),
                what,
                format!("nested wrappers are read up to {MAX_DEPTH} levels and {MAX_PARTS_BYTES} bytes in total."),
            );
        }
        fits && self.found.len() <= MAX_DOCUMENTS
    }

    fn part(&mut self, part: &Part, depth: usize) {
        if !self.admits(part, depth) {
            return;
        }
        match &part.content {
            Content::Text(text) => self.text(part, text, depth),
            Content::Tree(node) => self.tree(part, node.clone(), depth),
        }
    }

    fn text(&mut self, part: &Part, text: &str, depth: usize) {
        if let Some(openers) = self.openers {
            let name = if depth == 0 { self.name.as_str() } else { "" };
            if let Some(apart) = (openers.text)(name, text, part.form) {
                for left in apart.left {
                    self.leave_unless_given(part.lines.line(left.line), left);
                }
                self.state(apart.statements, |line| part.lines.line(line));
                let mut parts = apart.parts;
                parts.sort_by_key(Part::first_line);
                for below in parts {
                    self.part(&below.within(part), depth + 1);
                }
                return;
            }
        }
        let plain = self.openers.and_then(|openers| (openers.template)(part));
        let mut part = part.clone();
        if let Some(plain) = &plain {
            for left in &plain.left {
                self.leave(part.lines.line(left.line), &*left.what, &*left.why);
            }
            if part.partial.is_none() {
                part.partial = plain
                    .gap
                    .map(|line| Partial::Template(part.lines.line(line)));
            }
        }
        let before = self.found.len();
        self.plain_text(&part, text, plain.as_ref(), depth);
        for guard in plain.iter().flat_map(|plain| &plain.guards) {
            let guard = Guard {
                from: part.lines.line(guard.from),
                to: part.lines.line(guard.to),
                line: part.lines.line(guard.line),
            };
            for found in self.found.iter_mut().skip(before) {
                found.guards.push(guard);
            }
        }
    }

    /// A text without what only a template's tool understands.
    fn plain_text(&mut self, part: &Part, text: &str, plain: Option<&Plain>, depth: usize) {
        let own = plain.map_or(text, |plain| plain.text.as_str());
        let name = if depth == 0 { self.name.as_str() } else { "" };
        let is_unknown = part.form == PartForm::Unknown;
        if let Some(file) = NodeFile::detect(name, own).filter(|_| is_unknown) {
            return self.node_file(part, text, file, plain);
        }
        let form = Form::detect(own);
        if is_unknown && is_cloud_config(own) {
            return self.user_data(part, text, form, plain);
        }
        match (form, part.form) {
            (Form::Empty, _) => {
                // What is left of a template, say.
                self.leave(
                    part.lines.line(1),
                    "the whole text",
                    "nothing remains of it.",
                );
            }
            // A MIME archive, a script or settings begin as nothing else does; what is no map may
            // be YAML that is torn, so YAML's own message is the better one.
            (Form::NodeConfig | Form::Shell, form)
                if form != PartForm::UserData && !own.trim_start().starts_with("#!") =>
            {
                self.documents(part, text, plain, depth);
            }
            _ => self.user_data(part, text, form, plain),
        }
    }

    /// Documents of YAML or JSON.
    fn documents(&mut self, part: &Part, whole: &str, plain: Option<&Plain>, depth: usize) {
        let text = plain.map_or(whole, |plain| plain.text.as_str());
        let untagged = self.openers.and_then(|openers| (openers.yaml)(text));
        let text = untagged.as_deref().unwrap_or(text);
        let is_other = depth == 0 && is_of_another_trade(&self.name, text);
        let before = self.found.len();
        for document in read_all(text) {
            match document {
                Ok(mut document) => {
                    if let Some(plain) = plain {
                        document.node = plain.restored_in(document.node);
                    }
                    let placed = Placed {
                        part,
                        whole,
                        plain,
                        depth,
                        is_other,
                    };
                    self.document(&placed, document);
                }
                Err(_) if is_other || part.form == PartForm::Values => {
                    self.leave(
                        part.lines.line(1),
                        part.origin.clone().unwrap_or_else(|| self.whole()),
                        "it is not YAML, so it contains no manifest.",
                    );
                    return;
                }
                Err(error) => {
                    let line = part.lines.line(error.line.unwrap_or(1));
                    let message = match plain {
                        Some(plain) => plain.restored(&error.message),
                        None => error.message,
                    };
                    self.refuse(&rules::NOT_YAML, line, message);
                }
            }
        }
        if let Some(plain) = plain
            && self.found.iter().skip(before).any(is_written)
        {
            self.remarks.extend(lost(self.file, part, &plain.lost));
        }
    }

    fn document(&mut self, placed: &Placed<'_>, document: YamlDocument) {
        let part = placed.part;
        for again in document.repeated.iter().take(50) {
            let text = match placed.plain {
                Some(plain) => plain.restored(&again.text),
                None => again.text.clone(),
            };
            if placed.plain.is_some_and(|plain| plain.has_directives) {
                let line = part.lines.line(again.second);
                let why =
                    "it occurs twice, under conditions that are not evaluated; this one is read.";
                self.leave(line, quoted(&text), why);
                continue;
            }
            self.refuse(
                &rules::REPEATED_KEY,
                part.lines.line(again.second),
                format!(
                    "{} is a duplicate key, first on line {}: kubectl rejects it, and older parsers use the last one.",
                    quoted(&text),
                    part.lines.line(again.first)
                ),
            );
        }
        let mut own = part.clone();
        if let Some(line) = document.elided {
            own.partial = Some(Partial::Elided(part.lines.line(line)));
        }
        let node = part.lines.place(document.node);
        if !matches!(node.tree, Tree::Mapping(_)) {
            return self.no_map(placed, &node);
        }
        let api_version = node.str_at(&["apiVersion"]).unwrap_or_default();
        if api_version.starts_with("node.eks.aws/") && placed.whole.len() <= MAX_USER_DATA_BYTES {
            return self.user_data(part, placed.whole, Form::NodeConfig, placed.plain);
        }
        let is_config = api_version.is_empty()
            && node.get("kind").is_none()
            && part.form == PartForm::Unknown
            && is_config(&node);
        if is_config {
            return self.config(part, node, placed.depth);
        }
        self.tree(&own, node, placed.depth);
    }

    /// A list or a scalar: documents may stand in a list.
    fn no_map(&mut self, placed: &Placed<'_>, node: &Node) {
        let part = placed.part;
        let apart = self.openers.map(|openers| (openers.values)(node));
        if let Some(apart) = apart.filter(|apart| !apart.is_empty()) {
            return self.apart(part, apart, placed.depth);
        }
        if part.form == PartForm::Values {
            return;
        }
        let is_of_maps = matches!(
            node.items().first().map(|item| &item.tree),
            Some(Tree::Mapping(_))
        );
        if placed.is_other || is_of_maps {
            return self.leave(node.line, self.whole(), "it contains no manifest.");
        }
        self.refuse(
            &rules::NO_MANIFEST,
            node.line,
            "this is not a Kubernetes document, userData or a Config file: a map is needed.",
        );
    }

    /// A Config file, which is one only as a whole.
    fn config(&mut self, part: &Part, node: Node, depth: usize) {
        if depth > 0 {
            return self.leave(
                node.line,
                "a Config of this tool",
                "it is only read as a separate file.",
            );
        }
        self.found.push(Document::found_in(
            part,
            self.file,
            node,
            Kind::Config,
            "Config",
        ));
    }

    /// A map with the lines of the file.
    fn tree(&mut self, part: &Part, node: Node, depth: usize) {
        if part.form == PartForm::Values {
            let apart = self.openers.map(|openers| (openers.values)(&node));
            return self.apart(part, apart.unwrap_or_default(), depth);
        }
        let word = |key: &str| node.str_at(&[key]).unwrap_or_default().to_owned();
        let (api_version, kind_word) = (word("apiVersion"), word("kind"));
        if kind_word.ends_with("List") && node.get("items").is_some() {
            for item in node.get("items").map(Node::items).unwrap_or_default() {
                // kubectl's lists of one kind leave kind and apiVersion of the items out.
                let own = item.get("kind").is_some();
                let item_kind = if own {
                    item.str_at(&["kind"]).unwrap_or_default().to_owned()
                } else {
                    kind_word.trim_end_matches("List").to_owned()
                };
                let item_api = item.str_at(&["apiVersion"]).unwrap_or(&api_version);
                self.push(part, item.clone(), item_api.to_owned(), item_kind, depth);
            }
            return;
        }
        if kind_word.is_empty() {
            self.state_versions("", "", &node);
        }
        if api_version.is_empty() && kind_word.is_empty() {
            return self.headless(part, &node, depth);
        }
        if kind_word.is_empty() && node.get("name").is_some() && node.get("version").is_some() {
            return self.leave(node.line, "a chart description", "it contains no manifest.");
        }
        if kind_word.is_empty() || api_version.is_empty() {
            let missing = if kind_word.is_empty() {
                "kind"
            } else {
                "apiVersion"
            };
            self.refuse(
                &rules::NO_MANIFEST,
                node.line,
                format!("{missing} is missing, so no API accepts this document."),
            );
            if kind_word.is_empty() {
                return;
            }
        }
        self.push(part, node, api_version, kind_word, depth);
    }

    /// A map that is no document: a wrapper of another tool, values of a chart, or a document
    /// whose head is missing.
    fn headless(&mut self, part: &Part, node: &Node, depth: usize) {
        let name = if depth == 0 { self.name.as_str() } else { "" };
        let apart = self
            .openers
            .and_then(|openers| (openers.document)(name, node));
        if let Some(apart) = apart {
            return self.apart(part, apart, depth);
        }
        if pretends(node) || self.openers.is_none() {
            return self.refuse(
                &rules::NO_MANIFEST,
                node.line,
                "apiVersion and kind are missing, so this is not a Kubernetes document; a Config file starts with “version: 2”.",
            );
        }
        self.leave(
            node.line,
            "a map without apiVersion and kind",
            "it is not a Kubernetes document and contains no manifest or userData; a Config file starts with “version: 2”.",
        );
    }

    /// Goes on with what a document held, whose lines are the file's.
    fn apart(&mut self, part: &Part, apart: TakenApart, depth: usize) {
        for left in apart.left {
            self.leave_unless_given(left.line, left);
        }
        self.state(apart.statements, |line| line);
        let mut parts = apart.parts;
        parts.sort_by_key(Part::first_line);
        for below in parts {
            self.part(&below.nested_in(part), depth + 1);
        }
    }

    fn push(
        &mut self,
        part: &Part,
        node: Node,
        api_version: String,
        kind_word: String,
        depth: usize,
    ) {
        self.state_versions(&api_version, &kind_word, &node);
        let kind = kind_of(&api_version, &kind_word, &node);
        if kind == Kind::Other {
            let name = if depth == 0 { self.name.as_str() } else { "" };
            let apart = self
                .openers
                .and_then(|openers| (openers.document)(name, &node));
            if let Some(apart) = apart {
                return self.apart(part, apart, depth);
            }
        }
        let name = node
            .str_at(&["metadata", "name"])
            .unwrap_or_default()
            .to_owned();
        let status = node.get("status").cloned();
        let (node, ignored) = if kind == Kind::Other {
            (node, Vec::new())
        } else {
            without_server_fields(node)
        };
        self.found.push(Document {
            api_version,
            name,
            status,
            ignored,
            partial: part.partial.clone(),
            ..Document::found_in(part, self.file, node, kind, &kind_word)
        });
    }
}

/// A document and where its text stands.
struct Placed<'a> {
    part: &'a Part,
    /// The text of the part, letter for letter.
    whole: &'a str,
    plain: Option<&'a Plain>,
    depth: usize,
    /// The file is of a kind that need not be YAML.
    is_other: bool,
}
