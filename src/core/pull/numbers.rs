//! Numbers of a simulation: how they are ordered and compared, and what they are outside of it, where
//! fractions of megabytes and seconds end.

use crate::core::units::{ByteSize, CoreCount, DataRate, TimeSpan};

/// Seconds as whole milliseconds.
pub(in crate::core) fn duration(seconds: f64) -> TimeSpan {
    // A cast saturates: what never ends takes the longest that a TimeSpan holds.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates, and negative times do not occur"
    )]
    TimeSpan::from_millis((seconds * 1000.0 + 0.5) as u32)
}

/// A number that is shown whole; a cast saturates.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, and negative numbers do not occur"
)]
pub(in crate::core) fn whole(number: f64) -> u32 {
    (number + 0.5) as u32
}

/// A rate for showing.
pub(in crate::core) fn data_rate(rate: f64) -> DataRate {
    DataRate::megabytes(whole(rate))
}

/// A size for showing.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, and negative sizes do not occur"
)]
pub(in crate::core) fn bytes(megabytes: f64) -> ByteSize {
    ByteSize::bytes((megabytes * 1e6 + 0.5) as u64)
}

/// Cores for showing.
pub(in crate::core) fn cores(number: f64) -> CoreCount {
    CoreCount::hundredths(whole(number * 100.0))
}

/// Lowest first, as `f64::total_cmp` has it: the bits of a positive number are in its order, those
/// of a negative one in the reverse of it.
pub(in crate::core) fn f64_sort_key(value: f64) -> u64 {
    let bits = value.to_bits();
    if value.is_sign_negative() {
        !bits
    } else {
        bits | 1 << 63
    }
}

/// Longest first.
pub(in crate::core) fn longest_first(time: TimeSpan) -> u64 {
    u64::MAX - u64::from(time.as_millis())
}

// The standard library's own minimum and maximum are calls in WebAssembly, as they mind on both sides
// what is no number; a simulation asks for them hundreds of times.

/// The lower one; the first, if the second is no number.
pub(in crate::core) fn fast_min(one: f64, other: f64) -> f64 {
    if other < one { other } else { one }
}

/// The higher one; the second, if the first is no number.
pub(in crate::core) fn fast_max(one: f64, other: f64) -> f64 {
    if one > other { one } else { other }
}

#[cfg(test)]
mod tests {
    use super::{f64_sort_key, fast_max, fast_min};

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

    #[test]
    fn they_are_those_of_the_standard_library() {
        let numbers = [f64::NEG_INFINITY, -1.0, 0.0, 2.5, f64::INFINITY];
        for one in numbers {
            for other in numbers {
                assert_eq!(fast_min(one, other).to_bits(), one.min(other).to_bits());
                assert_eq!(fast_max(one, other).to_bits(), one.max(other).to_bits());
            }
            assert_eq!(fast_min(one, f64::NAN).to_bits(), one.to_bits());
            assert_eq!(fast_max(f64::NAN, one).to_bits(), one.to_bits());
        }
    }
}
