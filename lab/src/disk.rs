//! A disk whose rates are known: a filesystem on a loop device whose file lies in memory, throttled by
//! cgroup.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::machine::{Throttling, has_filesystem};
use crate::run::run;
use crate::undo::{Guard, Step, Undo};

/// The disk, mounted.
#[derive(Debug)]
pub struct LoopDisk {
    /// Where it is mounted.
    pub folder: PathBuf,
    /// `loop0`.
    device: String,
    /// `7:0`.
    number: String,
    throttling: Throttling,
    _guard: Guard,
}

/// What a disk lets through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Bytes a second; 0 is no limit.
    pub write_bytes: u64,
    /// Writes a second; 0 is no limit.
    pub write_iops: u64,
}

/// What was written so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    pub ios: u64,
    pub bytes: u64,
}

/// Writes in a line of `/sys/block/*/stat`.
pub fn written_in(stat: &str) -> Option<Written> {
    let fields: Vec<&str> = stat.split_whitespace().collect();
    let field = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Written {
        ios: field(4)?,
        bytes: field(6)? * 512,
    })
}

/// The filesystem of nodes where the kernel and its tools have it.
pub fn filesystem() -> &'static str {
    if has_filesystem("xfs") && run(&["mkfs.xfs", "-V"]).is_ok() {
        "xfs"
    } else {
        "ext4"
    }
}

impl Throttling {
    /// What is written into which file so that a device has these limits.
    fn writes(&self, number: &str, limits: Limits) -> Vec<(String, String)> {
        match self {
            Self::V1(place) => [("bps", limits.write_bytes), ("iops", limits.write_iops)]
                .into_iter()
                .map(|(word, value)| {
                    let file = format!("{place}/blkio.throttle.write_{word}_device");
                    (file, format!("{number} {value}"))
                })
                .collect(),
            Self::V2(place) => {
                let value = |limit: u64| match limit {
                    0 => "max".to_owned(),
                    limit => limit.to_string(),
                };
                let (bytes, ios) = (value(limits.write_bytes), value(limits.write_iops));
                let text = format!("{number} wbps={bytes} wiops={ios}");
                vec![(format!("{place}/{GROUP}/io.max"), text)]
            }
            Self::Missing(_) => Vec::new(),
        }
    }
}

impl LoopDisk {
    /// Makes and mounts one of so many bytes; `work` is the folder in memory that its file lies in.
    pub fn new(
        undo: &Undo,
        work: &Path,
        name: &str,
        bytes: u64,
        throttling: &Throttling,
    ) -> Result<Self> {
        let mut guard = undo.guard();
        let file = work.join(format!("{name}.img"));
        File::create(&file)?.set_len(bytes)?;
        let path = file.display().to_string();
        guard.run(&["rm", "-f", &path]);
        // Past the page cache of the file, so that only the disk's own writes wait in memory.
        let device = run(&["losetup", "-f", "--show", "--direct-io=on", &path])
            .or_else(|_| run(&["losetup", "-f", "--show", &path]))?;
        guard.run(&["losetup", "-d", &device]);
        match filesystem() {
            "xfs" => run(&["mkfs.xfs", "-q", "-f", &device])?,
            _ => run(&[
                "mkfs.ext4",
                "-q",
                "-E",
                "lazy_itable_init=0,lazy_journal_init=0",
                &device,
            ])?,
        };
        let folder = work.join(name);
        fs::create_dir_all(&folder)?;
        let place = folder.display().to_string();
        run(&["mount", &device, &place])?;
        // Whoever was ended while it unpacked has left a mount below.
        guard.run(&["umount", "-R", &place]);
        if let Throttling::V2(place) = throttling {
            join(place, &mut guard)?;
        }
        let device = device.trim_start_matches("/dev/").to_owned();
        let number = fs::read_to_string(format!("/sys/block/{device}/dev"))?;
        // An EBS volume's largest I/O.
        let most = format!("/sys/block/{device}/queue/max_sectors_kb");
        fs::write(&most, "256").with_context(|| most)?;
        let number = number.trim().to_owned();
        // Before it is unmounted, which would wait at the limit.
        for (file, text) in throttling.writes(&number, Limits::default()) {
            guard.add(Step::Write(file, text));
        }
        Ok(Self {
            folder,
            device,
            number,
            throttling: throttling.clone(),
            _guard: guard,
        })
    }

    /// Sets what it lets through from now on.
    pub fn limit(&self, limits: Limits) -> Result<()> {
        match &self.throttling {
            Throttling::Missing(why) if limits != Limits::default() => bail!("{why}"),
            throttling => {
                for (file, text) in throttling.writes(&self.number, limits) {
                    fs::write(&file, text).with_context(|| file)?;
                }
                Ok(())
            }
        }
    }

    /// What was written to the device so far.
    pub fn written(&self) -> Result<Written> {
        let file = format!("/sys/block/{}/stat", self.device);
        written_in(&fs::read_to_string(&file)?).with_context(|| file)
    }
}

/// Moves the lab, and with it whatever it starts from now on, into a group of its own: what waits in memory
/// is charged to the group of whoever wrote it.
fn join(place: &str, guard: &mut Guard) -> Result<()> {
    fs::write(format!("{place}/cgroup.subtree_control"), "+io +memory")?;
    let group = format!("{place}/{GROUP}");
    fs::create_dir(&group).with_context(|| group.clone())?;
    guard.run(&["rmdir", &group]);
    let own = std::process::id().to_string();
    let table = fs::read_to_string("/proc/self/cgroup")?;
    let before = table.lines().find_map(|line| line.strip_prefix("0::"));
    let before = before.unwrap_or("/").trim_end_matches('/');
    guard.add(Step::Write(
        format!("{place}{before}/cgroup.procs"),
        own.clone(),
    ));
    fs::write(format!("{group}/cgroup.procs"), own).with_context(|| group)
}

/// The lab's own group.
const GROUP: &str = "soci-lab";

#[cfg(test)]
mod tests {
    use super::{Limits, Written, written_in};
    use crate::machine::Throttling;

    #[test]
    fn a_limit_is_written_as_its_hierarchy_wants_it() {
        let limits = Limits {
            write_bytes: 20,
            write_iops: 0,
        };
        let pair = |file: &str, text: &str| (file.to_owned(), text.to_owned());
        let v1 = Throttling::V1("/b".to_owned());
        let expected = [
            pair("/b/blkio.throttle.write_bps_device", "7:0 20"),
            pair("/b/blkio.throttle.write_iops_device", "7:0 0"),
        ];
        assert_eq!(v1.writes("7:0", limits), expected);
        let v2 = Throttling::V2("/c".to_owned());
        let expected = [pair("/c/soci-lab/io.max", "7:0 wbps=20 wiops=max")];
        assert_eq!(v2.writes("7:0", limits), expected);
    }

    #[test]
    fn writes_are_read_from_the_kernels_line() {
        let stat = "     558        0    11239     60       735     3  1533640    2500   0 1 2 0 0";
        let written = Written {
            ios: 735,
            bytes: 1_533_640 * 512,
        };
        assert_eq!(written_in(stat), Some(written));
        assert_eq!(written_in("1 2"), None);
    }
}
