/** A chat that has gone on for months: reading in it, and typing into it while an answer comes. */
import { Chat } from '@sage/edge/contract'
import type { Page } from 'playwright-core'
import type { OwnStack } from '../../browser/own-stack.ts'
import { withDatabase } from '../../browser/resident.ts'
import { type Frames, framesWhileScrolling, phone, pressesToPaint, slow } from './slow-phone.ts'

export const messages = 500
export const tokensPerSecond = 200

export interface LongChat {
  readonly messagesShown: number
  readonly pressesMs: readonly number[]
  readonly scrolled: { readonly chat: Frames; readonly emptyBox: Frames }
}

export async function longChat(stack: OwnStack): Promise<LongChat> {
  const cookie = await stack.signIn()
  const chatId = await filledChat(stack, cookie)
  const page = await phone(stack, cookie, { serviceWorkers: 'block' })
  await page.goto(`${stack.ready.web}/chat/${chatId}`)
  await readAll(page)
  const session = await slow(page)
  const emptyBox = await emptyList(stack, cookie)
  const chat = await framesWhileScrolling(
    page,
    session,
    `document.querySelector('[data-testid=answer]').closest('.overflow-y-auto')`,
  )
  const pressesMs = await whileStreaming(stack, page)
  const messagesShown = await page.locator('[data-testid=question], [data-testid=answer]').count()
  await page.context().close()
  return { messagesShown, pressesMs, scrolled: { chat, emptyBox } }
}

/** Loads what came before, a page at a time, as its reader would. */
async function readAll(page: Page): Promise<void> {
  const questions = page.getByTestId('question')
  const older = page.getByRole('button', { name: '이전 대화 보기' })
  await questions.first().waitFor()
  while ((await questions.count()) < messages / 2) {
    const before = await questions.count()
    await older.click()
    await questions.nth(before).waitFor({ state: 'attached' })
  }
}

async function whileStreaming(stack: OwnStack, page: Page): Promise<number[]> {
  // Where the reading ended near the end, there is no such button.
  const toLatest = page.getByRole('button', { name: '최신 답변으로' })
  if ((await toLatest.count()) > 0) await toLatest.click()
  await stack.control('claude', { latencyMs: 50, tokensPerSecond, scripted: [longAnswer] })
  await page.getByTestId('composer').fill('길게 이야기해 줘')
  await page.getByTestId('send').click()
  await page.getByTestId('stop').waitFor()
  await page.getByTestId('composer').focus()
  let left = 40
  return pressesToPaint(page, async () => {
    left -= 1
    return left >= 0 && (await page.getByTestId('stop').count()) > 0
  })
}

async function emptyList(stack: OwnStack, cookie: string): Promise<Frames> {
  const page = await phone(stack, cookie, { serviceWorkers: 'block' })
  await page.goto(`${stack.ready.web}/offline`)
  await page.evaluate(`(() => {
    const box = document.createElement('div')
    box.id = 'empty'
    box.style.cssText = 'position:fixed;inset:0;overflow:auto;background:#fff;z-index:99'
    box.innerHTML = '<div style="height:60000px"></div>'
    document.body.append(box)
  })()`)
  const frames = await framesWhileScrolling(page, await slow(page), `document.getElementById('empty')`)
  await page.context().close()
  return frames
}

/** A chat of `messages` messages that its object has never seen, as the outbox would have written them. */
async function filledChat(stack: OwnStack, cookie: string): Promise<string> {
  const known = Chat.parse(JSON.parse(await stack.call(cookie, 'POST', '/api/chats', {})))
  return withDatabase(stack, async (database) => {
    const made = await database.query<{ id: string }>(
      `insert into chats (user_id, title) select user_id, '긴 대화' from chats where id = $1 returning id`,
      [known.id],
    )
    const id = made.rows[0]?.id ?? ''
    let parentId: string | null = null
    for (let index = 0; index < messages; index += 1) {
      const isQuestion = index % 2 === 0
      const content = isQuestion ? `질문 ${index / 2 + 1}: 요즘 시장은 어떤가?` : answerText(index)
      const parts = JSON.stringify([{ type: 'text', text: content }])
      const written: { rows: { id: string }[] } = await database.query(
        `insert into messages (user_id, chat_id, parent_id, role, status, content, parts)
         select user_id, id, $2, $3, 'done', $4, $5 from chats where id = $1 returning id`,
        [id, parentId, isQuestion ? 'user' : 'assistant', content, parts],
      )
      parentId = written.rows[0]?.id ?? null
    }
    return id
  })
}

function answerText(index: number): string {
  const more = '천천히 살펴보면 답은 대개 단순하다네. '.repeat(1 + (index % 5))
  return `자네, 서두를 것 없네. 시장은 늘 흔들리지만 **왜 들고 있는지**가 그대로라면 하루의 흔들림은 소음일세.\n\n- 먼저 이유를 적어 보게\n- 잃어도 되는 만큼만 두게\n\n${more}`
}

const longAnswer = '천천히 살펴보세. 시장이 흔들릴수록 원칙을 떠올리는 편이 낫다네. '.repeat(100)
