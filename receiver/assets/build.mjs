// Makes receiver/static of css/, js/ and icons/: a stylesheet for the portal and what the administration site
// needs besides, one script, named by their content, the worker that
// keeps a page on a device, icons, and a manifest that tells the receiver those names. Run: npm ci && npm run build

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.join(here, "..", "static");
const entries = { "app.css": "css/app.css", "admin.css": "css/admin.css", "app.js": "js/app.js", "worker.js": "js/worker.js" };
const icons = ["favicon.svg", "icon-192.png", "icon-512.png"];

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

function hashed(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  return name.replace(".", `-${hash}.`);
}

await mkdir(target, { recursive: true });
const manifest = {};
for (const [name, entry] of Object.entries(entries)) {
  const content = await bundled(entry);
  manifest[name] = hashed(name, content);
  await writeFile(path.join(target, manifest[name]), content);
}
for (const icon of icons) {
  const content = await readFile(path.join(here, "icons", icon));
  // The icon of the tab is asked for by its name; the others are kept for ever, as all that is named by its content.
  manifest[icon] = icon === "favicon.svg" ? icon : hashed(icon, content);
  await writeFile(path.join(target, manifest[icon]), content);
}

// The manifest moves last and in one step: a receiver that starts meanwhile finds the old names or the new ones.
await writeFile(path.join(target, "manifest.json.new"), JSON.stringify(manifest, null, 2) + "\n");
await rename(path.join(target, "manifest.json.new"), path.join(target, "manifest.json"));

const kept = new Set([...Object.values(manifest), "manifest.json"]);
for (const file of await readdir(target)) {
  if (!kept.has(file)) await rm(path.join(target, file), { recursive: true });
}
