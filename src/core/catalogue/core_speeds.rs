//! How fast one core of each family is, by CoreMark.

use super::Instance;

/// CoreMarks of one thread, in tenths, whose mean says how fast a type's cores are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core) struct CoreMarks {
    /// Their sum.
    pub(in crate::core) sum: u32,
    /// How many they are, one at least.
    pub(in crate::core) count: u32,
    /// Whether they are of the type's own family.
    pub(in crate::core) is_measured: bool,
}

struct Family {
    name: &'static str,
    /// Maker, generation, threads of a core.
    kind: (&'static str, Option<u32>, Option<u32>),
    sum: u32,
    count: u32,
}

/// Notes at every type how fast its cores are: the mean of its family, whose sizes have the same
/// cores, so that what their CoreMarks differ by is chance; where the family has none, the mean of
/// the families of its kind. Types of a family stand together.
pub(super) fn note(instances: &mut [Instance]) {
    let families = families(instances);
    let of_kind = |family: &Family| {
        let (mut sum, mut count) = (0, 0);
        for alike in families.iter().filter(|one| one.kind == family.kind) {
            sum += alike.sum;
            count += alike.count;
        }
        marks(sum, count, false)
    };
    let mut rest = instances;
    for family in &families {
        let points = marks(family.sum, family.count, true).or_else(|| of_kind(family));
        let own = rest.iter().take_while(|one| one.family == family.name);
        let (own, others) = rest.split_at_mut(own.count());
        for instance in own {
            instance.core = points;
        }
        rest = others;
    }
}

fn marks(sum: u32, count: u32, is_measured: bool) -> Option<CoreMarks> {
    (count > 0).then_some(CoreMarks {
        sum,
        count,
        is_measured,
    })
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
                sum: 0,
                count: 0,
            });
        }
        if let (Some(family), Some(points)) = (families.last_mut(), instance.coremark) {
            family.sum += points;
            family.count += 1;
        }
    }
    families
}
