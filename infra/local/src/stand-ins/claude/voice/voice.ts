/**
 * What the mentor can say, in one language: lists of phrasings. `{{S.price}}` becomes the coin's reference, `[S]` its
 * name and, in Korean, `[S은]` its name with the right particle. A phrasing is used only if all its facts are there.
 * No phrasing holds a figure or a number word of its own.
 */
import type { Coin } from '../../market-model.ts'

type Phrasings = readonly string[]

export interface Voice {
  readonly price: Phrasings
  readonly contextBelowAverage: Phrasings
  readonly contextAboveAverage: Phrasings
  readonly context: Phrasings
  readonly mood: Phrasings
  readonly event: Phrasings
  readonly lean: Readonly<Record<'buy' | 'sell' | 'wait', Phrasings>>
  readonly unless: Readonly<Record<'buy' | 'sell' | 'wait', Phrasings>>
  readonly wisdom: Phrasings
  readonly reminder: Phrasings
  readonly stale: Phrasings
  readonly noFigures: Phrasings
  readonly portfolio: Phrasings
  readonly portfolioBenchmark: Phrasings
  readonly portfolioDetail: Phrasings
  readonly portfolioCoin: Phrasings
  readonly portfolioLesson: Phrasings
  readonly portfolioEmpty: Phrasings
  readonly distress: Phrasings
  readonly unlawful: Phrasings
  readonly offTopic: Phrasings
  readonly greeting: Phrasings
  readonly thanks: Phrasings
  /** A coin or an asset that the mentor does not follow. */
  readonly stranger: Phrasings
  readonly about: Readonly<Record<Coin, Phrasings>>
  readonly continuation: Phrasings
  /** `[Q]` is the earlier question. */
  readonly memory: Phrasings
  readonly noMemory: Phrasings
  readonly lessons: readonly Lesson[]
  readonly lessonDefault: Phrasings
  readonly lessonEnd: Phrasings
  name(coin: Coin): string
  /** Puts the coin's name, with whatever its grammar needs, into a phrasing. */
  address(phrasing: string, coin: Coin): string
}

export interface Lesson {
  readonly topic: RegExp
  readonly text: Phrasings
}
