/** What Discord shows: an embed with the direction's colour, the figures with their source, the age and the link. */
import type { MarketEvent } from '@sage/ingest/contract'
import { usdt, wordsOf } from '../words.ts'

/** The body of "Execute Webhook" (Discord's API reference), as far as it is used. */
export interface DiscordMessage {
  readonly embeds: readonly [
    {
      readonly title: string
      readonly description: string
      readonly url?: string
      readonly color: number
      readonly timestamp: string
      readonly fields?: readonly { readonly name: string; readonly value: string; readonly inline: boolean }[]
      readonly footer?: { readonly text: string }
    },
  ]
  /** Nothing in a message may call anybody. */
  readonly allowed_mentions: { readonly parse: readonly [] }
}

export const colours = { up: 0x1f9d6b, down: 0xd64545, trouble: 0xe0a021, calm: 0x1f9d6b } as const

const venueNames = { binance: 'Binance', gate: 'Gate.io' } as const

/** Korean first: the channel is everybody's. `<t:…:R>` is an age that Discord keeps up to date by itself. */
export function eventMessage(event: MarketEvent, origin: string): DiscordMessage {
  const ko = wordsOf({ type: 'market_event', event }, 'ko')
  const en = wordsOf({ type: 'market_event', event }, 'en')
  const link = `${origin}/chat/new?context=${event.id}`
  const { changePercent, price, referencePrice, minutes, value, previousValue } = event
  const fields = [
    { name: '변동 · Change', value: changePercent === undefined ? undefined : `${signed(changePercent)}%` },
    { name: '가격 · Price', value: price === undefined ? undefined : usdt(price, 'ko') },
    { name: '기준 · From', value: referencePrice === undefined ? undefined : usdt(referencePrice, 'ko') },
    { name: '걸린 시간 · Within', value: minutes === undefined ? undefined : `${minutes} min` },
    { name: '지수 · Index', value: value?.toString() },
    { name: '어제 · Yesterday', value: previousValue?.toString() },
  ].flatMap((field) =>
    field.value === undefined ? [] : [{ name: field.name, value: field.value, inline: true }],
  )
  const at = Math.floor(Date.parse(event.at) / 1000)
  return {
    embeds: [
      {
        title: ko.title,
        description: `${ko.body}\n${en.title}. ${en.body}\n\n<t:${at}:R> · [월렛 버핏의 설명 · The mentor's view](${link})`,
        url: link,
        color: colours[event.direction],
        timestamp: event.at,
        fields,
        footer: { text: event.venue === undefined ? 'alternative.me' : venueNames[event.venue] },
      },
    ],
    allowed_mentions: { parse: [] },
  }
}

function signed(percent: string): string {
  return percent.startsWith('-') ? percent : `+${percent}`
}

export interface Incident {
  readonly component: string
  readonly summary: string
  readonly startedAt: string
  readonly endedAt?: string
}

/** For those who run Sage: a part fails, or works again. */
export function incidentMessage({ component, summary, startedAt, endedAt }: Incident): DiscordMessage {
  const startedS = Math.floor(Date.parse(startedAt) / 1000)
  const lastedS = endedAt === undefined ? 0 : Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000)
  return {
    embeds: [
      {
        title: endedAt === undefined ? `Incident: ${component}` : `Recovered: ${component}`,
        description:
          endedAt === undefined
            ? `${summary}\nsince <t:${startedS}:R>`
            : `It was: ${summary}\nIt lasted ${Math.floor(lastedS / 60)} min ${lastedS % 60} s.`,
        color: endedAt === undefined ? colours.trouble : colours.calm,
        timestamp: endedAt ?? startedAt,
      },
    ],
    allowed_mentions: { parse: [] },
  }
}
