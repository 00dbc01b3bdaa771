import { globSync, readFileSync } from 'node:fs'
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
/** Keys with a part that is filled in at run time: `stage.${agent}`. */
const patterns = [...all.matchAll(/`([a-zA-Z]+\.[^`\s]*)`/g)]
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
const keys = Object.keys(ko)
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()

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
    for (const { name, ko: words } of opened) {
      const elsewhere = sources.filter(
        ({ file, text }) =>
          !file.startsWith(`features/${name}/`) &&
          file !== `routes/${name}.tsx` &&
          Object.keys(words).some((key) => text.includes(`'${key}'`)),
      )
      expect([name, elsewhere.map(({ file }) => file)]).toEqual([name, []])
    }
  })

  it('have a name for every fact that an answer may cite', () => {
    const nameless = factIds.filter((id) => !keys.includes(`fact.name.${id.split('.').at(-1)}`))
    expect(nameless).toEqual([])
  })

  it('hold no key that nothing on screen uses', () => {
    const unused = keys.filter(
      (key) => !all.includes(`'${key}'`) && !patterns.some((pattern) => pattern.test(key)),
    )
    expect(unused).toEqual([])
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
