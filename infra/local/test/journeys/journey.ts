/** What the journeys of one feature share: someone who is signed in before a real browser opens, asking, watching. */
import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Visit, visit } from '../browser.ts'
import { type Person, ready, signIn } from '../stack.ts'

export interface Journey extends Visit {
  readonly person: Person
}

/** A browser in which `person`, or somebody new, is signed in, at `path` if one is given. */
export async function begin(
  browser: Browser,
  path?: string,
  options: { locale?: string; width?: number; height?: number; person?: Person } = {},
): Promise<Journey> {
  const person = options.person ?? (await signIn())
  const visitor = await visit(browser, options)
  await visitor.context.addCookies(cookiesOf(person))
  if (path !== undefined) await visitor.page.goto(ready().web + path)
  return { ...visitor, person }
}

/** A person's session as a browser keeps it. */
export function cookiesOf({ cookie }: Person) {
  return cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return { name, value: value.join('='), url: ready().web }
  })
}

/** Asks, and resolves with the answer once it is complete. */
export async function ask(page: Page, question: string): Promise<Locator> {
  await page.getByTestId('composer').fill(question)
  await page.getByTestId('send').click()
  return answered(page)
}

export async function answered(page: Page): Promise<Locator> {
  await page.getByTestId('stop').waitFor()
  await page.getByTestId('send').waitFor()
  return page.getByTestId('answer').last()
}

/** Nothing went wrong in the browser, and nothing is wider than its window. */
export async function expectNoFaults({ page, complaints }: Visit): Promise<void> {
  const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  expect(await page.evaluate(overflow)).toBe(0)
  expect(complaints.filter((complaint) => !complaint.includes('favicon'))).toEqual([])
}
