/** What a reader may want to ask after an answer, by what the answer was about. */
import { CoinSymbol } from '@sage/db/vocabulary'
import type { Message } from '@sage/edge/contract'

export interface FollowUp {
  readonly key:
    | 'chat.follow.why'
    | 'chat.follow.risk'
    | 'chat.follow.month'
    | 'chat.follow.compare'
    | 'chat.follow.mood'
    | 'chat.follow.portfolio'
    | 'chat.follow.first'
  readonly values: Readonly<Record<string, string>>
}

/** Three at most: more would be a menu. None where the answer did not come to its end. */
export function followUps({
  status,
  parts,
  signal,
}: Pick<Message, 'status' | 'parts' | 'signal'>): FollowUp[] {
  if (status !== 'done') return []
  const ids = parts.flatMap((part) => (part.type === 'fact' ? [part.id] : []))
  const coins = [...new Set(ids.flatMap((id) => CoinSymbol.safeParse(id.split('.')[0]).data ?? []))]
  const [coin = signal?.symbol, other] = coins
  const values: Readonly<Record<string, string>> = coin === undefined ? {} : { coin, other: other ?? 'BTC' }
  const about: (FollowUp['key'] | false)[] = [
    signal !== undefined && 'chat.follow.why',
    coin !== undefined && 'chat.follow.risk',
    coin !== undefined && !ids.includes(`${coin}.change30d`) && 'chat.follow.month',
    coin !== undefined && coin !== (other ?? 'BTC') && 'chat.follow.compare',
    ids.some((id) => id.startsWith('portfolio.')) && 'chat.follow.portfolio',
    !ids.some((id) => id.startsWith('market.')) && 'chat.follow.mood',
    coin === undefined && 'chat.follow.first',
  ]
  return about.flatMap((key) => (key ? [{ key, values }] : [])).slice(0, 3)
}
