//! What this machine is and can do.

use std::fs;
use std::time::Duration;

use anyhow::Result;

use crate::run::run;

/// Which cgroup hierarchy throttles disks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Throttling {
    /// `blkio.throttle.*` below this mount. The root group's limits hold for the kernel's own
    /// writers, too, which bring what waits in memory to the disk.
    V1(String),
    /// `io.max` below this mount, where groups charge what waits in memory to whoever wrote it.
    V2(String),
    /// None: the reason.
    Missing(&'static str),
}

impl Throttling {
    /// As the table of mounts says; `has` says whether a file exists.
    pub fn detect(mounts: &str, has: impl Fn(&str) -> bool) -> Self {
        let mut missing = "no cgroup hierarchy is mounted";
        let mut v2 = None;
        for mount in mounts.lines() {
            let mut fields = mount.split(' ').skip(1);
            let (Some(place), Some(kind)) = (fields.next(), fields.next()) else {
                continue;
            };
            let options = fields.next().unwrap_or_default();
            if kind == "cgroup" && options.split(',').any(|option| option == "blkio") {
                if has(&format!("{place}/blkio.throttle.write_bps_device")) {
                    return Self::V1(place.to_owned());
                }
                missing = "the kernel has no CONFIG_BLK_DEV_THROTTLING";
            }
            if kind == "cgroup2" {
                let controllers = format!("{place}/cgroup.controllers");
                if has(&controllers) {
                    v2 = Some(place.to_owned());
                }
            }
        }
        v2.map_or(Self::Missing(missing), Self::V2)
    }

    /// That of this machine.
    pub fn of_machine() -> Self {
        let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
        match Self::detect(&mounts, |file| fs::metadata(file).is_ok()) {
            Self::V2(place) => {
                let file = format!("{place}/cgroup.controllers");
                let controllers = fs::read_to_string(file).unwrap_or_default();
                let has = |name| controllers.split_whitespace().any(|other| other == name);
                if has("io") && has("memory") {
                    Self::V2(place)
                } else {
                    Self::Missing("cgroup v2 is there without its controllers io and memory")
                }
            }
            other => other,
        }
    }

    /// In words.
    pub fn describe(&self) -> String {
        match self {
            Self::V1(_) => "cgroup v1 (blkio.throttle of the root group)".to_owned(),
            Self::V2(_) => "cgroup v2 (io.max)".to_owned(),
            Self::Missing(why) => format!("disks cannot be throttled: {why}"),
        }
    }
}

/// A size in `/proc/meminfo`, in bytes.
pub fn meminfo(text: &str, key: &str) -> Option<u64> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024)
}

/// Bytes of memory.
pub fn memory() -> u64 {
    let text = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    meminfo(&text, "MemTotal").unwrap_or(0)
}

/// Cores that the lab may use.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Whether one core is two vCPUs here.
pub fn threads_per_core() -> u32 {
    let file = "/sys/devices/system/cpu/cpu0/topology/thread_siblings_list";
    let siblings = fs::read_to_string(file).unwrap_or_default();
    if siblings.trim().contains([',', '-']) {
        2
    } else {
        1
    }
}

/// Whether the processor is Intel's.
pub fn is_intel() -> bool {
    cpuinfo("vendor_id").is_some_and(|vendor| vendor == "GenuineIntel")
}

fn cpuinfo(key: &str) -> Option<String> {
    let text = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with(key))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// The load of the last minute.
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("?").to_owned()
}

/// Hundredths of seconds for which all cores together were busy, in `/proc/stat`.
fn busy_in(stat: &str) -> Option<u64> {
    let fields = stat.lines().next()?.strip_prefix("cpu ")?;
    let fields: Vec<u64> = fields
        .split_whitespace()
        .map_while(|field| field.parse().ok())
        .collect();
    // All but idle and waiting for disks.
    Some(fields.iter().sum::<u64>() - fields.get(3)? - fields.get(4)?)
}

/// How many cores are busy now.
pub fn busy() -> f64 {
    let ticks = || {
        let text = fs::read_to_string("/proc/stat").unwrap_or_default();
        busy_in(&text).unwrap_or(0)
    };
    let before = ticks();
    std::thread::sleep(Duration::from_millis(300));
    ticks().saturating_sub(before) as f64 / 30.0
}

/// Names of filesystems that the kernel has.
pub fn has_filesystem(name: &str) -> bool {
    let text = fs::read_to_string("/proc/filesystems").unwrap_or_default();
    text.lines()
        .any(|line| line.trim_start_matches("nodev").trim() == name)
}

/// What the report says of the machine, one line each.
pub fn describe(throttling: &Throttling) -> Result<Vec<String>> {
    let version = |words: &[&str]| run(words).unwrap_or_else(|_| "unknown".to_owned());
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let gibibytes = memory() as f64 / f64::from(1 << 30);
    let vendor = cpuinfo("model name").unwrap_or_else(|| "unknown".to_owned());
    let packages = [
        "containerd",
        "docker-registry",
        "pigz",
        "isal",
        "zstd",
        "iproute2",
        "xfsprogs",
    ];
    let mut query = vec!["dpkg-query", "-W", "-f", "${Package} ${Version}, "];
    query.extend(packages);
    Ok(vec![
        format!(
            "{vendor}, {} vCPU ({} a core), {gibibytes:.0} GiB of memory",
            cores(),
            threads_per_core()
        ),
        format!("Linux {}, {}", kernel.trim(), throttling.describe()),
        format!(
            "Debian's packages: {}",
            version(&query).trim_end_matches([',', ' '])
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::{Throttling, busy_in, meminfo};

    const V1: &str = "tmpfs /sys/fs/cgroup tmpfs rw 0 0\n\
        cgroup /sys/fs/cgroup/memory cgroup rw,relatime,memory 0 0\n\
        cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0\n\
        cgroup /sys/fs/cgroup/blkio cgroup rw,relatime,blkio 0 0\n";

    #[test]
    fn the_hierarchy_that_throttles_disks_is_found() {
        let all = |_: &str| true;
        let v1 = Throttling::V1("/sys/fs/cgroup/blkio".to_owned());
        assert_eq!(Throttling::detect(V1, all), v1);
        let v2 = "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n";
        assert_eq!(
            Throttling::detect(v2, all),
            Throttling::V2("/sys/fs/cgroup".to_owned())
        );
        // A hybrid machine whose kernel cannot throttle by v1 has v2 left, if that has anything.
        let without = |file: &str| !file.contains("throttle");
        let unified = Throttling::V2("/sys/fs/cgroup/unified".to_owned());
        assert_eq!(Throttling::detect(V1, without), unified);
        for (mounts, why) in [(V1, "THROTTLING"), ("proc /proc proc rw 0 0\n", "mounted")] {
            let Throttling::Missing(said) = Throttling::detect(mounts, |_| false) else {
                panic!("{mounts}");
            };
            assert!(said.contains(why), "{said}");
        }
    }

    #[test]
    fn idle_cores_are_not_busy() {
        assert_eq!(
            busy_in("cpu  10 20 30 4000 500 6 7 8 0 0\ncpu0 1 1"),
            Some(81)
        );
        assert_eq!(busy_in("intr 1"), None);
    }

    #[test]
    fn sizes_of_memory_are_read() {
        let text = "MemTotal:       24000 kB\nMemAvailable:  20000 kB\nDirty:    4 kB\n";
        assert_eq!(meminfo(text, "MemTotal"), Some(24_576_000));
        assert_eq!(meminfo(text, "Mem"), None);
        assert_eq!(meminfo(text, "Dirty"), Some(4096));
    }
}
