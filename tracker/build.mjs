// Builds src/ into one file: by itself into the collector's package, or to the path that is given.
import { build } from "esbuild";

const beside = (path) => new URL(path, import.meta.url).pathname;

await build({
  entryPoints: [beside("src/index.ts")],
  outfile: process.argv[2] ?? beside("../src/footpath/collector/tracker.js"),
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2019",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});
