//! Ids of elements, so that labels, descriptions, links and the focus find each other.

use super::essentials::is_essential;
use crate::core::{Field, Group};

/// Id of a field's control, or of the group of its controls.
pub fn control(field: &Field) -> String {
    field.path.replace('.', "-")
}

/// Id of a field's label.
pub fn label(field: &Field) -> String {
    format!("{}-label", control(field))
}

/// Id of a field's one-line help.
pub fn help(field: &Field) -> String {
    format!("{}-help", control(field))
}

/// Id of what was noticed at a field.
pub fn notes(field: &Field) -> String {
    format!("{}-notes", control(field))
}

/// Id of the values that are known for a field.
pub fn known_values(field: &Field) -> String {
    format!("{}-known", control(field))
}

/// What describes a field's control: its help, then what was noticed.
pub fn described_by(field: &Field) -> String {
    format!("{} {}", help(field), notes(field))
}

/// Id of a group's section.
pub const fn group(group: Group) -> &'static str {
    match group {
        Group::Cluster => "group-cluster",
        Group::Image => "group-image",
        Group::Nodes => "group-nodes",
        Group::Storage => "group-storage",
        Group::Engine => "group-engine",
        Group::Prices => "group-prices",
    }
}

/// The group that a place is in: its section, or a control of a field that stands in it.
pub fn group_of(place: &str) -> Option<Group> {
    let is_section = |one: &Group| group(*one) == place;
    let of_field = || Field::all().find(|field| control(field) == place && !is_essential(field));
    Group::ALL
        .into_iter()
        .find(is_section)
        .or_else(|| of_field().map(|field| field.group))
}

/// The letter that goes to a group, after `g`.
pub const fn group_letter(group: Group) -> &'static str {
    match group {
        Group::Cluster => "c",
        Group::Image => "i",
        Group::Nodes => "n",
        Group::Storage => "s",
        Group::Engine => "e",
        Group::Prices => "p",
    }
}
