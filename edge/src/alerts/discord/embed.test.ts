import { expect, test } from 'vitest'
import { colours, eventMessage, incidentMessage } from './embed.ts'

test('an event is shown with its colour, its figures as everywhere else, its source, its age and its link', () => {
  const { embeds, allowed_mentions } = eventMessage(
    {
      ...{ id: 'e1', kind: 'move', symbol: 'DOGE', direction: 'down', changePercent: '-12.86', minutes: 36 },
      ...{ price: '0.13984000', referencePrice: '0.16048000', venue: 'gate', at: '2026-11-28T12:59:50.644Z' },
    },
    'https://app.sage.ai',
  )
  const [embed] = embeds
  expect(embed).toMatchObject({
    title: 'DOGE 급락 -12.86%',
    url: 'https://app.sage.ai/chat/new?context=e1',
    color: colours.down,
    timestamp: '2026-11-28T12:59:50.644Z',
    footer: { text: 'Gate.io' },
  })
  expect(embed.fields?.map(({ value }) => value)).toEqual([
    '-12.86%',
    '0.13984 USDT',
    '0.16048 USDT',
    '36 min',
  ])
  expect(embed.description).toContain('<t:1795870790:R>')
  expect(allowed_mentions.parse).toEqual([])
})

test('an incident that has ended says what it was and for how long', () => {
  const open = { component: 'valkey', summary: 'No connection.', startedAt: '2026-11-28T13:00:00.000Z' }
  expect(incidentMessage(open).embeds[0]).toMatchObject({ title: 'Incident: valkey', color: colours.trouble })
  expect(incidentMessage({ ...open, endedAt: '2026-11-28T13:02:05.000Z' }).embeds[0]).toMatchObject({
    title: 'Recovered: valkey',
    description: 'It was: No connection.\nIt lasted 2 min 5 s.',
    color: colours.calm,
  })
})
