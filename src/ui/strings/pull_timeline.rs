//! A simulated pull as rows of bars.

/// What a layer does, in the order in which it does it.
pub const KINDS: [&str; 4] = ["not started", "downloads", "queued", "unpacks"];

pub fn title(instance_type: &str) -> String {
    format!("Pull on {instance_type}, layer by layer, with likely figures")
}

pub const AXIS: &str = "since the start of the pull";

pub const ENGINE: &str = "The chosen engine";
pub const STOCK: &str = "Stock containerd";

/// The name of a row of several layers.
pub fn smaller(layers: usize) -> String {
    format!("{layers} smaller")
}

pub fn smaller_layers(layers: usize, compressed: &str, unpacked: &str, done: &str) -> String {
    format!(
        "{layers} smaller layers, {compressed} in total, {unpacked} unpacked: all done at {done}. \
         The bar shows unpacking while any of them unpacks, else downloading while any downloads."
    )
}

/// What a layer does, and how long.
pub fn phase(kind: &str, time: &str) -> String {
    format!("{kind} {time}")
}

/// A layer by its number.
pub struct Layer<'a> {
    /// One-based.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// Its size in the registry.
    pub compressed: &'a str,
    /// How it is packed.
    pub packed: &'a str,
    /// Its size on the disk.
    pub unpacked: &'a str,
    /// What it does, in order.
    pub phases: &'a [String],
    /// When it is there.
    pub done: &'a str,
}

pub fn layer(layer: &Layer<'_>) -> String {
    format!(
        "Layer {} of {}, {} {}, {} unpacked: {}; done at {}.",
        layer.number,
        layer.of,
        layer.compressed,
        layer.packed,
        layer.unpacked,
        layer.phases.join(", "),
        layer.done,
    )
}

pub const GZIP: &str = "gzip";
pub const ZSTD: &str = "zstd";
pub const PLAIN: &str = "not compressed";

pub const NETWORK: &str = "Network";
pub const DISK: &str = "Disk";

/// How busy it is.
pub fn busy(name: &str, average: u32, rate: &str, full: &str) -> String {
    format!("{name}: {average} % of its maximum of {rate} on average; saturated for {full}.")
}

/// A row of the table.
pub fn layer_of(puller: &str, number: &str) -> String {
    format!("{puller}, layer {number}")
}

pub const HEADS: [&str; 7] = [
    "pulled by",
    "size",
    "unpacked",
    "download starts",
    "ends",
    "unpacking starts",
    "ends",
];
