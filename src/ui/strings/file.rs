//! One file.

pub const LINES: &str = "Lines of the file; the arrow keys explain one";
pub const COMMENTS: &str = "Comments";
pub const WRAP: &str = "Wrap lines";
pub const COPY: &str = "Copy file";
pub const DOWNLOAD: &str = "Download file";
