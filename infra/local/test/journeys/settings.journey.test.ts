import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from '../browser.ts'
import { ready } from '../stack.ts'
import { begin, expectNoFaults } from './journey.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

it('on a desktop: the language changes without a reload, and what is typed stays', async () => {
  const journey = await begin(browser, '/chat')
  const { page, person } = journey
  await page.getByTestId('composer').fill('아직 보내지 않은 질문')
  await page.evaluate('window.sameDocument = true')
  await page.getByRole('complementary').locator('a[href="/settings"]').click()
  await page.getByText('English').click()
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
  expect(await page.evaluate('document.documentElement.lang')).toBe('en')
  await page.getByRole('link', { name: 'New chat' }).click()
  await page.getByText('What is on your mind', { exact: false }).waitFor()
  expect(await page.getByTestId('composer').inputValue()).toBe('아직 보내지 않은 질문')
  expect(await page.evaluate('window.sameDocument')).toBe(true)
  await expect.poll(async () => (await (await person.request('/api/users/me')).json()).locale).toBe('en')
  await expectNoFaults(journey)
  await journey.context.close()
})

it('on a phone: an account is erased once its address is written out, and nothing of it is left', async () => {
  const journey = await begin(browser, '/settings', { width: 360, height: 740 })
  const { page, person } = journey
  await person.newChat()
  await page.getByTestId('erase').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('somebody@example.com')
  expect(await dialog.getByTestId('erase-confirm').isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill(person.email)
  await dialog.getByTestId('erase-confirm').click()
  await page.waitForURL(`${ready().web}/`)
  expect((await person.request('/api/chats')).status).toBe(401)
  // The browser that was signed in is nobody now.
  await page.goto(`${ready().web}/chat`)
  await page.waitForURL('**/sign-in?**')
  const faults = journey.complaints.filter((complaint) => !complaint.includes('401'))
  await expectNoFaults({ ...journey, complaints: faults })
  await journey.context.close()
})
