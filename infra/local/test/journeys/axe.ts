/** axe-core in a page: the rules of WCAG 2.2 AA that a program can judge. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const allRules = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}
const contrastRules = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

/** What is wrong on the page, a line each; `contrast` looks at colours alone, which is all that a theme changes. */
export async function axeFindings(page: Page, extent: 'all' | 'contrast' = 'all'): Promise<string[]> {
  const runOnly = extent === 'all' ? allRules : contrastRules
  // What still fades in would be judged by the colour it has halfway.
  await page.evaluate(
    'Promise.all(document.getAnimations().map((each) => each.effect?.getTiming().iterations === Infinity ? undefined : each.finished.catch(() => {})))',
  )
  await page.evaluate(`window.axe ?? (() => {${source}})()`)
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'] })
  const { violations } = (await page.evaluate(`window.axe.run(document, ${options})`)) as AxeResults
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) =>
        `${id} ${target.join(' ')}: ${failureSummary?.split('\n').slice(1).join(' ').trim()}`,
    ),
  )
}
