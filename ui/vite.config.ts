import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react(), lingui()],
  base: "/",
  build: { outDir: "../src/footpath/ui", emptyOutDir: true, manifest: true, target: "es2022", reportCompressedSize: false },
  server: { fs: { allow: [".."] }, proxy: { "/api": "http://localhost:8080", "/ws": { target: "ws://localhost:8080", ws: true } } },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
