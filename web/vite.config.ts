import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// `npm run dev` tells where the Worker listens; the built app is served from the Worker's own origin.
const edge = process.env.SAGE_EDGE_URL

export default defineConfig({
  plugins: [react(), tailwindcss()],
  ...(edge === undefined ? {} : { server: { proxy: { '/api': { target: edge, xfwd: true } } } }),
  // The contracts come from other workspaces, each with a link to the same library.
  resolve: { dedupe: ['zod', 'react', 'react-dom'] },
  build: {
    target: 'es2023',
    // The content security policy allows no `data:` scripts or fonts.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs, in one piece: it compresses better, and a release leaves it in the cache.
          groups: [
            {
              name: 'vendor',
              test: /node_modules.(react|react-dom|scheduler|wouter|zod|@tanstack|zustand)./,
            },
          ],
        },
      },
    },
  },
})
