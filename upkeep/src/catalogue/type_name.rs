//! What an instance type's name says about it.

/// The parts of a name such as `u7i-12tb.224xlarge`, cut as Karpenter cuts it for its labels
/// (karpenter-provider-aws v1.14, pkg/providers/instancetype/types.go).
#[derive(Debug, PartialEq, Eq)]
pub struct TypeName<'a> {
    /// Leading letters: `u`.
    pub category: &'a str,
    /// The number after them: `7`.
    pub generation: &'a str,
    /// Before the point: `u7i-12tb`.
    pub family: &'a str,
    /// After it: `224xlarge`.
    pub size: &'a str,
    /// Letters after the generation, up to a hyphen: `i`.
    attributes: &'a str,
}

impl<'a> TypeName<'a> {
    /// Cuts a name; none if it is not built like one.
    pub fn parse(name: &'a str) -> Option<Self> {
        let (family, size) = name.split_once('.')?;
        let letters = family.find(|c: char| !c.is_ascii_lowercase())?;
        let (category, rest) = family.split_at(letters);
        // `u-6tb1`: the size in TB stands before the generation.
        let rest = match rest.strip_prefix('-') {
            Some(rest) => rest
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .strip_prefix("tb")?,
            None => rest,
        };
        let digits = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (generation, attributes) = rest.split_at(digits);
        let attributes = attributes.split('-').next().unwrap_or_default();
        let whole = !category.is_empty() && !generation.is_empty() && !size.is_empty();
        whole.then_some(Self {
            category,
            generation,
            family,
            size,
            attributes,
        })
    }

    /// Graviton processors have a g after the generation; the first, a1, has a name of its own.
    pub fn architecture(&self) -> &'static str {
        if self.family == "a1" || self.attributes.contains('g') {
            "arm64"
        } else {
            "amd64"
        }
    }

    /// Whether the family ends in -flex.
    pub fn is_flex(&self) -> bool {
        self.family.ends_with("-flex")
    }

    /// Whether there is no hypervisor.
    pub fn is_metal(&self) -> bool {
        self.size.starts_with("metal")
    }
}

#[cfg(test)]
mod tests {
    use super::TypeName;

    #[test]
    fn names_are_cut_as_karpenter_cuts_them() {
        for (name, category, generation, family, size, architecture) in [
            ("m6i.8xlarge", "m", "6", "m6i", "8xlarge", "amd64"),
            ("a1.metal", "a", "1", "a1", "metal", "arm64"),
            ("u-6tb1.112xlarge", "u", "1", "u-6tb1", "112xlarge", "amd64"),
            (
                "u7i-12tb.224xlarge",
                "u",
                "7",
                "u7i-12tb",
                "224xlarge",
                "amd64",
            ),
            ("im4gn.large", "im", "4", "im4gn", "large", "arm64"),
            ("g6.xlarge", "g", "6", "g6", "xlarge", "amd64"),
            ("p6-b200.48xlarge", "p", "6", "p6-b200", "48xlarge", "amd64"),
            ("c8i-flex.large", "c", "8", "c8i-flex", "large", "amd64"),
        ] {
            let cut = TypeName::parse(name).expect(name);
            assert_eq!(
                (
                    cut.category,
                    cut.generation,
                    cut.family,
                    cut.size,
                    cut.architecture()
                ),
                (category, generation, family, size, architecture)
            );
        }
        for no in ["", "m6i", "m6i.", "6i.large", "m.large", "M6i.large"] {
            assert_eq!(TypeName::parse(no), None, "{no}");
        }
    }
}
