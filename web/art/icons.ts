/**
 * `node web/art/icons.ts`: draws the app's icons from `public/mark.svg` into `public/icons`, in real Chromium
 * (`CHROME_PATH`, else /usr/bin/chromium). Run it after the mark has changed, and commit what it wrote.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const navy = '#1a237e'
const publicFolder = new URL('../public/', import.meta.url)
const mark = readFileSync(new URL('mark.svg', publicFolder), 'utf8')
/** The mark without its tile, for grounds of other shapes. */
const lines = mark.replace(/<rect[^>]*>/, '')
/** What is behind the status bar is cut to any shape: https://www.w3.org/TR/appmanifest/#icon-masks */
const maskable = tile(lines, navy, 0.78)
/** One colour on nothing: the system paints it. */
const badge = tile(lines.replaceAll('#d4af37', '#fff'), 'transparent', 1.25)

const icons = [
  { name: 'icon-192', size: 192, content: tile(mark, 'transparent', 1) },
  { name: 'icon-512', size: 512, content: tile(mark, 'transparent', 1) },
  { name: 'maskable-192', size: 192, content: maskable },
  { name: 'maskable-512', size: 512, content: maskable },
  { name: 'apple-touch-icon', size: 180, content: tile(lines, navy, 0.94) },
  { name: 'badge-96', size: 96, content: badge },
]

function tile(svg: string, ground: string, scale: number): string {
  return `<body style="margin:0;background:${ground};height:100vh;display:grid;place-items:center;overflow:hidden">
    <div style="width:${scale * 100}vw;height:${scale * 100}vw">${svg}</div></body>`
}

const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
mkdirSync(new URL('icons/', publicFolder), { recursive: true })
for (const { name, size, content } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(content)
  const file = new URL(`icons/${name}.png`, publicFolder)
  writeFileSync(file, await page.screenshot({ omitBackground: true }))
  console.log(fileURLToPath(file))
  await page.close()
}
await browser.close()
