//! What each gets of requests and of the disk where they are too few for all.
//!
//! Megabytes (decimal), seconds.

use super::Simulator;

impl Simulator {
    /// Requests that a layer with many chunks gets: all requests are in use, evenly, as far as
    /// layers have chunks for them.
    pub(super) fn share(&self, requests: f64) -> f64 {
        let mut share = requests / self.downloading.len() as f64;
        // A layer has one chunk at least.
        while share > 1.0 && share < f64::INFINITY {
            let (mut taken, mut open) = (0.0, 0.0);
            for at in &self.downloading {
                match self.progress.get(*at) {
                    Some(layer) if layer.factor < share => taken += layer.factor,
                    _ => open += 1.0,
                }
            }
            if open == 0.0 {
                return f64::INFINITY;
            }
            let next = (requests - taken) / open;
            if next <= share {
                break;
            }
            share = next;
        }
        share
    }

    /// The rate that no writer may exceed, for all to write what the disk takes: a request and an
    /// unpacking layer are a writer each. `connection` is what a request would write.
    pub(super) fn writer_rate(&self, disk: f64, requests: f64, connection: f64) -> f64 {
        let mut most = 0.0;
        loop {
            // Those that want no more than this get what they want.
            let (mut taken, mut open) = (0.0, 0.0);
            if connection <= most {
                taken += requests * connection;
            } else {
                open += requests;
            }
            for at in &self.unpacking {
                if let Some(layer) = self.progress.get(*at) {
                    let wanted = layer.rate * layer.factor;
                    if wanted <= most {
                        taken += wanted;
                    } else {
                        open += 1.0;
                    }
                }
            }
            if open == 0.0 {
                return f64::INFINITY;
            }
            let next = (disk - taken) / open;
            if next <= most {
                return most;
            }
            most = next;
        }
    }
}
