//! Fields whose value stands in a manifest as it is. Files are written, read and explained from
//! their rows; a value that is made of several fields, or differs from its field, has code of its
//! own in `manifest/build`, `import/settings` and `explain`.

use super::{Applies, Field, Kind, Value};
use crate::core::config::{Config, OverrideTarget};
use crate::core::yaml::Yaml;

impl Field {
    /// Every field that stands as it is in a document directly below these keys, with its own key.
    pub(crate) fn directly_in(
        document: OverrideTarget,
        parent: &'static [&'static str],
    ) -> impl Iterator<Item = (&'static str, &'static Self)> {
        Self::all().filter_map(move |field| {
            let place = field.place.filter(|place| place.document == document)?;
            let (key, above) = place.keys.split_last()?;
            (above == parent).then_some((*key, field))
        })
    }

    /// Whether a value says nothing: it is empty, or leaves the choice to AWS.
    pub(in crate::core::config) fn says_nothing(&self, value: &Value) -> bool {
        let is_unset = |text: &String| matches!(self.kind, Kind::Choice(_)) && text == "unset";
        value.texts().iter().all(is_unset)
    }

    /// The field's value as a manifest holds it; none where the field is empty or means nothing for
    /// this Config.
    pub(crate) fn manifest_value(&self, config: &Config) -> Option<Yaml> {
        if let Applies::No(_) = (self.applies)(config) {
            return None;
        }
        let value = self.value(config);
        if self.says_nothing(&value) {
            return None;
        }
        let [text] = value.texts() else { return None };
        match (self.kind, text.as_str()) {
            (Kind::Choice(_) | Kind::Bool, "true") => Some(Yaml::Bool(true)),
            (Kind::Choice(_) | Kind::Bool, "false") => Some(Yaml::Bool(false)),
            (Kind::Number { .. }, digits) => digits.parse().ok().map(Yaml::Number),
            (_, text) => Some(Yaml::Text(text.to_owned())),
        }
    }
}
