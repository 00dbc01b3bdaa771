import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'cloud',
    root: import.meta.dirname,
    include: ['{src,test,policy}/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
