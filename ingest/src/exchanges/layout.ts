/**
 * Frames in exactly the order of fields that a venue documents, read by one pattern instead of `JSON.parse`, which
 * would make an object of twenty texts to get at nine (`npm run bench -- ingest`). A pattern accepts no text that is
 * not JSON, and nothing that reading field by field would not; whatever it passes over is read that way. Each field has
 * one way to match, so that no text takes longer than its length.
 */

/** What stands for a field's value: a pattern, in brackets where the value is wanted. */
class Value {
  readonly pattern: string
  constructor(pattern: string) {
    this.pattern = pattern
  }
}

const decimal = String.raw`\d{1,20}(?:\.\d{1,20})?`
// Integers that a double holds; with more digits or leading zeros they are none of ours, or no JSON.
const integer = String.raw`[1-9]\d{0,14}`
const text = String.raw`"[^"\\\x00-\x1f]*"`
const scalar = String.raw`(?:${text}|-?(?:0|[1-9]\d*)(?:\.\d+)?|true|false|null)`

export const skipped = new Value(scalar)
export const wanted = {
  /** A decimal > 0 as text. */
  positive: new Value(`"((?=[0.]*[1-9])${decimal})"`),
  /** A decimal >= 0 as text. */
  amount: new Value(`"(${decimal})"`),
  percent: new Value(`"(-?${decimal})"`),
  integer: new Value(`(${integer})`),
  /** Milliseconds as text, and the digits of their fraction. */
  fineMs: new Value(String.raw`"(${integer})(?:\.(\d{1,20}))?"`),
  name: new Value('"(\\w{1,20})"'),
  flag: new Value('(true|false)'),
  side: new Value('"(buy|sell)"'),
} as const

interface Layout {
  readonly [field: string]: string | Value | Layout
}

/**
 * The pattern of frames with these fields, in this order; wanted values are its groups.
 *
 * @example layout({ e: 'trade', E: skipped, p: wanted.positive })
 */
export function layout(frame: Layout): RegExp {
  return new RegExp(`^${object(frame)}$`)
}

function object(fields: Layout): string {
  const names = Object.keys(fields)
  const members = Object.entries(fields).map(([name, value]) => `"${name}":${patternOf(value)}`)
  // Fields that a venue has added at the end do no harm; of a name that is repeated, JSON takes the last.
  const added = String.raw`(?:,"(?!(?:${names.join('|')})")\w+":${scalar})*`
  return String.raw`\{${members.join(',')}${added}\}`
}

function patternOf(value: Layout[string]): string {
  if (value instanceof Value) return value.pattern
  return typeof value === 'string' ? `"${value.replaceAll('.', '\\.')}"` : object(value)
}
