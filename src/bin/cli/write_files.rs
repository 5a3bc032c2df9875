//! Files are written whole or not at all: first beside their targets, then renamed over them.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::Outcome;
use crate::output::{cannot_write, print_bytes};

/// Files that stand ready beside their targets. Dropped, they go away, and so do directories that
/// were made for them.
#[derive(Debug, Default)]
pub struct PreparedFiles {
    ready: Vec<Ready>,
    /// Directories that were not there before, the outermost first.
    made: Vec<PathBuf>,
}

#[derive(Debug)]
struct Ready {
    file: NamedTempFile,
    target: PathBuf,
}

/// Which file or directory could not be written, and why.
#[derive(Debug)]
pub struct WriteError {
    path: PathBuf,
    why: io::Error,
}

impl WriteError {
    fn new(path: &Path, why: io::Error) -> Self {
        Self {
            path: path.to_path_buf(),
            why,
        }
    }

    /// Says what could not be written.
    pub fn complain(&self) -> Outcome {
        cannot_write(self.path.display(), &self.why)
    }
}

impl PreparedFiles {
    /// Makes a directory and those above it that are missing.
    ///
    /// # Errors
    /// A directory that cannot be made, or a file in its place.
    pub fn make_directory(&mut self, directory: &Path) -> Result<(), WriteError> {
        let missing = directory
            .ancestors()
            .take_while(|path| !path.as_os_str().is_empty() && !path.exists());
        let mut missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
        missing.reverse();
        self.made.extend(missing);
        fs::create_dir_all(directory).map_err(|error| WriteError::new(directory, error))
    }

    /// Writes a file beside its target. A file that is replaced keeps its permissions.
    ///
    /// # Errors
    /// A target that is a directory or must not be written, and a disk that is full.
    pub fn add(&mut self, target: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        let file = beside(target, bytes).map_err(|error| WriteError::new(target, error))?;
        self.ready.push(Ready {
            file,
            target: target.to_path_buf(),
        });
        Ok(())
    }

    /// Puts every file in its place. If one of them cannot be, those before it are as they were.
    ///
    /// # Errors
    /// The file that cannot be put in its place.
    pub fn commit(mut self) -> Result<(), WriteError> {
        let mut replaced: Vec<Replaced> = Vec::new();
        for Ready { file, target } in self.ready.drain(..) {
            let put = Replaced::keep(&target).and_then(|old| {
                file.persist(&target)?;
                Ok(old)
            });
            match put {
                Ok(old) => replaced.push(old),
                Err(error) => {
                    for old in replaced.into_iter().rev() {
                        old.put_back();
                    }
                    return Err(WriteError::new(&target, error));
                }
            }
        }
        for old in &replaced {
            sync_directory(&old.target);
        }
        self.made.clear();
        Ok(())
    }
}

impl Drop for PreparedFiles {
    fn drop(&mut self) {
        self.ready.clear();
        for directory in self.made.iter().rev() {
            // One in which somebody else has put something stays.
            let _ = fs::remove_dir(directory);
        }
    }
}

/// What a file was before it was replaced.
struct Replaced {
    target: PathBuf,
    /// The old file under a second name; none if there was no file.
    old: Option<NamedTempFile<()>>,
}

impl Replaced {
    fn keep(target: &Path) -> io::Result<Self> {
        let old = match fs::symlink_metadata(target) {
            Ok(_) => Some(
                hidden()
                    .make_in(directory_of(target), |path| {
                        fs::hard_link(target, path).or_else(|error| match error.kind() {
                            ErrorKind::AlreadyExists => Err(error),
                            // Not every file system has hard links.
                            _ => fs::copy(target, path).map(drop),
                        })
                    })
                    .map_err(plain)?,
            ),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        Ok(Self {
            target: target.to_path_buf(),
            old,
        })
    }

    fn put_back(self) {
        // There is nothing better left to try: what cannot be put back stays under its second name.
        let _ = match self.old {
            Some(old) => old
                .persist(&self.target)
                .map(drop)
                .map_err(|failed| drop(failed.file.keep())),
            None => fs::remove_file(&self.target).map_err(drop),
        };
    }
}

/// Writes one file whole or not at all; `-`, standard output, pipes and devices directly.
pub fn write_file(path: &Path, bytes: &[u8]) -> Outcome {
    if is_standard_output(path) {
        return print_bytes(bytes);
    }
    let written = if is_special(path) {
        write_directly(path, bytes).map_err(|error| WriteError::new(path, error))
    } else {
        let mut prepared = PreparedFiles::default();
        prepared.add(path, bytes).and_then(|()| prepared.commit())
    };
    match written {
        Ok(()) => Outcome::Done,
        Err(error) => error.complain(),
    }
}

fn is_standard_output(path: &Path) -> bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]
        .iter()
        .any(|name| path == Path::new(name))
}

