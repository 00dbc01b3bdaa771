import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildImageFolder } from '../image/build.ts'
import { type Installation, type MarketStack, startMarketStack } from './market-stack.ts'

const run = promisify(execFile)
const megabyte = 1024 ** 2

let stack: MarketStack
let image: Installation
beforeAll(async () => {
  const folder = mkdtempSync('/tmp/sage-image-')
  // As in the image: somebody else's files, which the program may read.
  image = { folder, uid: process.getuid?.() === 0 ? 65_532 : undefined }
  await buildImageFolder(folder)
  chmodSync(folder, 0o555)
  stack = await startMarketStack()
})
afterAll(async () => {
  await stack.close()
  rmSync(image.folder, { recursive: true, force: true })
})

const inImage = (program: string, environment: Readonly<Record<string, string>>) =>
  run(process.execPath, [program], { cwd: image.folder, uid: image.uid, env: { ...environment } })

it('has no more in it than it needs', () => {
  const sizes = readdirSync(image.folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(image.folder, name)))
    .filter((entry) => entry.isFile())
    .map(({ size }) => size)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(20 * megabyte)
})

it('brings the schema up to date from a folder of its own, as an ordinary user', async () => {
  const { ownerUrl, sealKey, ingestUrl, serviceUrl, userUrl } = stack.database
  const password = (url: string) => new URL(url).password
  const withoutPassword = new URL(ownerUrl)
  withoutPassword.password = ''
  await inImage('migrate.js', {
    DATABASE_OWNER_URL: withoutPassword.href,
    // As in the cloud, where RDS rotates it.
    PGPASSWORD: password(ownerUrl),
    DATABASE_INGEST_PASSWORD: password(ingestUrl),
    DATABASE_SERVICE_PASSWORD: password(serviceUrl),
    DATABASE_USER_PASSWORD: password(userUrl),
    IDENTITY_SEAL_KEY: sealKey,
  })
})

it('serves the market and the SQL gateway from there, says that it is well, and leaves on SIGTERM', async () => {
  const task = await stack.ingest({}, image)
  await expect.poll(async () => (await task.snapshot()).quotes.length).toBe(6)
  const answer = await task.post('/v1/sql', { query: 'select count(*) from chats', params: [] })
  expect(answer.status).toBe(200)
  await inImage('health.js', { PORT: new URL(task.url).port })
  const ended = new Promise((resolve) => task.child.once('exit', (code) => resolve(code)))
  task.child.kill('SIGTERM')
  expect(await ended).toBe(0)
  await expect(inImage('health.js', { PORT: new URL(task.url).port })).rejects.toMatchObject({ code: 1 })
})
