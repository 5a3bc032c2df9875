//! Whether a command of a script is reached, as far as its text tells.

use super::Reach;
use super::commands::{Simple, Word};
use super::tree::Join;

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    True,
    False,
    /// It asks for what every node has that this is meant for, or whether that is missing.
    Meant {
        is_there: bool,
    },
    /// It does something, and nobody plans for its failure.
    Done,
    /// It fails at something, which nobody plans for.
    Failed,
    /// It tests what only the node knows, on this line.
    Open(usize),
}

impl Status {
    /// How the opposite ends; `line` is where it stands.
    pub(super) const fn negated(self, line: usize) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Meant { is_there } => Self::Meant {
                is_there: !is_there,
            },
            Self::Done => Self::Failed,
            Self::Failed => Self::Done,
            Self::Open(_) => Self::Open(line),
        }
    }
}

/// What ends a part of a script early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// `exit` and `exec`: the script.
    Exit,
    /// `exit` with an error: the script too, which under a test nobody plans for.
    Failure,
    /// `return`: a function.
    Return,
    /// `break` and `continue`: a loop.
    Loop,
}

/// Whether a command is there for what nobody plans for: what ends the script there does not end it on a
/// node that comes up as it should.
pub(super) fn is_of_failure(join: Join, before: Status) -> bool {
    match join {
        Join::Or => before == Status::Done,
        Join::And => before == Status::Failed,
        Join::Next | Join::Pipe => false,
    }
}

/// Where a script goes on after a command.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flow {
    /// What ended here for sure.
    pub(super) stop: Option<Stop>,
    /// What ended here only if the test on a line holds, by kind.
    maybe: [Option<usize>; 4],
}

impl Flow {
    pub(super) fn stop(stop: Stop) -> Self {
        Self {
            stop: Some(stop),
            ..Self::default()
        }
    }

    fn may(&mut self, stop: Stop, line: usize) {
        if let Some(place) = self.maybe.get_mut(stop as usize) {
            place.get_or_insert(line);
        }
    }

    /// The same, if only the test on a line leads there.
    pub(super) fn under(mut self, test: Option<usize>) -> Self {
        if let (Some(line), Some(stop)) = (test, self.stop) {
            if stop != Stop::Failure {
                self.may(stop, line);
            }
            self.stop = None;
        }
        self
    }

    /// Adds what another command may have ended.
    pub(super) fn join(&mut self, other: Self) {
        self.stop = self.stop.or(other.stop);
        for (own, other) in self.maybe.iter_mut().zip(other.maybe) {
            *own = own.or(other);
        }
    }

    /// What is left of it behind the loop, function or subshell that it ends.
    pub(super) fn without(mut self, ended: &[Stop]) -> Self {
        for stop in ended {
            if self.stop == Some(*stop) {
                self.stop = None;
            }
            if let Some(place) = self.maybe.get_mut(*stop as usize) {
                *place = None;
            }
        }
        self
    }

    /// Whether a function may be left early.
    pub(super) fn may_return(&self) -> bool {
        let place = self.maybe.get(Stop::Return as usize);
        place.is_some_and(Option::is_some)
    }

    /// How what follows is reached.
    pub(super) fn rest(&self) -> Reach {
        let line = self.maybe.iter().find_map(|line| *line);
        line.map_or(Reach::Always, Reach::If)
    }
}

/// Paths that every node has which this is meant for, or that the userData itself brings.
const OF_EVERY_NODE: [&str; 8] = [
    "/etc/soci-snapshotter-grpc",
    "/usr/bin/soci-snapshotter-grpc",
    "/usr/local/bin/soci",
    "/etc/containerd",
    "/usr/bin/containerd",
    "/etc/eks",
    "/usr/bin/nodeadm",
    "/etc/systemd/system/soci-snapshotter.service",
];

/// Programs that are there on every node which this is meant for.
const PROGRAMS: [&str; 6] = [
    "soci",
    "soci-snapshotter-grpc",
    "containerd",
    "nodeadm",
    "systemctl",
    "curl",
];

/// How a test ends, by its words after its variables are replaced; nothing if it is none.
pub(super) fn test(name: &str, args: &[String], line: usize) -> Option<Status> {
    let plain: Vec<&str> = args
        .iter()
        .map(String::as_str)
        .filter(|arg| !matches!(*arg, "]" | "]]"))
        .collect();
    let is_of_every_node = |arg: &&str| OF_EVERY_NODE.iter().any(|path| is_below(arg, path));
    let open = Status::Open(line);
    let there = Status::Meant { is_there: true };
    Some(match name {
        "true" | ":" => Status::True,
        "false" => Status::False,
        "[" | "[[" | "test" => match plain.as_slice() {
            ["!", rest @ ..] => of_brackets(rest, line).negated(line),
            rest => of_brackets(rest, line),
        },
        "grep" | "egrep" | "fgrep" if plain.last().is_some_and(is_of_every_node) => there,
        "command" | "which" | "type" | "hash" => match plain.last() {
            Some(program) if PROGRAMS.contains(program) || is_of_every_node(program) => there,
            _ => open,
        },
        "systemctl" if plain.first().is_some_and(|word| word.starts_with("is-")) => {
            let is_ours = |word: &&str| word.starts_with("soci") || word.starts_with("containerd");
            if plain.iter().any(is_ours) {
                there
            } else {
                open
            }
        }
        "grep" | "egrep" | "fgrep" | "mountpoint" | "findmnt" | "lsblk" | "blkid" | "cmp"
        | "diff" | "pgrep" | "getent" | "id" | "lspci" | "nvidia-smi" | "let" | "expr"
        | "dmidecode" | "uname" | "nproc" => open,
        _ => return None,
    })
}

/// `-f PATH`, `A = B` and their like.
fn of_brackets(words: &[&str], line: usize) -> Status {
    let open = Status::Open(line);
    let is_known = |word: &str| !word.contains(['$', '`', '*', '?', '[']);
    let of = |holds: bool| if holds { Status::True } else { Status::False };
    match words {
        ["-e" | "-f" | "-d" | "-s" | "-r" | "-w" | "-x" | "-S", path] => {
            if OF_EVERY_NODE.iter().any(|own| is_below(path, own)) {
                Status::Meant { is_there: true }
            } else {
                open
            }
        }
        ["-n", word] if is_known(word) => of(!word.is_empty()),
        ["-z", word] if is_known(word) => of(word.is_empty()),
        [left, "=" | "==", right] if is_known(left) && is_known(right) => of(left == right),
        [left, "!=", right] if is_known(left) && is_known(right) => of(left != right),
        _ => open,
    }
}

/// Whether a path is another one, or lies below it.
fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.', '-']))
}

/// Whether a word counts as written: no variable and no pattern in it.
pub(super) fn is_literal(word: &str) -> bool {
    !word.contains(['$', '`', '*', '?'])
}

/// The first word of a command as it is written.
pub(super) fn first_word(command: &Simple) -> String {
    command.words.first().map(Word::raw).unwrap_or_default()
}
