import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { sprite } from './sprite.js';

// Each entry is one file that a page names; what a page does not draw, it does not load.
export default defineConfig({
  base: '/dist/',
  publicDir: false,
  plugins: [sprite()],
  resolve: {
    // The parts of the form designer ask for different releases of it, and share what it holds.
    dedupe: ['preact'],
    alias: [
      { find: /^style-mod$/, replacement: fileURLToPath(new URL('src/adopted-styles.ts', import.meta.url)) },
      { find: /^domify$/, replacement: fileURLToPath(new URL('src/adopted-markup.ts', import.meta.url)) },
    ],
  },
  build: {
    outDir: '../wwwroot/dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    // The texts that travel with every copy of what is bundled.
    license: { fileName: 'licences.md' },
    target: 'es2022',
    modulePreload: { polyfill: false },
    // No data: addresses for fonts and scripts: the content security policy allows none.
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      input: {
        main: 'src/main.ts',
        viewer: 'src/islands/viewer.ts',
        modeler: 'src/islands/modeler.ts',
        chart: 'src/islands/chart.ts',
        decision: 'src/islands/decision.ts',
        feel: 'src/islands/feel.ts',
        'form-designer': 'src/islands/form-designer.ts',
        passkeys: 'src/islands/passkeys.ts',
        rules: 'src/islands/rules.ts',
        sitting: 'src/islands/sitting.ts',
      },
    },
  },
});
