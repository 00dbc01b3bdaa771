import { expect, it } from 'vitest'
import { discordMessage } from '../src/alarm-to-discord.mjs'

const alarm = (state: string) =>
  JSON.stringify({
    AlarmName: 'sage-prod-alarms-cache-memory',
    AlarmDescription: 'Valkey is nearly full',
    NewStateValue: state,
    NewStateReason: 'Threshold Crossed @everyone',
    StateChangeTime: '2026-11-28T09:00:00.000+0000',
  })

it('an alarm reaches Discord with its meaning, and can mention nobody', () => {
  expect(discordMessage(alarm('ALARM'))).toEqual({
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: 'ALARM: sage-prod-alarms-cache-memory',
        description: 'Valkey is nearly full\nThreshold Crossed @everyone',
        color: 0xd32f2f,
        timestamp: '2026-11-28T09:00:00.000+0000',
      },
    ],
  })
  expect(discordMessage(alarm('OK')).embeds[0]?.title).toBe('Recovered: sage-prod-alarms-cache-memory')
})
