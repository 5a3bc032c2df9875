//! What is said of a userData, which depends on who launches its nodes: what Karpenter makes of it is
//! no fault where Karpenter has no part in it.

use super::source::Launcher;

/// What is said of a userData, by who launches the nodes that get it. Words that name Karpenter or its
/// objects are made by [`Words::of_karpenter`] and [`Words::by_launcher`] alone; a test says every sample
/// of nodes that another program launches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Words {
    karpenter: String,
    /// The same for any launcher; none where it is true of Karpenter alone.
    any: Option<String>,
}

/// What is left of it once the launcher is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Said {
    pub(in crate::core::import) message: String,
    /// Whether it holds only if Karpenter launches the nodes, which nothing says.
    pub(in crate::core::import) is_conditional: bool,
}

impl Words {
    /// Words that are true where Karpenter launches the nodes, and nowhere else.
    pub(in crate::core::import) fn of_karpenter(text: impl Into<String>) -> Self {
        Self {
            karpenter: text.into(),
            any: None,
        }
    }

    /// Words for nodes of Karpenter's, and others that are true whoever launches the nodes.
    pub(in crate::core::import) fn by_launcher(
        karpenter: impl Into<String>,
        any: impl Into<String>,
    ) -> Self {
        Self {
            karpenter: karpenter.into(),
            any: Some(any.into()),
        }
    }

    /// What is said; nothing where Karpenter has no part in it and it is of Karpenter alone.
    pub(in crate::core::import) fn said(self, launcher: Launcher) -> Option<Said> {
        let (message, is_conditional) = match (launcher, self.any) {
            (Launcher::Karpenter, _) => (self.karpenter, false),
            (Launcher::Other | Launcher::Unknown, Some(any)) => (any, false),
            (Launcher::Other, None) => return None,
            (Launcher::Unknown, None) => (
                format!("if Karpenter launches the nodes: {}", self.karpenter),
                true,
            ),
        };
        Some(Said {
            message,
            is_conditional,
        })
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self {
            any: Some(text.clone()),
            karpenter: text,
        }
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::{Launcher, Words};

    const ALL: [Launcher; 3] = [Launcher::Karpenter, Launcher::Other, Launcher::Unknown];

    fn said(words: &Words) -> [Option<String>; 3] {
        ALL.map(|launcher| words.clone().said(launcher).map(|said| said.message))
    }

    #[test]
    fn what_is_of_karpenter_alone_is_not_said_of_others_nodes() {
        let condition = "if Karpenter launches the nodes: it drops this.".to_owned();
        assert_eq!(
            said(&Words::of_karpenter("it drops this.")),
            [Some("it drops this.".to_owned()), None, Some(condition)]
        );
    }

    #[test]
    fn what_is_true_of_any_launcher_is_said_as_it_is() {
        let [a, b] = ["a", "b"].map(|text| Some(text.to_owned()));
        assert_eq!(
            said(&Words::by_launcher("a", "b")),
            [a.clone(), b.clone(), b]
        );
        assert_eq!(said(&Words::from("a")), [a.clone(), a.clone(), a]);
    }
}
