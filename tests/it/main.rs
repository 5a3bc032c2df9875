//! One native test program: what the whole of core must hold to.

mod rules;
mod support;
mod yaml11;
