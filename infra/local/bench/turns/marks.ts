/** Words that say which stream they belong to, or where in it they stand: three syllables, a number to the base 12. */

/** None of them begins a number word, and no two of them are an order or a promise. */
const syllables = [...'가거고나노다도라로마모바']
const base = syllables.length
/** Numbers below this have a mark. */
export const marks = base ** 3

export function markOf(number: number): string {
  const digit = (place: number) => syllables[Math.floor(number / base ** place) % base]
  return `${digit(2)}${digit(1)}${digit(0)}`
}

/** The marks that are whole in `text`, in order. */
export function marksIn(text: string): number[] {
  return [...text.matchAll(new RegExp(`[${syllables.join('')}]{3}`, 'g'))].map(([word]) =>
    [...word].reduce((sum, syllable) => sum * base + syllables.indexOf(syllable), 0),
  )
}
