//! The same pull in small steps, each chunk by itself: slow, simple, and written only to be
//! compared with.

use crate::core::pull::conditions::Conditions;
use crate::core::pull::image::SimulatedLayer;
use crate::core::pull::node::puller::Order;

/// Seconds of one step.
const STEP: f64 = 0.002;

/// A chunk on its way.
struct Request {
    layer: usize,
    left: f64,
}

/// Seconds of the whole pull.
pub(super) fn seconds(layers: &[SimulatedLayer], conditions: &Conditions) -> f64 {
    let mut to_ask: Vec<f64> = layers.iter().map(|layer| layer.compressed).collect();
    let mut to_unpack: Vec<f64> = layers.iter().map(|layer| layer.unpacked).collect();
    // SOCI's semaphore is first come, first served: layers ask for their next chunk in turn.
    let mut queue: std::collections::VecDeque<usize> = (0..layers.len()).collect();
    let mut requests: Vec<Request> = Vec::new();
    let mut arrived: Vec<usize> = Vec::new();
    // MB of layers that the disk has to get before they are there.
    let mut syncing: Vec<(usize, f64)> = Vec::new();
    let mut began: Vec<f64> = vec![0.0; layers.len()];
    let mut unpacking: Vec<usize> = Vec::new();
    let mut next_in_order = 0;
    // Permits of layers that have not arrived.
    let mut held: Vec<usize> = Vec::new();
    let mut dirty: f64 = 0.0;
    // MB that passed through the page cache: now, when a layer began, and when it arrived; and what of it is
    // read again for each MB unpacked.
    let mut passed: f64 = 0.0;
    let mut began_at: Vec<f64> = vec![0.0; layers.len()];
    let mut arrived_at: Vec<f64> = vec![0.0; layers.len()];
    let mut reads: Vec<Option<f64>> = vec![None; layers.len()];
    let mut steps: f64 = 0.0;
    while to_unpack.iter().any(|left| *left > 1e-9) {
        let is_whole = conditions.chunk == f64::INFINITY;
        let held_slots = if is_whole { syncing.len() } else { 0 };
        while ((requests.len() + held_slots) as f64) < conditions.requests {
            let Some(layer) = queue.pop_front() else {
                break;
            };
            if is_whole {
                began[layer] = steps * STEP;
                began_at[layer] = passed;
            }
            let chunk = to_ask[layer].min(conditions.chunk);
            to_ask[layer] -= chunk;
            requests.push(Request { layer, left: chunk });
            if to_ask[layer] > 1e-9 {
                queue.push_back(layer);
            }
        }
        match conditions.order {
            Order::LowestFirst => {
                if unpacking.is_empty() && arrived.contains(&next_in_order) {
                    unpacking.push(next_in_order);
                    next_in_order += 1;
                }
            }
            Order::AsTheyArrive { permits } => {
                while unpacking.len() < permits && !arrived.is_empty() {
                    unpacking.push(arrived.remove(0));
                }
            }
            Order::InTurn { permits } => {
                while unpacking.len() + held.len() < permits && next_in_order < layers.len() {
                    held.push(next_in_order);
                    next_in_order += 1;
                }
                let (there, waits) = held.into_iter().partition(|at| arrived.contains(at));
                held = waits;
                unpacking.extend::<Vec<usize>>(there);
            }
        }
        let asked = requests.len() as f64;
        let connection = conditions
            .connection
            .min(conditions.network / asked.max(1.0));
        let need = |at: &usize| 1.0 / conditions.streams_of(layers[*at].compression);
        let speed = (1.0 / unpacking.iter().map(need).sum::<f64>()).min(1.0);
        for at in &unpacking {
            let layer = &layers[*at];
            reads[*at].get_or_insert_with(|| {
                let unpacked = layer.unpacked * conditions.written(layer);
                let again = conditions
                    .read_again(passed - began_at[*at], passed + unpacked - arrived_at[*at]);
                again * layer.compressed / layer.unpacked
            });
        }
        let writes =
            |layer: usize| conditions.written(&layers[layer]) + reads[layer].unwrap_or(0.0);
        let unhindered = |layer: usize| conditions.stream_of(layers[layer].compression) * speed;
        let read = |layer: &usize| unhindered(*layer) * reads[*layer].unwrap_or(0.0);
        let slowed = conditions.disk / unpacking.iter().map(read).sum::<f64>();
        let stream = |layer: usize| {
            let slowed = if read(&layer) > 0.0 {
                slowed.min(1.0)
            } else {
                1.0
            };
            unhindered(layer) * slowed * writes(layer)
        };
        let written = |most: f64| {
            let unpacked: f64 = unpacking.iter().map(|at| stream(*at).min(most)).sum();
            asked * connection.min(most) + unpacked
        };
        // The rate at which writers are held back, by halving.
        let mut most = f64::INFINITY;
        if dirty >= conditions.cache && written(most) > conditions.disk {
            let (mut low, mut high) = (0.0, conditions.disk + 1.0);
            for _ in 0..60 {
                let middle = (low + high) / 2.0;
                if written(middle) > conditions.disk {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            most = low;
        }
        passed += written(most) * STEP;
        dirty = (dirty + (written(most) - conditions.disk) * STEP).clamp(0.0, conditions.cache);
        if let Some((layer, left)) = syncing.first_mut() {
            *left -= conditions.disk * STEP;
            if *left <= 1e-9 {
                arrived.push(*layer);
                syncing.remove(0);
            }
        }
        for request in &mut requests {
            request.left -= connection.min(most) * STEP;
        }
        let mut at = 0;
        while at < requests.len() {
            if requests[at].left > 1e-9 {
                at += 1;
                continue;
            }
            let Request { layer, .. } = requests.remove(at);
            let is_open = requests.iter().any(|request| request.layer == layer);
            if !is_open && to_ask[layer] <= 1e-9 {
                arrived_at[layer] = passed;
                let seconds = steps * STEP - began[layer];
                let left = conditions.left_to_sync(layers[layer].compressed, seconds);
                if left > 0.0 {
                    syncing.push((layer, left));
                } else {
                    arrived.push(layer);
                }
            }
        }
        for at in &unpacking {
            to_unpack[*at] -= stream(*at).min(most) / writes(*at) * STEP;
        }
        unpacking.retain(|at| to_unpack[*at] > 1e-9);
        steps += 1.0;
        assert!(steps < 1e7, "it never ends");
    }
    conditions.start + steps * STEP
}
