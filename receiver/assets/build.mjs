// Makes receiver/static of css/ and js/: one stylesheet and one script, named by their content, and a manifest that
// tells the receiver those names. Run: npm ci && npm run build

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.join(here, "..", "static");
const entries = { "app.css": "css/app.css", "app.js": "js/app.js" };

async function bundled(entry) {
  const made = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    target: ["chrome100", "firefox100", "safari15.4"],
    format: "iife",
    legalComments: "none",
  });
  return made.outputFiles[0].contents;
}

await mkdir(target, { recursive: true });
const manifest = {};
for (const [name, entry] of Object.entries(entries)) {
  const content = await bundled(entry);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  manifest[name] = name.replace(".", `-${hash}.`);
  await writeFile(path.join(target, manifest[name]), content);
}
manifest["favicon.svg"] = "favicon.svg";
await writeFile(path.join(target, "favicon.svg"), await readFile(path.join(here, "icons", "favicon.svg")));

// The manifest moves last and in one step: a receiver that starts meanwhile finds the old names or the new ones.
await writeFile(path.join(target, "manifest.json.new"), JSON.stringify(manifest, null, 2) + "\n");
await rename(path.join(target, "manifest.json.new"), path.join(target, "manifest.json"));

const kept = new Set([...Object.values(manifest), "manifest.json"]);
for (const file of await readdir(target)) {
  if (!kept.has(file)) await rm(path.join(target, file), { recursive: true });
}
