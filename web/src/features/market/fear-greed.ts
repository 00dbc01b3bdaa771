/** The bands of the Fear & Greed index, by number: published copies of its words disagree at the edges. */
import { FearGreedHistory } from '@sage/edge/contract'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'

export const bands = [
  { name: 'extremeFear', upTo: 24 },
  { name: 'fear', upTo: 44 },
  { name: 'neutral', upTo: 55 },
  { name: 'greed', upTo: 75 },
  { name: 'extremeGreed', upTo: 100 },
] as const
export type Band = (typeof bands)[number]['name']

export const bandColours = {
  extremeFear: '#d32f2f',
  fear: '#f57c00',
  neutral: '#d4af37',
  greed: '#7cb342',
  extremeGreed: '#388e3c',
} as const satisfies Record<Band, string>

export function bandOf(value: number): Band {
  return bands.find(({ upTo }) => value <= upTo)?.name ?? 'extremeGreed'
}

export const fearGreedQuery = queryOptions({
  queryKey: ['fear-greed', 30],
  queryFn: ({ signal }) => api('/api/market/fear-greed?days=30', FearGreedHistory, { signal }),
  staleTime: 600_000,
})
