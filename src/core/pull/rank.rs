//! Numbers by which `core::order` sorts what a pull is made of.

use crate::core::units::Duration;

/// Lowest first, as `f64::total_cmp` has it: the bits of a positive number are in its order, those
/// of a negative one in the reverse of it.
pub(super) fn f64_sort_key(value: f64) -> u64 {
    let bits = value.to_bits();
    if value.is_sign_negative() {
        !bits
    } else {
        bits | 1 << 63
    }
}

/// Longest first.
pub(super) fn longest_first(time: Duration) -> u64 {
    u64::MAX - u64::from(time.to_milliseconds())
}

#[cfg(test)]
mod tests {
    use super::f64_sort_key;

    #[test]
    fn numbers_are_in_the_order_of_what_they_stand_for() {
        let values = [
            f64::NEG_INFINITY,
            -2.5,
            -1e-300,
            -0.0,
            0.0,
            1e-300,
            2.5,
            2.6,
            f64::INFINITY,
        ];
        assert!(
            values
                .map(f64_sort_key)
                .is_sorted_by(|one, next| one < next)
        );
    }
}