/// Whether a path is a pipe, a device or a descriptor: what cannot be replaced by a file.
pub fn is_special(path: &Path) -> bool {
    is_standard_output(path)
        || path.starts_with("/dev/fd")
        || path.starts_with("/proc")
        || path == Path::new("/dev/stderr")
        || fs::metadata(path).is_ok_and(|kind| !kind.is_file() && !kind.is_dir())
}

fn write_directly(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    match file.write_all(bytes) {
        // A reader that has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// A temporary file in the target's directory with these bytes on the disk.
fn beside(target: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let old = match fs::symlink_metadata(target) {
        Ok(old) if old.is_dir() => return Err(ErrorKind::IsADirectory.into()),
        Ok(old) if old.is_file() && old.permissions().readonly() => {
            return Err(io::Error::other("it is read-only"));
        }
        Ok(old) => Some(old).filter(Metadata::is_file),
        Err(_) => None,
    };
    let mut builder = hidden();
    let all = all_may_write();
    if let Some(all) = &all {
        // As for every new file: the umask takes away what it is for.
        builder.permissions(all.clone());
    }
    let mut file = builder.tempfile_in(directory_of(target)).map_err(plain)?;
    file.as_file_mut().write_all(bytes)?;
    if let Some(old) = old {
        keep_owner(file.as_file(), &old);
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// An error without the name of the temporary file, which is nobody's concern.
fn plain(error: io::Error) -> io::Error {
    let source = error.get_ref().and_then(|inner| inner.source());
    match source.and_then(|source| source.downcast_ref::<io::Error>()) {
        Some(inner) => match inner.raw_os_error() {
            Some(number) => io::Error::from_raw_os_error(number),
            None => inner.kind().into(),
        },
        None => error,
    }
}

/// Names of temporary files: nothing that `kubectl apply -f DIR` or a shell's pattern would take.
fn hidden() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".soci-configurator-").suffix(".tmp");
    builder
}

fn directory_of(target: &Path) -> &Path {
    match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(unix)]
fn all_may_write() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn all_may_write() -> Option<fs::Permissions> {
    None
}

/// Gives a new file to whom the old one belonged, where that is allowed: to root.
#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let _ = fchown(file, Some(old.uid()), Some(old.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_file: &File, _old: &Metadata) {}

/// Has the new names on the disk as well; not every file system can, and the files are whole.
fn sync_directory(target: &Path) {
    if let Ok(directory) = File::open(directory_of(target)) {
        let _ = directory.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::PreparedFiles;

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// A directory with `a` and `b`, and files prepared for `a`, `b` and `c`.
    fn prepared(root: &Path) -> (PreparedFiles, [PathBuf; 3]) {
        let paths = ["a", "b", "c"].map(|name| root.join(name));
        for path in &paths[..2] {
            fs::write(path, "old").unwrap();
        }
        let mut prepared = PreparedFiles::default();
        for path in &paths {
            prepared.add(path, b"new").unwrap();
        }
        (prepared, paths)
    }

    #[test]
    fn files_that_are_prepared_change_nothing_until_all_are_put_in_place() {
        let root = tempfile::tempdir().unwrap();
        let (files, [a, b, c]) = prepared(root.path());
        assert_eq!(fs::read(&a).unwrap(), b"old");
        assert!(!c.exists());
        files.commit().unwrap();
        for path in [&a, &b, &c] {
            assert_eq!(fs::read(path).unwrap(), b"new");
        }
        assert_eq!(names(root.path()), ["a", "b", "c"]);
    }

    #[test]
    fn what_is_dropped_leaves_nothing_behind() {
        let root = tempfile::tempdir().unwrap();
        let (mut files, [a, ..]) = prepared(root.path());
        files.make_directory(&root.path().join("d/e")).unwrap();
        drop(files);
        assert_eq!(fs::read(&a).unwrap(), b"old");
        assert_eq!(names(root.path()), ["a", "b"]);
    }

    /// The second of three cannot be put in its place: the first is as it was, and nothing is left.
    #[test]
    fn a_failure_between_two_files_takes_the_first_back() {
        let root = tempfile::tempdir().unwrap();
        let (files, [a, b, c]) = prepared(root.path());
        fs::remove_file(&b).unwrap();
        fs::create_dir(&b).unwrap();
        fs::write(b.join("mine"), "x").unwrap();
        files.commit().unwrap_err();
        assert_eq!(fs::read(&a).unwrap(), b"old");
        assert!(!c.exists());
        assert_eq!(names(root.path()), ["a", "b"]);
        // And one that was not there before is not there afterwards.
        let (files, _) = {
            fs::remove_dir_all(&b).unwrap();
            prepared(root.path())
        };
        fs::remove_file(&a).unwrap();
        fs::create_dir(&c).unwrap();
        files.commit().unwrap_err();
        assert!(!a.exists());
        assert_eq!(names(root.path()), ["b", "c"]);
    }
}
