//! The lower and the higher of two numbers. Those of the standard library are calls in WebAssembly,
//! as they mind on both sides what is no number; a simulation asks them hundreds of times.

/// The lower one; the first, if the second is no number.
pub(super) fn fast_min(one: f64, other: f64) -> f64 {
    if other < one { other } else { one }
}

/// The higher one; the second, if the first is no number.
pub(super) fn fast_max(one: f64, other: f64) -> f64 {
    if one > other { one } else { other }
}

#[cfg(test)]
mod tests {
    use super::{fast_max, fast_min};

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
