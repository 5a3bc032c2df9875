//! Putting things in order with one copy of the sorting.
//!
//! The standard library's is compiled anew for each type that is sorted, about 5 kB each time, and
//! every visitor of the page loads and compiles that. Numbers are sorted here instead, and the
//! things go where their numbers went.

/// Puts items in the order of a number each has; those of the same number stay as they stand.
pub(crate) fn stable_sort_by_u64<T>(items: &mut Vec<T>, number: impl Fn(&T) -> u64) {
    let mut order: Vec<(u64, usize)> = items.iter().map(number).zip(0..).collect();
    // Together with the place no two are equal, so that the order is a stable one.
    order.sort_unstable();
    let mut moved: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(
        order
            .into_iter()
            .filter_map(|(_, at)| moved.get_mut(at)?.take()),
    );
}

/// Puts items where they belong among others that are in order. For a few: each makes room for itself.
pub(crate) fn put_all<T: Ord>(items: &mut Vec<T>, more: impl IntoIterator<Item = T>) {
    for item in more {
        let at = items.partition_point(|other| *other < item);
        items.insert(at, item);
    }
}

/// Puts the first item that is asked for before all others, which stay as they stand.
pub(crate) fn first<T>(items: &mut [T], is_it: impl Fn(&T) -> bool) {
    if let Some(at) = items.iter().position(is_it)
        && let Some(before) = items.get_mut(..=at)
    {
        before.rotate_right(1);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{first, put_all, stable_sort_by_u64};

    proptest! {
        #[test]
        fn what_is_put_stands_in_order(numbers in prop::collection::vec(0..9_u8, 0..30)) {
            let mut expected = numbers.clone();
            expected.sort_unstable();
            let mut items = Vec::new();
            put_all(&mut items, numbers);
            prop_assert_eq!(items, expected);
        }

        #[test]
        fn the_order_is_that_of_a_stable_sort(numbers in prop::collection::vec(0..9_u8, 0..60)) {
            let mut expected: Vec<(u8, usize)> = numbers.into_iter().zip(0..).collect();
            let mut items = expected.clone();
            expected.sort_by_key(|(number, _)| *number);
            stable_sort_by_u64(&mut items, |(number, _)| u64::from(*number));
            prop_assert_eq!(items, expected);
        }
    }

    #[test]
    fn only_what_is_asked_for_moves() {
        let mut items = [3, 1, 4, 1, 5];
        first(&mut items, |item| *item == 4);
        assert_eq!(items, [4, 3, 1, 1, 5]);
        first(&mut items, |item| *item == 9);
        assert_eq!(items, [4, 3, 1, 1, 5]);
    }
}
