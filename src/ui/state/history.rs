//! Undo and redo: whole snapshots, one a step.

use super::draft::Drafts;
use crate::core::Config;

/// Steps that are kept.
const MAX_STEPS: usize = 200;

/// What a step takes back.
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    pub config: Config,
    pub drafts: Drafts,
    pub preset: Option<&'static str>,
}

/// The steps before and after the present. Typing on in one field is one step.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    before: Vec<Snapshot>,
    after: Vec<Snapshot>,
    typing: Option<&'static str>,
}

impl History {
    /// Whether typing into this field is no new step.
    pub fn goes_on(&self, typing: Option<&'static str>) -> bool {
        typing.is_some() && self.typing == typing
    }

    /// Keeps the state before a change; `typing` names the field that is being typed into.
    pub fn remember(&mut self, now: Snapshot, typing: Option<&'static str>) {
        if self.goes_on(typing) {
            return;
        }
        self.typing = typing;
        self.after.clear();
        self.before.push(now);
        if self.before.len() > MAX_STEPS {
            self.before.remove(0);
        }
    }

    /// Ends the present step: the next key starts another.
    pub fn seal(&mut self) {
        self.typing = None;
    }

    pub fn can_undo(&self) -> bool {
        !self.before.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.after.is_empty()
    }

    pub fn undo(&mut self, now: Snapshot) -> Option<Snapshot> {
        self.seal();
        let before = self.before.pop()?;
        self.after.push(now);
        Some(before)
    }

    pub fn redo(&mut self, now: Snapshot) -> Option<Snapshot> {
        self.seal();
        let after = self.after.pop()?;
        self.before.push(now);
        Some(after)
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, Drafts, History, Snapshot};

    fn snapshot(preset: &'static str) -> Snapshot {
        Snapshot {
            config: Config::default(),
            drafts: Drafts::default(),
            preset: Some(preset),
        }
    }

    #[test]
    fn typing_on_is_one_step_and_redo_comes_back() {
        let mut history = History::default();
        history.remember(snapshot("a"), Some("cluster.name"));
        history.remember(snapshot("b"), Some("cluster.name"));
        assert_eq!(
            history.undo(snapshot("c")).and_then(|s| s.preset),
            Some("a")
        );
        assert!(!history.can_undo());
        assert_eq!(
            history.redo(snapshot("a")).and_then(|s| s.preset),
            Some("c")
        );
        history.remember(snapshot("c"), None);
        history.remember(snapshot("d"), None);
        assert_eq!(
            history.undo(snapshot("e")).and_then(|s| s.preset),
            Some("d")
        );
        history.seal();
        history.remember(snapshot("f"), Some("cluster.name"));
        assert!(!history.can_redo());
    }
}
