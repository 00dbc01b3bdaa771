import { CoinSymbol } from '@sage/db/vocabulary'
import type { Fact } from '@sage/edge/contract'
import type { Formats } from '../../i18n/format.ts'
import type { MessageKey } from '../../i18n/ko.ts'
import type { Speech } from '../../i18n/language.tsx'

/** What a fact is called: its subject and its name. An id that has no name yet is shown as it is. */
export function factLabel(id: string, t: Speech['t'], known: (key: string) => key is MessageKey): string {
  const [subject = '', ...rest] = id.split('.')
  const inner = rest.length > 1 ? rest[0] : undefined
  const nameKey = `fact.name.${rest.at(-1)}`
  if (!known(nameKey)) return id
  const subjectKey = `fact.subject.${subject}`
  const subjectText = CoinSymbol.safeParse(subject).success
    ? subject
    : known(subjectKey)
      ? t(subjectKey)
      : subject
  return [subjectText, inner, t(nameKey)].filter(Boolean).join(' ')
}

/** The stored value with all its digits and its unit. */
export function factValue(fact: Fact, formats: Formats): string {
  const value = formats.decimal(fact.value)
  if (fact.unit === '%') return `${value}%`
  return fact.unit === 'points' || fact.unit === 'count' || fact.unit === 'minutes'
    ? value
    : `${value} ${fact.unit}`
}
