import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { factIds } from '@sage/edge/contract'
import { describe, expect, it } from 'vitest'
import { chapters } from './chapters.ts'
import { en as coreEn } from './en.ts'
import { ko as coreKo } from './ko.ts'

const opened = await Promise.all(
  Object.entries(chapters).map(async ([name, words]) => ({
    name,
    ko: await words.ko(),
    en: await words.en(),
  })),
)
const ko: Record<string, string> = Object.assign({}, coreKo, ...opened.map((chapter) => chapter.ko))
const en: Record<string, string> = Object.assign({}, coreEn, ...opened.map((chapter) => chapter.en))

const root = fileURLToPath(new URL('..', import.meta.url))
const files = globSync('**/*.{ts,tsx}', { cwd: root }).filter(
  (file) => !/\.test\.|^i18n\/(ko|en|chapters\/.*)\.ts$|legal\/documents/.test(file),
)
const sources = files.map((file) => ({ file, text: readFileSync(`${root}/${file}`, 'utf8') }))
const all = sources.map(({ text }) => text).join('\n')
/** Whether a text says a key, also one with a part that is filled in at run time: `stage.${agent}`. */
function saidIn(text: string): (key: string) => boolean {
  const patterns = [...text.matchAll(/`([a-zA-Z]+\.[^`\s]*)`/g)]
    .map((match) => match[1] ?? '')
    .filter((template) => template.includes('${'))
    .map(
      (template) =>
        new RegExp(
          `^${template
            .replace(/\$\{[^}]*\}/g, '*')
            .replaceAll('.', '\\.')
            .replaceAll('*', '[\\w.]+')}$`,
        ),
    )
  return (key) => text.includes(`'${key}'`) || patterns.some((pattern) => pattern.test(key))
}
/** The files that are loaded with `entry`, itself included. */
function loadedWith(entry: string, found = new Set<string>()): Set<string> {
  if (found.has(entry)) return found
  found.add(entry)
  const text = sources.find(({ file }) => file === entry)?.text ?? ''
  for (const match of text.matchAll(/^(?:import|export)\s(?!type\s)(?:[^'"]*?from\s)?'(\.[^']+\.tsx?)'/gm)) {
    loadedWith(join(dirname(entry), match[1] ?? ''), found)
  }
  return found
}
const keys = Object.keys(ko)
/** The values that a message names; a language with plurals names one of them again. */
const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)[^{}]*\}/g)].map((match) => match[1]))].sort()

describe('the catalogues', () => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort())
  })

  it('say everything with the same values in both languages', () => {
    for (const [key, text] of Object.entries(ko)) {
      const other = Object.entries(en).find(([name]) => name === key)?.[1] ?? ''
      expect([key, placeholders(other)]).toEqual([key, placeholders(text)])
      expect([key, other.trim(), text.trim()]).not.toContain('')
    }
  })

  it('say each thing once: no chapter repeats a key', () => {
    const named = [coreKo, ...opened.map((chapter) => chapter.ko)].flatMap((words) => Object.keys(words))
    expect(named.filter((key, index) => named.indexOf(key) !== index)).toEqual([])
  })

  it('keep the words of a chapter to the pages that come with it', () => {
    for (const { name, ko: words } of opened.filter((chapter) => chapter.name !== 'pages')) {
      const elsewhere = sources.filter(
        ({ file, text }) =>
          !file.startsWith(`features/${name}/`) &&
          !file.startsWith(`routes/${name}`) &&
          Object.keys(words).some((key) => text.includes(`'${key}'`)),
      )
      expect([name, elsewhere.map(({ file }) => file)]).toEqual([name, []])
    }
  })

  it('come with the first load where it says them, and not otherwise', () => {
    const first = new Set([...loadedWith('main.tsx'), ...loadedWith('features/market/ticker.tsx')])
    expect(first.size).toBeGreaterThan(20)
    const said = saidIn(sources.flatMap(({ file, text }) => (first.has(file) ? [text] : [])).join('\n'))
    // These belong into the chapter `pages`, or into the one of their page.
    expect(Object.keys(coreKo).filter((key) => !said(key))).toEqual([])
    const late = opened.flatMap((chapter) => Object.keys(chapter.ko))
    expect(late.filter(said)).toEqual([])
  })

  it('have a name for every fact that an answer may cite', () => {
    const nameless = factIds.filter((id) => !keys.includes(`fact.name.${id.split('.').at(-1)}`))
    expect(nameless).toEqual([])
  })

  it('hold no key that nothing on screen uses', () => {
    const said = saidIn(all)
    expect(keys.filter((key) => !said(key))).toEqual([])
  })

  it('hold every Korean word on screen', () => {
    const strays = sources.flatMap(({ file, text }) => {
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
      return /[가-힣]/.test(code) ? [file] : []
    })
    // Languages are named in themselves.
    expect(strays).toEqual(['components/language-switch.tsx'])
  })
})
