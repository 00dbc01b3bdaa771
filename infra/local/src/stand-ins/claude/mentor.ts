/** The demo mentor: three to five sentences in the question's language, figures only by reference. */
import { type Coin, coins } from '../market-model.ts'
import { createRandom, hashText, pick, type Random } from '../random.ts'
import { isMarketStale, isStale, type Lean, outlookOf } from './outlook.ts'
import type { Reading } from './prompt.ts'
import {
  asksToSell,
  asksWhatItIs,
  coinsIn,
  isAboutMemory,
  isAboutMentor,
  isAboutStranger,
  isGreeting,
  isThanks,
  purposeOf,
} from './understand.ts'
import { english } from './voice/english.ts'
import { korean } from './voice/korean.ts'
import type { Voice } from './voice/voice.ts'

export interface MentorOptions {
  readonly seed: string
  readonly lean: Lean | 'auto'
}

interface Scene {
  readonly reading: Reading
  readonly voice: Voice
  readonly random: Random
  readonly lean: Lean | 'auto'
}

/** The coin spoken of where none was named and the market as a whole is meant. */
const flagship: Coin = 'BTC'

/** What the mentor answers. The same prompt and seed give the same words. */
export function answer(reading: Reading, { seed, lean }: MentorOptions): string {
  const voice = reading.language === 'ko' ? korean : english
  const { question, earlier, isContinuation, isRevision } = reading
  const occasion = isContinuation ? 'on' : isRevision ? 'again' : 'first'
  const random = createRandom(hashText([seed, occasion, earlier.length, question].join('/')))
  const scene = { reading, voice, random, lean }
  if (isContinuation) return sentences([pick(random, voice.continuation), pick(random, voice.reminder)])
  if (isAboutMemory(question)) return remember(scene)
  switch (purposeOf(question, earlier)) {
    case 'distress':
      return pick(random, voice.distress)
    case 'unlawful':
      return pick(random, voice.unlawful)
    case 'off_topic':
      return pick(random, voice.offTopic)
    case 'general':
      return teach(scene)
    case 'portfolio':
      return reviewPortfolio(scene)
    case 'advice':
      return advise(scene)
    case 'market_data':
      return describe(scene)
  }
}

/** The coins that the question, or the conversation before it, is about. */
export function subjects({ question, earlier }: Pick<Reading, 'question' | 'earlier'>): Coin[] {
  const named = coinsIn(question)
  if (named.length > 0) return named
  return coinsIn(earlier.findLast((text) => coinsIn(text).length > 0) ?? '')
}

function remember({ reading, voice, random }: Scene): string {
  const previous = reading.earlier.at(-1)
  if (previous === undefined) return pick(random, voice.noMemory)
  return pick(random, voice.memory).replace('[Q]', previous)
}

function teach({ reading, voice, random }: Scene): string {
  const { question } = reading
  if (isThanks(question)) return pick(random, voice.thanks)
  if (isGreeting(question) || isAboutMentor(question)) return pick(random, voice.greeting)
  if (isAboutStranger(question)) return pick(random, voice.stranger)
  const [coin] = coinsIn(question)
  if (coin !== undefined && asksWhatItIs(question)) {
    return sentences([pick(random, voice.about[coin]), pick(random, voice.lessonEnd)])
  }
  const lesson = voice.lessons.find(({ topic }) => topic.test(question))
  return sentences([pick(random, lesson?.text ?? voice.lessonDefault), pick(random, voice.lessonEnd)])
}

function describe(scene: Scene): string {
  const { voice, random, reading } = scene
  const named = subjects(reading)
  const all = named.length > 0 ? named.slice(0, 3) : [flagship]
  const missing = unavailable(scene, all)
  if (missing !== undefined) return missing
  const [first = flagship] = all
  const news = event(scene)
  return sentences([
    ...news,
    ...all.flatMap((coin) => say(scene, voice.price, coin)),
    ...(all.length === 1 ? situation(scene, first) : []),
    ...(news.length + all.length < 4 ? say(scene, voice.mood, first) : []),
    pick(random, voice.wisdom),
  ])
}

function advise(scene: Scene): string {
  const { voice, random, reading } = scene
  const [coin = flagship] = subjects(reading)
  const missing = unavailable(scene, [coin])
  if (missing !== undefined) return missing
  const lean = scene.lean === 'auto' ? leanFor(reading, coin) : scene.lean
  const news = event(scene)
  return sentences([
    ...news,
    ...say(scene, voice.price, coin),
    ...situation(scene, coin),
    pick(random, voice.lean[lean]),
    ...(news.length === 0 && random() < 0.7 ? [pick(random, voice.unless[lean])] : []),
    pick(random, voice.reminder),
  ])
}

/** Whoever asks about selling is told to wait at most, never to buy more. */
function leanFor({ facts, question }: Reading, coin: Coin): Lean {
  const lean = outlookOf(facts, coin)
  return lean === 'buy' && asksToSell(question) ? 'wait' : lean
}

function reviewPortfolio(scene: Scene): string {
  const { voice, random, reading } = scene
  const summary = say(scene, voice.portfolio, flagship)
  if (summary.length === 0) return pick(random, voice.portfolioEmpty)
  const held = coins.filter((coin) => reading.facts.has(`portfolio.${coin}.value`))
  const named = coinsIn(reading.question).filter((coin) => held.includes(coin))
  return sentences([
    ...summary,
    ...say(scene, voice.portfolioBenchmark, flagship),
    ...(named[0] === undefined
      ? say(scene, voice.portfolioDetail, flagship)
      : say(scene, voice.portfolioCoin, named[0])),
    pick(random, voice.portfolioLesson),
  ])
}

/** What to say when there is no fresh price to speak of. */
function unavailable({ reading, voice, random }: Scene, asked: readonly Coin[]): string | undefined {
  const { facts } = reading
  if (isMarketStale(facts) || asked.every((coin) => isStale(facts, coin))) return pick(random, voice.stale)
  const [first = flagship] = asked
  if (facts.has(`${first}.price`)) return undefined
  return voice.address(pick(random, voice.noFigures), first)
}

function event(scene: Scene): string[] {
  return scene.reading.earlier.length === 0 ? say(scene, scene.voice.event, flagship) : []
}

/** Where the price stands against its long average, or whatever else is known. */
function situation(scene: Scene, coin: Coin): string[] {
  const { reading, voice, random } = scene
  const price = reading.facts.get(`${coin}.price`)?.value
  const average = reading.facts.get(`${coin}.ma200`)?.value
  if (price === undefined || average === undefined || random() < 0.4) return say(scene, voice.context, coin)
  return say(scene, price < average ? voice.contextBelowAverage : voice.contextAboveAverage, coin)
}

/** One of the phrasings whose facts are all there; the first ones use more facts and are preferred. */
function say({ reading, voice, random }: Scene, phrasings: readonly string[], coin: Coin): string[] {
  const usable = phrasings
    .map((phrasing) => voice.address(phrasing.replaceAll(/\{\{([^}]*)\bS\./g, `{{$1${coin}.`), coin))
    .filter((phrasing) => referencesOf(phrasing).every((id) => reading.facts.has(id)))
  const richest = Math.max(...usable.map((phrasing) => referencesOf(phrasing).length), 0)
  const best = usable.filter((phrasing) => referencesOf(phrasing).length >= Math.min(2, richest))
  return best.length > 0 ? [pick(random, best)] : []
}

function referencesOf(text: string): string[] {
  return [...text.matchAll(/\{\{([\w.]+)\}\}/g)].map(([, id = '']) => id)
}

function sentences(parts: readonly string[]): string {
  return parts.join(' ')
}
