//! Which files of a room refer to which, and the circles among them.
//!
//! A file refers to another by a `use` or by a path in its code. What it takes through a door, a
//! `mod.rs` or another file that re-exports it, is looked up in the file that defines it, so that
//! no circle hides behind a door; a door that merely re-exports refers to nothing. What is only
//! there for tests is left out.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A module: its names from `core` on.
type Module = Vec<String>;

/// A path as it is written: `super`, `node`, `Puller`.
type Path = Vec<String>;

/// One file, as far as it matters who refers to whom.
#[derive(Default)]
struct File {
    name: String,
    /// What it defines, by keyword or by a macro at its top level.
    defines: BTreeSet<String>,
    /// What a name in it stands for, by a `use`.
    aliases: BTreeMap<String, Path>,
    /// What it takes as a whole.
    globs: Vec<Path>,
    /// Paths in its code, each with how many inline modules it is in.
    paths: Vec<(Path, usize)>,
    /// Its modules that are only there for tests.
    for_tests: BTreeSet<String>,
}

/// The files of core by their modules.
struct Tree(BTreeMap<Module, File>);

/// The files of its room that each file of `src/core` refers to.
pub fn references(files: &[(String, String)]) -> BTreeMap<String, BTreeSet<String>> {
    let tree = Tree::new(files);
    let owned = |names: BTreeSet<&str>| names.into_iter().map(str::to_owned).collect();
    let all = tree.references().into_iter();
    all.map(|(name, to)| (name.to_owned(), owned(to))).collect()
}

/// The circles of each room of `src/core`, each with its files, sorted.
pub fn circles(files: &[(String, String)]) -> Vec<Vec<String>> {
    let tree = Tree::new(files);
    let references = tree.references();
    let reach: BTreeMap<&str, BTreeSet<&str>> = references
        .keys()
        .map(|from| (*from, reachable(&references, from)))
        .collect();
    let mut found: BTreeSet<Vec<String>> = BTreeSet::new();
    for (from, to) in &reach {
        let circle: Vec<String> = to
            .iter()
            .filter(|other| reach[**other].contains(from))
            .map(|other| (*other).to_owned())
            .collect();
        if !circle.is_empty() {
            found.insert(circle);
        }
    }
    found.into_iter().collect()
}

fn reachable<'a>(
    references: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    from: &str,
) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = references[from].iter().copied().collect();
    while let Some(next) = open.pop() {
        if reached.insert(next) {
            open.extend(references[next].iter().copied());
        }
    }
    reached
}

impl Tree {
    fn new(files: &[(String, String)]) -> Self {
        let mut tree = BTreeMap::new();
        for (name, text) in files {
            let below = name.trim_start_matches("src/core/").trim_end_matches(".rs");
            let mut module: Module = below.split('/').map(str::to_owned).collect();
            if module.last().is_some_and(|last| last == "mod") {
                module.pop();
            }
            let mut file = File {
                name: name.clone(),
                ..File::default()
            };
            file.read(text.parse().expect("a Rust source"), 0, true);
            tree.insert(module, file);
        }
        let for_tests: Vec<Module> = tree
            .iter()
            .flat_map(|(module, file): (&Module, &File)| {
                let tests = file.for_tests.iter();
                tests.map(|name| child(module, name)).collect::<Vec<_>>()
            })
            .collect();
        tree.retain(|module, _| !for_tests.iter().any(|tests| module.starts_with(tests)));
        Self(tree)
    }

    /// The files of its room that each file refers to.
    fn references(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut references: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (module, file) in &self.0 {
            let to = references.entry(file.name.as_str()).or_default();
            for other in self.referred_to(module, file) {
                if other != *module && other.first() == module.first() {
                    to.extend(self.0.get(&other).map(|other| other.name.as_str()));
                }
            }
        }
        references
    }

    /// The modules of the files that a file refers to.
    fn referred_to(&self, module: &Module, file: &File) -> BTreeSet<Module> {
        let mut found = BTreeSet::new();
        for (path, depth) in &file.paths {
            let mut own = module.clone();
            own.extend(std::iter::repeat_n("(inline)".to_owned(), *depth));
            if let Some(Target::Item(other)) = self.start(&own, path, 8) {
                found.insert(other);
            }
        }
        found
    }

