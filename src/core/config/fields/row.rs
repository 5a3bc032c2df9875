//! How the tables of the groups write a row.

/// Declares one row of a table. The value is that of a struct's field, or what `get` and `set` make
/// of the Config. `at` names the place in a manifest where the value stands as it is.
macro_rules! field {
    (
        $path:literal, $group:ident, $label:literal, $help:literal,
        $kind:expr, $bounds:literal, $source:ident
        $(, unit $unit:literal)? $(, applies $applies:expr)? $(, advanced $advanced:literal)?
        $(, example $example:literal)?
        $(, at $document:ident [$($key:literal),+]
            $(, rule $rule:literal)? $(, omitted $omitted:literal $whose:literal)?)?
        ; get $get:expr, set $set:expr
    ) => {
        $crate::core::config::fields::Field {
            path: $path,
            group: $crate::core::config::fields::Group::$group,
            label: $label,
            help: $help,
            unit: field!(@or $($unit)?; ""),
            kind: $kind,
            bounds: $bounds,
            source: $crate::core::config::sources::$source,
            applies: field!(@or $($applies)?; $crate::core::config::fields::applies::always),
            advanced: field!(@or $($advanced)?; false),
            example: field!(@or $($example)?; ""),
            place: field!(@or $(Some($crate::core::config::fields::ManifestPlace {
                document: $crate::core::config::OverrideTarget::$document,
                keys: &[$($key),+],
                rule: field!(@or $(Some($rule))?; None),
                omitted: field!(@or $(Some(($omitted, $whose)))?; None),
            }))?; None),
            get: $get,
            set: $set,
        }
    };
    (@or $given:expr; $default:expr) => { $given };
    (@or ; $default:expr) => { $default };
    (
        $path:literal, $group:ident, $label:literal, $help:literal,
        $kind:expr, $bounds:literal, $source:ident
        $(, unit $unit:literal)? $(, applies $applies:expr)? $(, advanced $advanced:literal)?
        $(, example $example:literal)?
        $(, at $document:ident [$($key:literal),+]
            $(, rule $rule:literal)? $(, omitted $omitted:literal $whose:literal)?)?
        ; $($at:ident).+
    ) => {
        field!($path, $group, $label, $help, $kind, $bounds, $source
            $(, unit $unit)? $(, applies $applies)? $(, advanced $advanced)?
            $(, example $example)?
            $(, at $document [$($key),+] $(, rule $rule)? $(, omitted $omitted $whose)?)?
            ; get |config| $crate::core::config::fields::FieldValue::show(&config.$($at).+),
            set |config, value| {
                config.$($at).+ = $crate::core::config::fields::FieldValue::read(value)?;
                Ok(())
            })
    };
}
pub(super) use field;
