//! What the commands of a script do to files, as far as the text tells.

use super::Reach;
use super::commands;
use super::commands::{Simple, Word};
use super::reach::{Flow, Status, Stop, first_word, is_literal, is_of_failure, test};
use super::tree::{self, Body, Item, Join};
use super::{Content, Effects, Stage};
use crate::core::import::document::user_data::variables::Variables;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Most commands that are followed, loops and called programs included.
const MAX_STEPS: usize = 4_000;
/// Most rounds of one loop.
const MAX_ROUNDS: usize = 100;
/// Most variables, and most files whose content is kept.
pub(super) const MAX_KNOWN: usize = 500;
/// Most programs and functions that call one another.
pub(super) const MAX_DEPTH: usize = 6;
/// Longest text that a variable is replaced in.
pub(super) const MAX_BYTES: usize = 20_000;

/// Reads a script whose first line is `first`.
pub(in crate::core::import) fn read(text: &str, first: usize, stage: Stage) -> Effects {
    read_chunks(&[(text.to_owned(), first)], stage)
}

/// Reads pieces of one script, each with its first line.
pub(super) fn read_chunks(chunks: &[(String, usize)], stage: Stage) -> Effects {
    let mut shell = Shell::new(stage);
    for (text, first) in chunks {
        let flow = shell.script_text(text, *first);
        shell.reach = shell.reach.and(flow.rest());
        if flow.stop.is_some() {
            break;
        }
    }
    shell.effects
}

/// One definition of a function.
#[derive(Clone)]
struct Function {
    body: Rc<Vec<Item>>,
    /// When it is defined.
    defined: Reach,
}

pub(super) struct Shell {
    pub(super) stage: Stage,
    pub(super) effects: Effects,
    /// When what is done now is done.
    pub(super) reach: Reach,
    pub(super) variables: Variables,
    /// What a name may stand for, each with when it does.
    functions: BTreeMap<String, Vec<Function>>,
    pub(super) directories: BTreeSet<String>,
    /// Where relative paths begin, if that is known.
    pub(super) directory: Option<String>,
    /// What files hold that this script has written.
    pub(super) known: BTreeMap<String, Content>,
    /// Whether a command that fails ends the script.
    ends_on_failure: bool,
    /// What a text that the last command ran in this shell has ended.
    ended: Flow,
    pub(super) steps: usize,
    pub(super) depth: usize,
}

/// Which shell runs a text: what it sets and ends holds there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RunIn {
    ThisShell,
    ChildShell,
}

/// What a list of commands, or one of them, comes to.
struct Outcome {
    status: Status,
    flow: Flow,
}

impl From<Status> for Outcome {
    fn from(status: Status) -> Self {
        Self {
            status,
            flow: Flow::default(),
        }
    }
}

impl Shell {
    fn new(stage: Stage) -> Self {
        Self {
            stage,
            effects: Effects::default(),
            reach: Reach::Always,
            variables: Variables::default(),
            functions: BTreeMap::new(),
            directories: BTreeSet::new(),
            directory: None,
            known: BTreeMap::new(),
            ends_on_failure: false,
            ended: Flow::default(),
            steps: 0,
            depth: 0,
        }
    }

    /// Runs a text whose first line is `first`.
    pub(super) fn script_text(&mut self, text: &str, first: usize) -> Flow {
        let script = commands::read(text, first);
        let flow = self.list(&tree::read(script.tokens)).flow;
        if let Some(line) = script.open_quote {
            self.effects
                .unread(line, "an unclosed quote, at which the shell fails");
        }
        if let Some(line) = script.cut {
            self.effects.cut(line);
        }
        flow
    }

    /// Runs a text that a command of this script runs.
    pub(super) fn nested(&mut self, text: &str, first: usize, shell: RunIn) {
        if shell == RunIn::ThisShell {
            let flow = self.script_text(text, first);
            return self.ended.join(flow.without(&[Stop::Return]));
        }
        let before = (self.variables.clone(), self.directory.clone());
        let ends_on_failure = std::mem::take(&mut self.ends_on_failure);
        self.script_text(text, first);
        (self.variables, self.directory) = before;
        self.ends_on_failure = ends_on_failure;
    }

