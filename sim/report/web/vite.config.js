import { defineConfig } from "vite";

// One script and one style sheet, fonts within it: the page has no other file.
export default defineConfig({
  build: {
    outDir: "../assets",
    emptyOutDir: true,
    assetsInlineLimit: 1 << 20,
    modulePreload: false,
    target: "es2022",
    cssCodeSplit: false,
    rollupOptions: {
      input: "src/page.ts",
      output: { format: "iife", entryFileNames: "page.js", assetFileNames: "page[extname]" },
    },
  },
});
