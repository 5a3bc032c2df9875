//! What the requirements of one key come to together (Karpenter's scheduling/requirement.go).

use std::collections::BTreeSet;

use crate::core::requirements::{Operator, Requirement};

/// The values that a key may have: those listed, or all but those listed, within bounds.
#[derive(Debug, Clone)]
pub(super) struct Allowed<'a> {
    all_but: bool,
    values: BTreeSet<&'a str>,
    least: Option<i64>,
    most: Option<i64>,
}

impl<'a> Allowed<'a> {
    fn from_requirement(requirement: &'a Requirement) -> Self {
        let (least, most) = bounds(requirement);
        let listed = matches!(requirement.operator, Operator::In | Operator::NotIn);
        Self {
            all_but: !matches!(requirement.operator, Operator::In | Operator::DoesNotExist),
            values: set(requirement
                .values
                .iter()
                .filter(|_| listed)
                .map(String::as_str)),
            least,
            most,
        }
    }

    /// What several requirements of one key leave together; nothing for none.
    pub(super) fn all(requirements: impl IntoIterator<Item = &'a Requirement>) -> Option<Self> {
        requirements
            .into_iter()
            .map(Self::from_requirement)
            .reduce(|left, right| left.and(&right))
    }

    /// What both leave. Bounds that leave no number make it “does not exist”.
    pub(super) fn and(&self, other: &Self) -> Self {
        let least = self.least.max(other.least);
        let most = match (self.most, other.most) {
            (Some(left), Some(right)) => Some(left.min(right)),
            (left, right) => left.or(right),
        };
        if crossed(least, most) {
            return Self {
                all_but: false,
                values: BTreeSet::new(),
                least: None,
                most: None,
            };
        }
        let all_but = self.all_but && other.all_but;
        let (own, others) = (&self.values, &other.values);
        let mut values = match (self.all_but, other.all_but) {
            (true, true) => set(own.union(others).copied()),
            (true, false) => set(others.difference(own).copied()),
            (false, true) => set(own.difference(others).copied()),
            (false, false) => set(own.intersection(others).copied()),
        };
        values.retain(|value| within(value, least, most));
        Self {
            all_but,
            values,
            least: least.filter(|_| all_but),
            most: most.filter(|_| all_but),
        }
    }

    /// Whether a type without the label is let through: what is left reads as `NotIn` or
    /// `DoesNotExist`. A bound beside `NotIn` does not change that.
    pub(super) fn lets_missing_through(&self) -> bool {
        self.all_but != self.values.is_empty()
    }

    /// The values, where they are listed one by one.
    pub(super) fn listed(&self) -> Option<Vec<&'a str>> {
        (!self.all_but).then(|| {
            let mut values = Vec::with_capacity(self.values.len());
            values.extend(self.values.iter().copied());
            values
        })
    }

    /// Whether a value is allowed.
    pub(super) fn has(&self, value: &str) -> bool {
        within(value, self.least, self.most) && self.values.contains(value) != self.all_but
    }

    /// Whether some value is allowed by both.
    pub(super) fn meets(&self, other: &Self) -> bool {
        let least = self.least.max(other.least);
        let most = match (self.most, other.most) {
            (Some(left), Some(right)) => Some(left.min(right)),
            (left, right) => left.or(right),
        };
        if crossed(least, most) {
            return false;
        }
        let both = self.and(other);
        both.all_but || !both.values.is_empty()
    }
}

/// Values one by one: to collect them compiles a sorting that nothing else needs.
fn set<'a>(values: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut set = BTreeSet::new();
    set.extend(values);
    set
}

fn crossed(least: Option<i64>, most: Option<i64>) -> bool {
    matches!((least, most), (Some(least), Some(most)) if least > most)
}

fn within(value: &str, least: Option<i64>, most: Option<i64>) -> bool {
    if least.is_none() && most.is_none() {
        return true;
    }
    // What is no number is within no bound.
    value.parse::<i64>().is_ok_and(|number| {
        least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most)
    })
}

/// Inclusive bounds of a requirement; a bound that is no number lets nothing through.
pub(super) fn bounds(requirement: &Requirement) -> (Option<i64>, Option<i64>) {
    let number: Option<i64> = requirement
        .values
        .first()
        .and_then(|value| value.parse().ok());
    match requirement.operator {
        Operator::Gt => (Some(number.map_or(i64::MAX, |n| n.saturating_add(1))), None),
        Operator::Gte => (Some(number.unwrap_or(i64::MAX)), None),
        Operator::Lt => (None, Some(number.map_or(i64::MIN, |n| n.saturating_sub(1)))),
        Operator::Lte => (None, Some(number.unwrap_or(i64::MIN))),
        Operator::In | Operator::NotIn | Operator::Exists | Operator::DoesNotExist => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::{Allowed, Requirement};

    fn together(texts: &[&str]) -> Vec<Requirement> {
        texts
            .iter()
            .map(|text| format!("key {text}").parse().unwrap())
            .collect()
    }

    #[test]
    fn what_lets_a_missing_label_through() {
        for (texts, through) in [
            (&["In a"][..], false),
            (&["NotIn a"], true),
            (&["Exists"], false),
            (&["DoesNotExist"], true),
            (&["Gt 5"], false),
            (&["Gt 5", "Lt 9"], false),
            // NotIn beside a bound reads as NotIn.
            (&["NotIn 7", "Gt 5"], true),
            // 7 is below the bound, and so left out of the list.
            (&["NotIn 3", "Gt 5"], false),
            // What leaves nothing reads as DoesNotExist.
            (&["In a", "NotIn a"], true),
            (&["Gt 9", "Lt 5"], true),
            (&["In a, b", "In b, c"], false),
        ] {
            let list = together(texts);
            let allowed = Allowed::all(&list).unwrap();
            assert_eq!(allowed.lets_missing_through(), through, "{texts:?}");
        }
    }

    #[test]
    fn what_two_sides_have_in_common() {
        for (left, right, common) in [
            ("In a, b", "In b", true),
            ("In a", "In b", false),
            ("In 3, 9", "Gt 5", true),
            ("In 3, x", "Gt 5", false),
            ("Gt 5", "Lt 6", false),
            ("Gte 5", "Lte 5", true),
            ("NotIn a", "NotIn b", true),
            ("In a", "NotIn a", false),
        ] {
            let (left_list, right_list) = (together(&[left]), together(&[right]));
            let both = Allowed::all(&left_list)
                .zip(Allowed::all(&right_list))
                .map(|(left, right)| left.meets(&right));
            assert_eq!(both, Some(common), "{left} and {right}");
        }
    }
}
