//! A file becomes pages of placed glyphs and paths, or lines.
