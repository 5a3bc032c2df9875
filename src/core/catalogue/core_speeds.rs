//! How fast one core of each family is, by CoreMark.

use super::instance::{CoreMarks, Instance};

struct Family {
    name: &'static str,
    /// Maker, generation, threads of a core.
    kind: (&'static str, Option<u32>, Option<u32>),
    marks: Option<CoreMarks>,
}

/// Notes how fast the cores are at every type whose family has no CoreMarks: as the mean of the
/// families of its kind. The others have their family's, as its sizes have the same cores, so that what
/// their CoreMarks differ by is chance. Types of a family stand together.
pub(super) fn note(instances: &mut [Instance]) {
    let families = families(instances);
    let of_kind = |family: &Family| {
        let (mut sum, mut count) = (0, 0);
        let alike = families.iter().filter(|one| one.kind == family.kind);
        for marks in alike.filter_map(|one| one.marks) {
            sum += marks.sum;
            count += marks.count;
        }
        (count > 0).then_some(CoreMarks {
            sum,
            count,
            is_measured: false,
        })
    };
    let mut rest = instances;
    for family in &families {
        let marks = family.marks.or_else(|| of_kind(family));
        let own = rest.iter().take_while(|one| one.family == family.name);
        let (own, others) = rest.split_at_mut(own.count());
        for instance in own {
            instance.core = marks;
        }
        rest = others;
    }
}

fn families(instances: &[Instance]) -> Vec<Family> {
    let mut families: Vec<Family> = Vec::with_capacity(300);
    for instance in instances {
        if families
            .last()
            .is_none_or(|last| last.name != instance.family)
        {
            families.push(Family {
                name: instance.family,
                kind: (
                    instance.cpu_manufacturer,
                    instance.generation,
                    instance.threads_per_core,
                ),
                marks: instance.core,
            });
        }
    }
    families
}
