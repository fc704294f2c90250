//! Colours as they look on white paper.

use hayro_interpret::Paint;
use hayro_interpret::pattern::Pattern;
use hayro_interpret::shading::{Shading, ShadingType};

use crate::model::Hatch;

/// A colour that can be seen.
#[derive(Clone, Copy)]
pub(super) struct Tint {
    /// 0xRRGGBB; the mean colour of a pattern.
    pub(super) rgb: u32,
    /// The strokes of a pattern.
    pub(super) hatch: Hatch,
}

/// What is taken for a pattern whose colour cannot be told.
pub(super) const MIDDLE_GREY: [f32; 3] = [0.5, 0.5, 0.5];

/// The colour of a paint that is no tiling pattern, as red, green, blue and alpha. A gradient counts as the colour in its middle.
pub(super) fn plain(paint: &Paint<'_>) -> [f32; 4] {
    let (middle, alpha) = match paint {
        Paint::Color(color) => return color.to_rgba().components(),
        Paint::Pattern(pattern) => match &**pattern {
            Pattern::Shading(gradient) => (middle(&gradient.shading).unwrap_or(MIDDLE_GREY), gradient.opacity),
            Pattern::Tiling(_) => (MIDDLE_GREY, 1.0),
        },
    };
    [middle[0], middle[1], middle[2], alpha]
}

/// A colour over white paper, `None` where it is fully transparent.
pub(super) fn tint([r, g, b, alpha]: [f32; 4], opacity: f32, hatch: Hatch) -> Option<Tint> {
    let alpha = (alpha * opacity).clamp(0.0, 1.0);
    // Below a two-hundredth nobody sees anything.
    if alpha < 0.005 {
        return None;
    }
    let channel = |value: f32| ((value * alpha + 1.0 - alpha).clamp(0.0, 1.0) * 255.0).round() as u32;
    Some(Tint { rgb: channel(r) << 16 | channel(g) << 8 | channel(b), hatch })
}

/// The colour in the middle of a linear or radial gradient.
fn middle(shading: &Shading) -> Option<[f32; 3]> {
    let ShadingType::RadialAxial { domain, function, .. } = &*shading.shading_type else { return None };
    let outputs = function.num_outputs();
    if outputs == 0 || outputs > 32 {
        return None;
    }
    let mut components = vec![0.0; outputs];
    function.eval(&[f32::midpoint(domain[0], domain[1])], &mut components)?;
    let [r, g, b, _] = shading.color_space.to_rgba(&components, 1.0).components();
    Some([r, g, b])
}
