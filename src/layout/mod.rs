//! Pages become blocks: headings, paragraphs, lists, tables with spans, bars.
