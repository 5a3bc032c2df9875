//! What the page does in the background, in a Web Worker with the same core: searches that take
//! long, and pastes that may be large. Requests and answers are texts, so that nothing but text
//! crosses between page and worker; a request carries its whole Config as its file.
//!
//! An answer is what the page shows, in words and rounded figures, bounded in length; it does not mirror
//! the core's results. Those hold positions in tables and texts, and know how to describe themselves: if
//! they crossed, the page would have to carry the importers' words and the search's, which now only the
//! worker has.

mod answer;
mod files;
mod message;

pub use answer::answer;
pub use files::{
    FilesAnswer, FilesRequest, KeptRow, LimitRow, NodeAnswer, RecognisedRow, RemarkRow, SaidRow,
    SetRow, SettingRow, StepRow,
};
pub use message::{
    Answer, Fitted, FittedRow, FrontierAnswer, FrontierRequest, FrontierRow, ImageAnswer,
    ImageRequest, MeasuredCause, MeasuredGain, MeasuredRow, OwnFilesRequest, PullsAnswer,
    PullsRequest, Request, ToPage, ToWorker,
};
