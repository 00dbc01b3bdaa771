import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { admitReports } from './build/admit-reports.ts'

// `npm run dev` tells where the Worker listens; the built app is served from the Worker's own origin.
const edge = process.env.SAGE_EDGE_URL

/** The words come with the scripts that say them, not after: the first readers are Korean. */
const firstWords: Plugin = {
  name: 'first-words',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {} }) {
      const words = Object.values(bundle).find(
        (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith('/i18n/ko.ts'),
      )
      if (!words) throw new Error('i18n/ko.ts is no piece of its own any more')
      const attrs = { rel: 'modulepreload', crossorigin: true, href: `/${words.fileName}` }
      return [{ tag: 'link', attrs, injectTo: 'head' }]
    },
  },
}

export default defineConfig({
  plugins: [
    react(),
    admitReports(process.env.VITE_SENTRY_DSN),
    tailwindcss(),
    firstWords,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      // The reader decides when a new version takes over; see app/pwa.tsx.
      registerType: 'prompt',
      injectRegister: false,
      // It is a file of its own in public/.
      manifest: false,
      injectManifest: {
        // Faces and pictures come when they are needed. Inter's Latin is needed by every page.
        globPatterns: [
          '**/*.{js,css,html,svg,webmanifest}',
          'assets/inter-latin-wght-*.woff2',
          'fonts/*.woff2',
        ],
      },
    }),
  ],
  ...(edge === undefined ? {} : { server: { proxy: { '/api': { target: edge, xfwd: true } } } }),
  // The contracts come from other workspaces, each with a link to the same library.
  resolve: { dedupe: ['zod', 'react', 'react-dom'] },
  build: {
    target: 'es2023',
    // For Sentry; the pipeline takes them away before anybody can read them.
    sourcemap: process.env.VITE_SENTRY_DSN === undefined ? false : 'hidden',
    // The content security policy allows no `data:` scripts or fonts.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // A contract only describes: what a page does not parse does not come with it.
      treeshake: { moduleSideEffects: [{ test: /src.(contract|vocabulary)\b/, sideEffects: false }] },
      output: {
        codeSplitting: {
          // What every page needs, in two pieces: they compress better, and a release leaves the first in the cache.
          groups: [
            {
              name: 'vendor',
              test: /node_modules.(react|react-dom|scheduler|wouter|zod|@tanstack|zustand)./,
            },
            {
              name: 'base',
              test: /(web.src.(app.shell|components.(mark|nav-link|ui.(button|state))|lib.(?!fake|app-badge|wilson|fault-reports)|i18n.(format|language|translate)|features.(account.session|market.(ticker|live-prices|price|fear-greed)))|edge.src.contract.(chat|error|fact|market|message|signal|user)\.|db.src.vocabulary)/,
            },
          ],
        },
      },
    },
  },
})
