//! How fast an instance store is written: an estimate, or not known.

use crate::core::catalogue::{Instance, LocalStore};
use crate::core::config::{Source, sources};
use crate::core::units::{ByteRate, LikelyRange};

/// What an estimate rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreBasis {
    /// AWS' random 4 KiB writes a second, scaled.
    WriteIops,
    /// Pull times on the G6 families, fitted.
    Fitted,
}

impl StoreBasis {
    /// How the estimate comes about, in a sentence.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::WriteIops => {
                "Estimated from AWS's 4 KiB write IOPS, times 1.46 as on the one type with both figures."
            }
            Self::Fitted => "Estimated from published pull times: 0.56 MB/s per GB of disk.",
        }
    }

    /// Where it comes from.
    pub const fn source(self) -> Source {
        match self {
            Self::WriteIops => sources::STORE_WRITE_IOPS,
            Self::Fitted => sources::STORE_FITTED,
        }
    }
}

/// An estimate of sequential writes over all disks of an instance store together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreRate {
    /// Low, likely, high.
    pub rate: LikelyRange<ByteRate>,
    /// What it rests on.
    pub basis: StoreBasis,
}

impl StoreRate {
    /// The write rate of an instance's disks, where there is anything to estimate it from.
    ///
    /// AWS publishes random 4 KiB writes, not sequential ones (EC2 User Guide as archived in June
    /// 2023). The only known pair of both, m6idn.16xlarge with 536,668 IOPS and about 3 GiB/s,
    /// gives a factor of 1.46: the likely rate. The low one is the published figure itself, since
    /// larger blocks are never slower; the high one, assumed, lies as far above the likely as the
    /// low one below. G6, G6e and Gr6 are not in the guide; published pulls fit 0.56 MB/s for each GB, 0.4 to 0.8. The simulation of a pull
    /// draws from the same ranges (`core/parameter.rs`).
    pub fn for_instance(instance: &Instance) -> Option<Self> {
        const PERCENT: [u64; 3] = [100, 146, 192];
        const BLOCK: u64 = 4096;
        let store = instance.local_store?;
        match store.write_iops {
            Some(iops) => {
                let published = ByteRate::bytes(u64::from(iops) * BLOCK);
                let [low, likely, high] = PERCENT.map(|percent| published.scaled(percent, 100));
                Some(Self {
                    rate: LikelyRange::new(low, likely, high),
                    basis: StoreBasis::WriteIops,
                })
            }
            None => fitted(instance, store),
        }
    }
}

fn fitted(instance: &Instance, store: LocalStore) -> Option<StoreRate> {
    /// Bytes a second for each GB of disk.
    const PER_GIGABYTE: [u64; 3] = [400_000, 560_000, 800_000];
    if !matches!(instance.family, "g6" | "g6e" | "gr6") {
        return None;
    }
    let gigabytes = store.capacity.to_bytes() / 1_000_000_000;
    let [low, likely, high] = PER_GIGABYTE.map(|rate| ByteRate::bytes(gigabytes * rate));
    Some(StoreRate {
        rate: LikelyRange::new(low, likely, high),
        basis: StoreBasis::Fitted,
    })
}
