//! Whether standard output and standard error were open when the program was started.
//!
//! Before `main`, std opens `/dev/null` in place of a closed stream, and what is written there is
//! lost without an error. Afterwards nobody can tell that from the `/dev/null` that Node and Python
//! hand over, where it is meant to be lost. So it is asked before.

use std::sync::atomic::{AtomicBool, Ordering};

static IS_STDOUT_CLOSED: AtomicBool = AtomicBool::new(false);
static IS_STDERR_CLOSED: AtomicBool = AtomicBool::new(false);

/// Sound before std's start: two system calls and two stores, nothing of std's that starts.
#[cfg(unix)]
#[ctor::ctor]
fn ask_before_std_starts() {
    use rustix::io::fcntl_getfd;
    use rustix::stdio::{stderr, stdout};
    IS_STDOUT_CLOSED.store(fcntl_getfd(stdout()).is_err(), Ordering::Relaxed);
    IS_STDERR_CLOSED.store(fcntl_getfd(stderr()).is_err(), Ordering::Relaxed);
}

/// Whether standard output was closed, as by `>&-`. Known on Unix; elsewhere false.
pub fn is_stdout_closed() -> bool {
    IS_STDOUT_CLOSED.load(Ordering::Relaxed)
}

/// Whether standard error was closed, as by `2>&-`. Known on Unix; elsewhere false.
pub fn is_stderr_closed() -> bool {
    IS_STDERR_CLOSED.load(Ordering::Relaxed)
}
