// Judges Kubernetes documents by the schemas of the npm package @kubernetes-models/karpenter.
// Input: the package's node_modules folder as argument, a JSON array of documents on stdin.
// Output: a JSON array with, for each document, null where the package has no schema of its kind,
// else the list of refusals.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const modules = process.argv[2];

const SCHEMAS = new Map([
  ["karpenter.sh/v1", "@kubernetes-models/karpenter/_schemas/IoK8sSigsKarpenterPkgApisV1"],
  [
    "karpenter.k8s.aws/v1",
    "@kubernetes-models/karpenter/_schemas/ComGithubAwsKarpenterProviderAwsPkgApisV1",
  ],
  ["apps/v1", "kubernetes-models/_schemas/IoK8sApiAppsV1"],
  ["batch/v1", "kubernetes-models/_schemas/IoK8sApiBatchV1"],
]);

async function validator({ apiVersion, kind }) {
  const start = SCHEMAS.get(apiVersion);
  const file = start && join(modules, `${start}${kind}.js`);
  return file && existsSync(file) ? (await import(pathToFileURL(file))).validate : null;
}

// The schemas allow fields that they do not know. A field that the validator never reads is one.
function watched(value, at, read) {
  if (value === null || typeof value !== "object") return value;
  const below = new Map();
  return new Proxy(value, {
    get(target, key) {
      if (typeof key !== "string" || !Object.hasOwn(target, key)) return target[key];
      const path = `${at}/${key}`;
      read.add(path);
      if (!below.has(key)) below.set(key, watched(target[key], path, read));
      return below.get(key);
    },
  });
}

function* unread(value, at, read) {
  if (value === null || typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) {
    const path = `${at}/${key}`;
    if (read.has(path)) yield* unread(inner, path, read);
    else yield { at: path, message: "unknown field" };
  }
}

async function judge(document) {
  const validate = await validator(document);
  if (!validate) return null;
  const read = new Set();
  const accepted = validate(watched(document, "", read));
  const refused = accepted ? [] : validate.errors;
  const refusals = refused.map(({ instancePath, keyword, params }) => ({
    at: instancePath,
    message: `${keyword} ${JSON.stringify(params)}`,
  }));
  return [...refusals, ...unread(document, "", read)];
}

const documents = JSON.parse(readFileSync(0, "utf8"));
const judged = [];
for (const document of documents) judged.push(await judge(document));
process.stdout.write(JSON.stringify(judged));