    /// What a path stands for in a module; none for what is not of core.
    fn start(&self, module: &Module, path: &[String], depth: usize) -> Option<Target> {
        let (first, mut rest) = path.split_first()?;
        let mut module = module.clone();
        match first.as_str() {
            "crate" => {
                let (core, below) = rest.split_first()?;
                if core != "core" {
                    return None;
                }
                (module, rest) = (Module::new(), below);
            }
            "self" => {}
            "super" => {
                module.pop()?;
                while let Some(("super", below)) =
                    rest.split_first().map(|(one, below)| (one.as_str(), below))
                {
                    module.pop()?;
                    rest = below;
                }
            }
            name => {
                let module = self.of_file(&module);
                let file = self.0.get(&module)?;
                let is_known =
                    file.aliases.contains_key(name) || self.0.contains_key(&child(&module, name));
                return is_known.then(|| self.walk(&module, path, depth))?;
            }
        }
        self.walk(&self.of_file(&module), rest, depth)
    }

    /// The module of the file that holds this one, which may be inline.
    fn of_file(&self, module: &Module) -> Module {
        let mut module = module.clone();
        while !self.0.contains_key(&module) && !module.is_empty() {
            module.pop();
        }
        module
    }

    /// What a path stands for that begins in a module.
    fn walk(&self, module: &Module, path: &[String], depth: usize) -> Option<Target> {
        let depth = depth.checked_sub(1)?;
        let Some((first, rest)) = path.split_first() else {
            return Some(Target::Module);
        };
        let file = self.0.get(module);
        let child = child(module, first);
        // A module and a function may be called the same: what is named last is no module then.
        let alias = file.and_then(|file| file.aliases.get(first));
        if self.0.contains_key(&child) && !(rest.is_empty() && alias.is_some()) {
            return self.walk(&child, rest, depth);
        }
        if let Some(alias) = alias {
            let whole = [alias.as_slice(), rest].concat();
            return self.start(module, &whole, depth);
        }
        let file = file?;
        if !file.defines.contains(first) {
            for glob in &file.globs {
                let whole = [glob.as_slice(), path].concat();
                if let Some(Target::Item(other)) = self.start(module, &whole, depth)
                    && self.0.get(&other)?.defines.contains(first)
                {
                    return Some(Target::Item(other));
                }
            }
        }
        Some(Target::Item(module.clone()))
    }
}

/// A module within another.
fn child(module: &Module, name: &str) -> Module {
    let mut child = module.clone();
    child.push(name.to_owned());
    child
}

/// What a path leads to.
enum Target {
    /// A module as a whole: what is taken from it is said elsewhere.
    Module,
    /// Something that the file of this module defines.
    Item(Module),
}

fn is_word(tree: Option<&TokenTree>, word: &str) -> bool {
    matches!(tree, Some(TokenTree::Ident(ident)) if ident == word)
}

