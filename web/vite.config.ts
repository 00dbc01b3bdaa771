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
  },
})
