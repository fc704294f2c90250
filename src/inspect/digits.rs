//! Numbers as dots, so that drawing them needs no font.

/// Three dots wide, five high, row by row from the top; the highest bit is on the left.
const SHAPES: [[u8; 5]; 10] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b010, 0b010, 0b010],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
];

/// Width and height of a number in pixels with a margin of one dot around it.
pub(super) fn size(number: usize, dot: u16) -> (u16, u16) {
    let digits = u16::try_from(number.to_string().len()).unwrap_or(1);
    ((digits * 4 + 1) * dot, 7 * dot)
}

/// The dots of a number, each as column and row.
pub(super) fn dots(number: usize) -> Vec<(u16, u16)> {
    let mut dots = Vec::new();
    for (n, digit) in (0_u16..).zip(number.to_string().bytes()) {
        for (y, row) in (0_u16..).zip(SHAPES[usize::from(digit - b'0')]) {
            dots.extend((0..3_u16).filter(|x| row >> (2 - x) & 1 == 1).map(|x| (n * 4 + x, y)));
        }
    }
    dots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_as_wide_as_its_digits() {
        assert_eq!((size(7, 1), size(42, 2)), ((5, 7), (18, 14)));
        assert_eq!(dots(1).len(), 8);
        assert!(dots(10).iter().all(|(x, y)| *x < 7 && *y < 5));
    }
}
