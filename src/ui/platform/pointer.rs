//! Where the pointer is.

use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// Whether the pointer itself moved: what scrolls under it makes events too.
pub fn moved(event: &MouseEvent) -> bool {
    event.movement_x() != 0 || event.movement_y() != 0
}

/// How far along the width of the element that listens the pointer is, from 0 to `end`.
pub fn share_of_width(event: &MouseEvent, end: u32) -> Option<u32> {
    let element: Element = event.current_target()?.dyn_into().ok()?;
    let bounds = element.get_bounding_client_rect();
    let share = (f64::from(event.client_x()) - bounds.left()) / bounds.width();
    if !share.is_finite() {
        return None;
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies between 0 and `end`"
    )]
    Some((share.clamp(0.0, 1.0) * f64::from(end)) as u32)
}
