//! A file of a node that is given by itself: what userData writes, without the userData.

/// Most bytes of one.
const MAX_BYTES: usize = 65_536;

/// Which of a node's files a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) enum NodeFile {
    /// `/etc/soci-snapshotter-grpc/config.toml`.
    SociConfig,
    /// `/etc/containerd/config.toml`, or a part of it as a NodeConfig takes it.
    ContainerdConfig,
    /// `/etc/containerd/certs.d/REGISTRY/hosts.toml`.
    RegistryHosts,
    /// A unit of systemd, or a drop-in of one.
    SystemdUnit,
}

/// Tables that only SOCI's configuration has (config/config.go, soci-snapshotter 77fb4266). Others, as
/// `cri_keychain`, stand in that of the stargz snapshotter too.
const OF_SOCI: [&str; 3] = ["background_fetch", "content_store", "pull_modes"];

/// Keys that only SOCI's configuration has, wherever they stand in it.
const KEYS_OF_SOCI: [&str; 3] = [
    "concurrent_download_chunk_size",
    "max_concurrent_downloads_per_image",
    "max_concurrent_unpacks_per_image",
];

/// Tables of containerd's configuration.
const OF_CONTAINERD: [&str; 4] = ["plugins", "proxy_plugins", "stream_processors", "timeouts"];

/// Where they lie on a node.
const OF_PATHS: [(&str, NodeFile); 3] = [
    ("soci-snapshotter-grpc/config.toml", NodeFile::SociConfig),
    ("containerd/config.toml", NodeFile::ContainerdConfig),
    ("/hosts.toml", NodeFile::RegistryHosts),
];

/// Sections that a unit begins with, or its drop-in.
const OF_UNITS: [&str; 5] = ["Unit", "Service", "Socket", "Mount", "Install"];

impl NodeFile {
    /// What a file is, by the path that it has on a node or by its tables; nothing for anything else. It
    /// need not be sound: what is torn is to be said of the file that it is. `name` is empty for a text
    /// within another one.
    pub(in crate::core::import) fn detect(name: &str, text: &str) -> Option<Self> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let by_path = OF_PATHS.iter().find(|(end, _)| name.ends_with(end));
        by_path
            .map(|(_, file)| *file)
            .or_else(|| Self::by_tables(text))
    }

    fn by_tables(text: &str) -> Option<Self> {
        let mut lines = text
            .trim_start_matches('\u{feff}')
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with(['#', ';']))
            .peekable();
        let first = lines.peek()?;
        let is_unit = |line: &str| {
            let name = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'));
            name.is_some_and(|name| OF_UNITS.contains(&name))
        };
        if is_unit(first) {
            return Some(Self::SystemdUnit);
        }
        if !is_of_toml(first) {
            return None;
        }
        lines.find_map(|line| {
            let Some(table) = first_key(line) else {
                let (key, _) = line.split_once(" = ")?;
                return KEYS_OF_SOCI
                    .contains(&key.trim())
                    .then_some(Self::SociConfig);
            };
            if OF_SOCI.contains(&table) {
                Some(Self::SociConfig)
            } else if OF_CONTAINERD.contains(&table) {
                Some(Self::ContainerdConfig)
            } else if table == "host" {
                Some(Self::RegistryHosts)
            } else {
                None
            }
        })
    }

    /// What it is called.
    pub(in crate::core::import) const fn describe(self) -> &'static str {
        match self {
            Self::SociConfig => "SOCI configuration",
            Self::ContainerdConfig => "containerd configuration",
            Self::RegistryHosts => "containerd hosts.toml",
            Self::SystemdUnit => "systemd unit",
        }
    }
}

/// Whether a line can begin a file of TOML, and nothing else that is read here: a table, or a key with a
/// value.
fn is_of_toml(line: &str) -> bool {
    if first_key(line).is_some() {
        return true;
    }
    let Some((key, value)) = line.split_once('=') else {
        return false;
    };
    let is_bare = |letter: char| letter.is_ascii_alphanumeric() || "_-.\"'".contains(letter);
    let key = key.trim();
    // A shell's assignment has no blank before its sign, and Terraform's values look alike: the tables
    // tell.
    !key.is_empty() && key.chars().all(is_bare) && !value.trim().is_empty()
}

/// The first key of a table's head: `pull_modes` of `[pull_modes.parallel_pull_unpack]`.
fn first_key(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('[')?;
    let inner = inner.strip_prefix('[').unwrap_or(inner).trim_start();
    let end = inner
        .find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_' || letter == '-'))?;
    let (key, rest) = inner.split_at_checked(end)?;
    // A list of YAML or JSON goes on with a comma.
    (!key.is_empty() && rest.trim_start().starts_with(['.', ']'])).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::NodeFile;

    #[test]
    fn files_of_a_node_are_told_by_their_paths() {
        let lazy = "[cri_keychain]\nenable_keychain = true\n";
        assert_eq!(NodeFile::detect("config.toml", lazy), None);
        let at = |path| NodeFile::detect(path, lazy);
        assert_eq!(
            at("etc/soci-snapshotter-grpc/config.toml"),
            Some(NodeFile::SociConfig)
        );
        assert_eq!(
            at("/etc/containerd/config.toml"),
            Some(NodeFile::ContainerdConfig)
        );
    }

    #[test]
    fn files_of_a_node_are_told_by_their_tables() {
        let soci = "debug = true\n[pull_modes.parallel_pull_unpack]\nenable = true\n";
        assert_eq!(NodeFile::by_tables(soci), Some(NodeFile::SociConfig));
        assert_eq!(
            NodeFile::by_tables("# mine\n\n[content_store]\ntype = \"containerd\n"),
            Some(NodeFile::SociConfig)
        );
        let containerd = "version = 3\n[plugins.'io.containerd.cri.v1.images']\n";
        assert_eq!(
            NodeFile::by_tables(containerd),
            Some(NodeFile::ContainerdConfig)
        );
        assert_eq!(
            NodeFile::by_tables("max_concurrent_unpacks_per_image = 4\n"),
            Some(NodeFile::SociConfig)
        );
        assert_eq!(
            NodeFile::by_tables("server = \"https://a\"\n[host.\"https://b\"]\n"),
            Some(NodeFile::RegistryHosts)
        );
        assert_eq!(
            NodeFile::by_tables("[Service]\nEnvironment=HTTPS_PROXY=http://a\n"),
            Some(NodeFile::SystemdUnit)
        );
        for other in [
            "",
            "#!/bin/bash\necho [plugins]\n",
            "spec:\n  userData: |\n    [plugins.a]\n",
            "[settings.kubernetes]\nmax-pods = 1\n",
            "[a, b]\n",
            "[{\"kind\": \"NodePool\"}]",
            "[package]\nname = \"plugins\"\n",
            "locals {\n  a = 1\n}\n",
            "[[inputs.cpu]]\n",
            "max_concurrent_unpacks_per_image=4 bash install.sh\n",
            "[cri_keychain]\nenable_keychain = true\n",
        ] {
            assert_eq!(NodeFile::by_tables(other), None, "{other}");
        }
    }
}