    /// Runs commands in their order.
    fn list(&mut self, items: &[Item]) -> Outcome {
        let outer = self.reach;
        let mut base = outer;
        let mut flow = Flow::default();
        let mut status = Status::Done;
        // What leads to the command before; nothing if it is never reached.
        let mut before = Some(None);
        let mut pipe: Option<Content> = None;
        for (at, item) in items.iter().enumerate() {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                self.effects.cut(item.line);
                break;
            }
            // The test that alone leads here.
            let open = match item.join {
                Join::Next => Some(None),
                Join::Pipe => before,
                Join::And | Join::Or => joined(status, item),
            };
            before = open;
            let Some(mut open) = open else {
                pipe = None;
                continue;
            };
            if item.is_background {
                open = open.or(Some(item.line));
            }
            self.reach = base.and(open.map_or(Reach::Always, Reach::If));
            let earlier = std::mem::replace(&mut status, Status::Done);
            let mut outcome = self.item(item, &mut pipe);
            if item.is_negated {
                outcome.status = outcome.status.negated(item.line);
            }
            status = match (item.join, earlier) {
                (Join::And | Join::Or, Status::Open(line)) => Status::Open(line),
                _ if is_of_failure(item.join, earlier) => earlier,
                _ => outcome.status,
            };
            let own = match (item.join, earlier) {
                _ if item.is_background || is_of_failure(item.join, earlier) => Flow::default(),
                (Join::And | Join::Or, Status::Meant { is_there }) => left_early(
                    outcome.flow,
                    is_there == (item.join == Join::And),
                    item.line,
                ),
                _ => outcome.flow.under(open),
            };
            flow.join(own);
            base = base.and(own.rest());
            let is_last_of_list = items.get(at + 1).is_none_or(|next| next.join == Join::Next);
            let fails = self.ends_on_failure
                && status == Status::False
                && is_last_of_list
                && !item.is_negated
                && item.join == Join::Next;
            if fails && flow.stop.is_none() && open.is_none() {
                flow.stop = Some(Stop::Exit);
            }
            if flow.stop.is_some() {
                break;
            }
        }
        self.reach = outer;
        Outcome { status, flow }
    }

    fn item(&mut self, item: &Item, pipe: &mut Option<Content>) -> Outcome {
        match &item.body {
            Body::Simple(command) => return self.simple(command, pipe),
            Body::Redirected(command) => {
                self.redirected(command);
                return Status::Done.into();
            }
            _ => {}
        }
        pipe.take();
        let reach = self.reach;
        let outcome = match &item.body {
            Body::Group { items, is_subshell } => {
                let before = is_subshell.then(|| (self.variables.clone(), self.directory.clone()));
                let mut outcome = self.list(items);
                if let Some((variables, directory)) = before {
                    (self.variables, self.directory) = (variables, directory);
                    outcome.flow = Flow::default();
                }
                outcome
            }
            Body::If { arms, otherwise } => self.condition(arms, otherwise, item.line),
            Body::Loop {
                head,
                is_until,
                items,
            } => self.repeat(head, *is_until, items, item.line),
            Body::For { name, words, items } => self.each(name, words.as_deref(), items, item.line),
            Body::Case(arms) => {
                self.reach = reach.and(Reach::If(item.line));
                let mut flow = Flow::default();
                for arm in arms {
                    flow.join(self.list(arm).flow.under(Some(item.line)));
                }
                Outcome {
                    status: Status::Open(item.line),
                    flow,
                }
            }
            Body::TooDeep => {
                self.effects.cut(item.line);
                Status::Done.into()
            }
            Body::Function { name, items } => {
                self.define(name, items, item.line);
                Status::True.into()
            }
            Body::Simple(_) | Body::Redirected(_) => Status::Done.into(),
        };
        self.reach = reach;
        *pipe = Some(Content::unknown("the output of a block"));
        outcome
    }

    fn condition(
        &mut self,
        arms: &[(Vec<Item>, Vec<Item>)],
        otherwise: &[Item],
        line: usize,
    ) -> Outcome {
        let reach = self.reach;
        let mut flow = Flow::default();
        // The test that alone leads to the next arm, and whether that is a failure nobody plans for.
        let mut next: Option<usize> = None;
        let mut is_for_failure = false;
        for (tests, items) in arms {
            self.reach = reach.and(next.map_or(Reach::Always, Reach::If));
            let tested = self.list(tests);
            flow.join(tested.flow.under(next));
            let open = match tested.status {
                Status::False => continue,
                Status::Open(line) => Some(line),
                Status::Done | Status::Failed => Some(line),
                Status::True | Status::Meant { .. } => None,
            };
            let here = next.or(open);
            self.reach = reach.and(here.map_or(Reach::Always, Reach::If));
            let own = self.list(items).flow;
            flow.join(match tested.status {
                Status::Meant { is_there } => left_early(own, is_there, line),
                Status::Failed => Flow::default(),
                _ => own.under(here),
            });
            is_for_failure = tested.status == Status::Done;
            match tested.status {
                Status::True => {
                    self.reach = reach;
                    return Outcome {
                        status: Status::Done,
                        flow,
                    };
                }
                Status::Meant { .. } => next = next.or(Some(line)),
                Status::Failed => {}
                _ => next = here,
            }
        }
        self.reach = reach.and(next.map_or(Reach::Always, Reach::If));
        let own = self.list(otherwise).flow;
        self.reach = reach;
        if !is_for_failure {
            flow.join(own.under(next));
        }
        Outcome {
            status: Status::Done,
            flow,
        }
    }

    /// `while` and `until`: one round stands for all.
    fn repeat(&mut self, head: &[Item], is_until: bool, items: &[Item], line: usize) -> Outcome {
        let reach = self.reach;
        let tested = self.list(head).status;
        let tested = if is_until {
            tested.negated(line)
        } else {
            tested
        };
        let open = match tested {
            Status::False => return Status::Done.into(),
            Status::True => None,
            _ => Some(line),
        };
        self.reach = reach.and(open.map_or(Reach::Always, Reach::If));
        let flow = self.list(items).flow;
        self.reach = reach;
        // Without a way out, nothing behind it is ever reached.
        let ends = flow.stop.is_some() || flow.rest() != Reach::Always;
        if tested == Status::True && !ends {
            return Outcome {
                status: Status::Done,
                flow: Flow::stop(Stop::Exit),
            };
        }
        Outcome {
            status: Status::Done,
            flow: flow.under(open).without(&[Stop::Loop]),
        }
    }

    /// A loop over words: its body for each of them.
    fn each(&mut self, name: &str, words: Option<&[Word]>, items: &[Item], line: usize) -> Outcome {
        let words = words.unwrap_or_default();
        let values = words.iter().map(|word| self.expand(word));
        let values = values.collect::<Vec<_>>().join(" ");
        let mut values: Vec<&str> = values.split_whitespace().collect();
        if values.len() > MAX_ROUNDS {
            values.truncate(MAX_ROUNDS);
            self.effects.cut(line);
        }
        let mut flow = Flow::default();
        self.variables.forget(name);
        if values.is_empty() || !values.iter().all(|value| is_literal(value)) {
            flow.join(self.list(items).flow.without(&[Stop::Loop]));
            return Outcome {
                status: Status::Done,
                flow,
            };
        }
        let reach = self.reach;
        for value in values {
            self.reach = reach.and(flow.rest());
            self.variables.set(name, value);
            let own = self.list(items).flow;
            // `continue` ends a round, and `break` the loop: they are not told apart.
            let is_left = own.stop == Some(Stop::Loop);
            flow.join(own.without(&[Stop::Loop]));
            if flow.stop.is_some() || is_left && own.rest() != Reach::Always {
                break;
            }
        }
        self.reach = reach;
        self.variables.forget(name);
        Outcome {
            status: Status::Done,
            flow,
        }
    }

    /// Defines a function; one that is defined under a condition stands beside what was there before.
    fn define(&mut self, name: &str, items: &[Item], line: usize) {
        let all = self.functions.values().map(Vec::len).sum::<usize>();
        if all >= MAX_KNOWN {
            return self.effects.cut(line);
        }
        let own = self.functions.entry(name.to_owned()).or_default();
        if self.reach == Reach::Always {
            own.clear();
        }
        own.push(Function {
            body: Rc::new(items.to_vec()),
            defined: self.reach,
        });
    }

    /// A call of a function: of each that the name may stand for.
    fn call(&mut self, all: &[Function], args: &[String], line: usize) -> Outcome {
        if let [only] = all
            && only.defined == Reach::Always
        {
            return self.function(&only.body, args, line);
        }
        let reach = self.reach;
        let mut flow = Flow::default();
        for one in all {
            let test = match one.defined {
                Reach::Always => line,
                Reach::If(test) => test,
            };
            self.reach = reach.and(Reach::If(test));
            flow.join(self.function(&one.body, args, line).flow.under(Some(test)));
        }
        self.reach = reach;
        Outcome {
            status: Status::Open(line),
            flow,
        }
    }

    /// A function with its arguments.
    fn function(&mut self, items: &[Item], args: &[String], line: usize) -> Outcome {
        if self.depth >= MAX_DEPTH {
            self.effects.cut(line);
            return Status::Done.into();
        }
        let before = self.variables.replace_positional(args);
        self.depth += 1;
        let outcome = self.list(items);
        self.depth -= 1;
        self.variables.restore_positional(before);
        Outcome {
            // Where it may be left early, what it finds out is its own.
            status: match outcome.status {
                _ if outcome.flow.may_return() => Status::Open(line),
                Status::Open(_) => Status::Open(line),
                status => status,
            },
            flow: outcome.flow.without(&[Stop::Return]),
        }
    }

    /// One command; what it writes goes to the next one of a pipe.
    fn simple(&mut self, command: &Simple, pipe: &mut Option<Content>) -> Outcome {
        let is_exec = first_word(command) == "exec";
        self.effects.ran(command.line, command.last, self.reach);
        let words = self.words(command);
        let input = self.input(command, pipe.take());
        let line = command.line;
        let name = words.first().map(|first| program(first));
        let args = words.get(1..).unwrap_or_default();
        let reach = self.reach;
        let stop = match name {
            Some("exit") if args.first().is_some_and(|code| code != "0") => Some(Stop::Failure),
            Some("exit") => Some(Stop::Exit),
            Some("return") => Some(Stop::Return),
            Some("break" | "continue") => Some(Stop::Loop),
            _ => None,
        };
        if let Some(stop) = stop {
            return Outcome {
                status: Status::Done,
                flow: Flow::stop(stop),
            };
        }
        if let Some(all) = name.and_then(|name| self.functions.get(name).cloned()) {
            let outcome = self.call(&all, args, line);
            *pipe = Some(Content::unknown("the output of a function"));
            return outcome;
        }
        if name == Some("set") && sets_failure(args) {
            self.ends_on_failure = true;
        }
        let status = match name {
            Some("((") => Status::Open(line),
            Some(name) => test(name, args, line).unwrap_or(Status::Done),
            None => Status::Done,
        };
        let runs = name.is_some();
        *pipe = Some(self.command(command, words, input));
        self.reach = reach;
        let mut flow = std::mem::take(&mut self.ended);
        if is_exec && runs {
            flow.join(Flow::stop(Stop::Exit));
        }
        Outcome { status, flow }
    }

    /// What the redirections of a block write.
    fn redirected(&mut self, command: &Simple) {
        for output in &command.outputs {
            let path = self.expand(&output.target);
            let content = Content::unknown("the output of a block");
            self.write(&path, output.append, content, command.line);
        }
    }

    /// Whether no more is followed.
    pub(super) const fn has_done_too_much(&self) -> bool {
        self.steps > MAX_STEPS
    }

    /// Counts what a text of so many lines costs.
    pub(super) fn spend(&mut self, lines: usize) {
        self.steps = self.steps.saturating_add(lines / 20);
    }
}

/// What leads to a command behind `&&` or `||`: nothing if it is never reached, or the test that it takes.
fn joined(status: Status, item: &Item) -> Option<Option<usize>> {
    match (item.join, status) {
        (Join::And, Status::False) | (Join::Or, Status::True) => None,
        (_, Status::Open(line)) => Some(Some(line)),
        (join, status) if is_of_failure(join, status) => Some(Some(item.line)),
        _ => Some(None),
    }
}

/// What a test for what nodes are meant to have leaves early: a node that lacks it is none of those.
fn left_early(flow: Flow, is_there: bool, line: usize) -> Flow {
    if is_there {
        flow.under(Some(line))
    } else {
        Flow::default()
    }
}

/// A program's name, without the directory that it lies in.
fn program(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or_default()
}

/// Whether `set` makes a command that fails end the script.
fn sets_failure(args: &[String]) -> bool {
    args.iter().any(|arg| {
        arg == "errexit" || arg.starts_with('-') && !arg.starts_with("--") && arg.contains('e')
    })
}
