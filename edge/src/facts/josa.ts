/**
 * Korean particles after a rendered figure. The right form depends on how the last sound is read aloud:
 * `43,250 USDT` ends in 티 (a vowel), `3 SOL` in ㄹ, `40` in 십 (a consonant).
 */
export type FinalSound = 'vowel' | 'rieul' | 'consonant'

const digitSounds: readonly FinalSound[] = [
  'consonant',
  'rieul',
  'vowel',
  'consonant',
  'vowel',
  'vowel',
  'consonant',
  'rieul',
  'rieul',
  'vowel',
]
/** Letters by their Korean names: 엘 엠 엔 알 end in a consonant, the others in a vowel. */
const letterSounds: Readonly<Record<string, FinalSound>> = {
  L: 'rieul',
  R: 'rieul',
  M: 'consonant',
  N: 'consonant',
}

/** How the last sound of `text` is read in Korean. */
export function finalSound(text: string): FinalSound {
  const last =
    text
      .trimEnd()
      .replace(/[)\]"'”’]+$/u, '')
      .at(-1) ?? ''
  if (/[0-9]/.test(last)) return digitSounds[Number(last)] ?? 'consonant'
  const code = last.charCodeAt(0) - 0xac00
  if (code >= 0 && code < 11172) {
    const final = code % 28
    if (final === 0) return 'vowel'
    return final === 8 ? 'rieul' : 'consonant'
  }
  return letterSounds[last.toUpperCase()] ?? 'vowel'
}

/** The spellings a writer may use for one particle, and its forms after a consonant and after a vowel. */
interface Particle {
  readonly written: readonly string[]
  readonly afterConsonant: string
  readonly afterVowel: string
  /** Whether ㄹ counts as a vowel, as in 솔로 (not 솔으로). */
  readonly rieulIsVowel?: boolean
  /** What may directly follow and still leave it this particle, besides the end of the word. */
  readonly tail?: string
}

const particles: readonly Particle[] = [
  { written: ['은(는)', '는(은)', '은', '는'], afterConsonant: '은', afterVowel: '는', tail: '커녕' },
  { written: ['이(가)', '가(이)', '이', '가'], afterConsonant: '이', afterVowel: '가' },
  { written: ['을(를)', '를(을)', '을', '를'], afterConsonant: '을', afterVowel: '를' },
  { written: ['과(와)', '와(과)', '과', '와'], afterConsonant: '과', afterVowel: '와', tail: '는도의' },
  {
    written: ['(으)로', '으로(로)', '로(으로)', '으로', '로'],
    afterConsonant: '으로',
    afterVowel: '로',
    rieulIsVowel: true,
    tail: '는도만서써부',
  },
  { written: ['(이)다', '이다', '다'], afterConsonant: '이다', afterVowel: '다' },
  { written: ['(이)네', '이네', '네'], afterConsonant: '이네', afterVowel: '네' },
  { written: ['(이)라', '이라', '라'], afterConsonant: '이라', afterVowel: '라', tail: '고는도면' },
  { written: ['(이)나', '이나', '나'], afterConsonant: '이나', afterVowel: '나' },
  { written: ['(이)며', '이며', '며'], afterConsonant: '이며', afterVowel: '며' },
  { written: ['(이)고', '이고', '고'], afterConsonant: '이고', afterVowel: '고' },
  { written: ['이었', '였'], afterConsonant: '이었', afterVowel: '였', tail: '네다지고으는던습' },
  { written: ['이에요', '예요'], afterConsonant: '이에요', afterVowel: '예요' },
]

/** Longest spelling first, so that `은(는)` is not read as `은`. */
const spellings = particles
  .flatMap((particle) => particle.written.map((written) => ({ written, particle })))
  .sort((a, b) => b.written.length - a.written.length)

const hangul = /[가-힣]/

/**
 * The particle that `text` begins with, corrected for what was read before it.
 * `open`: more text is needed to tell; `none`: the text begins with no particle.
 */
export type Joined =
  | { readonly type: 'open' }
  | { readonly type: 'none' }
  | { readonly type: 'particle'; readonly length: number; readonly text: string }

export function joinParticle(sound: FinalSound, text: string, final: boolean): Joined {
  if (!final && spellings.some(({ written }) => written.length >= text.length && written.startsWith(text))) {
    return { type: 'open' }
  }
  for (const { written, particle } of spellings) {
    if (!text.startsWith(written)) continue
    const next = text.at(written.length)
    if (next !== undefined && hangul.test(next) && !(particle.tail ?? '').includes(next)) continue
    const vowel = sound === 'vowel' || (sound === 'rieul' && particle.rieulIsVowel === true)
    return {
      type: 'particle',
      length: written.length,
      text: vowel ? particle.afterVowel : particle.afterConsonant,
    }
  }
  return { type: 'none' }
}
