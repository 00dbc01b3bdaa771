import { fileURLToPath } from 'node:url'

/** The root of the checkout. */
export const repository = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '')

/** The Node 24 that came with the dependencies. */
export const nodeProgram = `${repository}/node_modules/.bin/node`
