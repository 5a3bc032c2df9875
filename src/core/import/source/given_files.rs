//! Which of the given files another one means by a path.

use std::collections::BTreeMap;

use super::InputFile;

/// The names of all given files.
pub(in crate::core::import) struct GivenFiles {
    /// Nothing where several files have the same name, as files have that a browser drops.
    by_path: BTreeMap<String, Option<usize>>,
    /// A browser gives names without folders; then a name alone has to do.
    has_folders: bool,
}

impl GivenFiles {
    pub(in crate::core::import) fn new(files: &[InputFile]) -> Self {
        let mut by_path: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for (index, file) in files.iter().enumerate() {
            by_path
                .entry(joined("", &file.name))
                .and_modify(|known| *known = None)
                .or_insert(Some(index));
        }
        Self {
            has_folders: by_path.keys().any(|path| path.contains('/')),
            by_path,
        }
    }

    /// The file that `path` means in a file called `from`; nothing where it is not given, or where it
    /// is not clear which one is meant.
    pub(in crate::core::import) fn find(&self, from: &str, path: &str) -> Option<usize> {
        let meant = joined(folder(from), path);
        if self.has_folders {
            return self.by_path.get(&meant).copied().flatten();
        }
        let name = meant.rsplit('/').next().unwrap_or_default();
        self.by_path.get(name).copied().flatten()
    }

    /// Whether the file that `path` means is given, or a file in the folder that it means.
    pub(in crate::core::import) fn holds(&self, from: &str, path: &str) -> bool {
        let below = format!("{}/", joined(folder(from), path));
        self.find(from, path).is_some() || self.by_path.keys().any(|path| path.starts_with(&below))
    }
}

fn folder(name: &str) -> &str {
    name.rfind(['/', '\\'])
        .and_then(|at| name.get(..at))
        .unwrap_or_default()
}

/// A path without `.` and without steps that go down and up again. Terraform's names of its own
/// folders count as the folder of the file.
fn joined(folder: &str, path: &str) -> String {
    let path = ["${path.module}", "${path.root}", "${path.cwd}"]
        .iter()
        .find_map(|own| path.strip_prefix(own))
        .map_or(path, |below| below.trim_start_matches('/'));
    let mut steps: Vec<&str> = Vec::new();
    let all = format!("{folder}/{path}");
    for step in all.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(names: &[&str]) -> GivenFiles {
        let file = |name: &&str| InputFile {
            name: (*name).to_owned(),
            text: String::new(),
        };
        GivenFiles::new(&names.iter().map(file).collect::<Vec<_>>())
    }

    #[test]
    fn a_path_counts_from_the_folder_of_the_file_that_names_it() {
        let files = given(&[
            "./k/base/pool.yaml",
            "k/prod/kustomization.yaml",
            "pool.yaml",
        ]);
        let from = "k/prod/kustomization.yaml";
        assert_eq!(files.find(from, "../base/pool.yaml"), Some(0));
        assert_eq!(files.find(from, "pool.yaml"), None);
        assert_eq!(files.find(from, "../../pool.yaml"), Some(2));
        assert!(files.holds(from, "../base"));
        assert!(!files.holds(from, "../bas"));
        assert_eq!(
            files.find("k/base/main.tf", "${path.module}/pool.yaml"),
            Some(0)
        );
    }

    #[test]
    fn names_without_folders_are_enough_where_no_name_has_one() {
        let files = given(&["kustomization.yaml", "pool.yaml"]);
        assert_eq!(
            files.find("kustomization.yaml", "patches/pool.yaml"),
            Some(1)
        );
        let twice = given(&["kustomization.yaml", "pool.yaml", "pool.yaml"]);
        assert_eq!(twice.find("kustomization.yaml", "pool.yaml"), None);
    }
}
