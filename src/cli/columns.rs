//! Columns of text that line up on a terminal, where a Japanese character is as wide as two Latin ones.

use unicode_width::UnicodeWidthStr;

/// Lays rows out; every column but the last is filled up to its widest cell.
pub(crate) fn lay_out(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    let lines = rows.iter().map(|row| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width())));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::lay_out;

    #[test]
    fn japanese_and_latin_line_up() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        assert_eq!(lay_out(&[row(["水道", "1"]), row(["abc", "22"])]), "水道  1\nabc   22");
        assert_eq!(lay_out(&[]), "");
    }
}
