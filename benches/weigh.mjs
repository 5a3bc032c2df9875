// What the parts of the page's program weigh in a first visit: each part's functions are left out of
// the main file, and what it is shorter by after brotli 11 is the part's weight. Parts share words and
// patterns, so the sum is less than the whole.
//
//   cargo xtask build
//   wasm-opt -O2 --always-inline-max-function-size=16 -g target/split/web_bg.wasm -o named.wasm
//   node benches/weigh.mjs named.wasm
//
// wasm-opt is the one below target/tools/npm. By hand, after a change that makes the page larger.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

// The first that fits a function's name counts.
const PARTS = [
  ["the page's own panels and state", /soci_configurator::ui|web::main/],
  ["fields, Config and links", /soci_configurator::core::(config|changes|versions)/],
  ["manifests and userData", /soci_configurator::core::manifest/],
  ["rules", /soci_configurator::core::findings/],
  ["selection of instance types", /soci_configurator::core::(selection|catalogue|requirements|plan)/],
  ["pull, storage and cost", /soci_configurator::core::(pull|disk|cost)/],
  ["YAML and TOML", /soci_configurator::core::yaml|serde_saphyr|^toml|winnow/],
  ["the rest of the core", /soci_configurator/],
  ["Leptos and the bindings to the browser", /reactive_graph|tachys|leptos|any_spawner|futures|throw_error|send_wrapper|slotmap|indexmap|wasm_bindgen|js_sys|web_sys|externref|closure/i],
  ["the standard library, and code that parts share", /./],
];

const bytes = readFileSync(process.argv[2]);
const text = new TextDecoder();
let at = 8;

function number() {
  for (let value = 0, shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
}

function name() {
  const length = number();
  at += length;
  return text.decode(bytes.subarray(at - length, at));
}

/** Passes over the limits of a table or a memory. */
function limits() {
  const flags = number();
  number();
  if (flags & 1) number();
}

let imported = 0;
let data, named;
const functions = [];
const names = new Map();
while (at < bytes.length) {
  const start = at;
  const kind = bytes[at++];
  const end = number() + at;
  if (kind === 2) {
    for (let left = number(); left > 0; left--) {
      name();
      name();
      const what = bytes[at++];
      if (what === 0) imported += 1;
      if (what === 1) at += 1;
      if (what === 0) number();
      else if (what === 3) at += 2;
      else limits();
    }
  } else if (kind === 10) {
    for (let left = number(); left > 0; left--) {
      const from = at;
      at = number() + at;
      functions.push([from, at]);
    }
  } else if (kind === 11) {
    data = [start, end];
  } else if (kind === 0 && name() === "name") {
    named = [start, end];
    while (at < end) {
      const about = bytes[at++];
      const last = number() + at;
      for (let left = about === 1 ? number() : 0; left > 0; left--) names.set(number(), name());
      at = last;
    }
  }
  at = end;
}
if (!named) throw new Error("the file has no names: wasm-opt -g keeps them");

/** Bytes of the program without these stretches, packed. */
function packedWithout(stretches) {
  const kept = [];
  let from = 0;
  for (const [start, end] of [...stretches, named].sort(([a], [b]) => a - b)) {
    kept.push(bytes.subarray(from, start));
    from = end;
  }
  const program = Buffer.concat([...kept, bytes.subarray(from)]);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: program.length };
  return brotliCompressSync(program, { params }).length;
}

const whole = packedWithout([]);
const parts = new Map(PARTS.map(([part]) => [part, []]));
functions.forEach((stretch, index) => {
  const called = names.get(index + imported) ?? "";
  const [part] = PARTS.find(([, pattern]) => pattern.test(called)) ?? PARTS.at(-1);
  parts.get(part).push(stretch);
});
parts.set("tables of data, and texts", [data]);
console.log(`${String(whole).padStart(9)}  bytes, brotli 11, of which`);
for (const [part, stretches] of parts) {
  console.log(`${String(whole - packedWithout(stretches)).padStart(9)}  ${part}`);
}
