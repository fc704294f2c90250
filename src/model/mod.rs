//! Plain data that flows between the rooms. Knows no files, no PDF, no store, no templates.
//!
//! ```text
//! SourceFile ─ layout ─► Blocks ─ extract ─► Records ─ store, track, report
//!  pages of glyphs,      headings, text,       with evidence
//!  strokes, fills;       tables with spans,    and confidence
//!  or lines of text      bars
//! ```

mod block;
mod decision;
mod evidence;
mod geometry;
mod hatch;
mod level;
mod page;
mod record;
mod sheet;

pub use block::*;
pub use decision::*;
pub use evidence::*;
pub use geometry::*;
pub use hatch::*;
pub use level::*;
pub use page::*;
pub use record::*;
pub use sheet::*;