fn is_mark(tree: Option<&TokenTree>, mark: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

fn is_joint(trees: &[TokenTree], at: usize) -> bool {
    is_mark(trees.get(at), ':') && is_mark(trees.get(at + 1), ':')
}

impl File {
    /// Reads items, or what is inside of one; `inline` is in how many inline modules it stands.
    fn read(&mut self, stream: TokenStream, inline: usize, is_items: bool) {
        let trees: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        while at < trees.len() {
            if let Some(after) = self.skip_for_tests(&trees, at) {
                at = after;
                continue;
            }
            match &trees[at] {
                TokenTree::Group(group) => self.read(group.stream(), inline, false),
                TokenTree::Ident(ident) if ident == "use" => {
                    let end = (at..trees.len()).find(|end| is_mark(trees.get(*end), ';'));
                    let end = end.unwrap_or(trees.len());
                    self.take(&trees[at + 1..end], &[], is_exported(&trees, at), inline);
                    at = end;
                }
                TokenTree::Ident(ident) if ident == "mod" => {
                    if let Some(TokenTree::Group(group)) = trees.get(at + 2) {
                        self.read(group.stream(), inline + 1, true);
                        at += 2;
                    } else {
                        // A declaration refers to nothing.
                        at += 1;
                    }
                }
                TokenTree::Ident(ident) => {
                    const KEYWORDS: [&str; 8] = [
                        "struct", "enum", "fn", "const", "static", "type", "trait", "union",
                    ];
                    if KEYWORDS.iter().any(|word| ident == word)
                        && let Some(TokenTree::Ident(name)) = trees.get(at + 1)
                        && name != "fn"
                    {
                        self.defines.insert(name.to_string());
                        at += 2;
                        continue;
                    }
                    at = self.path(&trees, at, inline, is_items);
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Where what is only there for tests ends, if it begins here.
    fn skip_for_tests(&mut self, trees: &[TokenTree], at: usize) -> Option<usize> {
        let TokenTree::Group(attribute) = trees.get(at + 1)? else {
            return None;
        };
        if !is_mark(trees.get(at), '#') || attribute.to_string().replace(' ', "") != "[cfg(test)]" {
            return None;
        }
        let rest = at + 2..trees.len();
        let end = rest.clone().find(|end| match &trees[*end] {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            tree => is_mark(Some(tree), ';'),
        })?;
        if is_mark(trees.get(end), ';')
            && let Some(at) = rest.clone().find(|at| is_word(trees.get(*at), "mod"))
            && at < end
            && let Some(TokenTree::Ident(name)) = trees.get(at + 1)
        {
            self.for_tests.insert(name.to_string());
        }
        Some(end + 1)
    }

    /// Reads a path that begins here; gives where it ends.
    fn path(&mut self, trees: &[TokenTree], mut at: usize, inline: usize, is_items: bool) -> usize {
        let mut path = Path::new();
        while let Some(TokenTree::Ident(ident)) = trees.get(at) {
            path.push(ident.to_string());
            at += 1;
            if !is_joint(trees, at) || !matches!(trees.get(at + 2), Some(TokenTree::Ident(_))) {
                break;
            }
            at += 2;
        }
        // A list that a macro makes items of: it may name modules, and it defines what it declares.
        if is_items
            && is_mark(trees.get(at), '!')
            && let Some(TokenTree::Group(group)) = trees.get(at + 1)
        {
            for tree in group.stream() {
                if let TokenTree::Ident(name) = tree {
                    self.defines.insert(name.to_string());
                    let any = "(any)".to_owned();
                    self.paths.push((vec![name.to_string(), any], inline));
                }
            }
        }
        self.paths.push((path, inline));
        at
    }

    /// Takes in what a `use` says.
    fn take(&mut self, trees: &[TokenTree], before: &[String], is_exported: bool, inline: usize) {
        let mut path: Path = before.to_vec();
        let mut alias = None;
        let mut at = 0;
        while let Some(tree) = trees.get(at) {
            match tree {
                TokenTree::Ident(word) if word == "as" => {
                    alias = trees.get(at + 1).map(ToString::to_string);
                    at += 1;
                }
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Punct(mark) if mark.as_char() == '*' => {
                    self.globs.push(path);
                    return;
                }
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    for one in inner.split(|tree| is_mark(Some(tree), ',')) {
                        if !one.is_empty() {
                            self.take(one, &path, is_exported, inline);
                        }
                    }
                    return;
                }
                _ => {}
            }
            at += 1;
        }
        if path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let Some(name) = alias.or_else(|| path.last().cloned()) else {
            return;
        };
        // `use x;` at the same level says nothing new.
        if path.len() == 1 {
            return;
        }
        // Who uses what it re-exports names it in its code as well.
        if !is_exported {
            self.paths.push((path.clone(), inline));
        }
        self.aliases.insert(name, path);
    }
}

/// Whether the `use` at this place is a re-export: `pub use`, `pub(in crate::core) use`.
fn is_exported(trees: &[TokenTree], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| trees.get(at));
    is_word(before(1), "pub")
        || matches!(before(1), Some(TokenTree::Group(_))) && is_word(before(2), "pub")
}
