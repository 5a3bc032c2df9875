//! One native test program: what the whole of core must hold to.

mod yaml11;
