/** Numbers, dates and ages as the reader's language writes them. */
import type { Locale } from '@sage/db/vocabulary'

const tags = { ko: 'ko-KR', en: 'en-US' } as const

export interface Formats {
  /** A price or amount in USDT, from a decimal string, with digits that suit its size. */
  price(value: string): string
  /** An amount of money in USDT, from a decimal string, with two digits. */
  money(value: string): string
  /** A large amount in short: 1.2B. */
  compact(value: string): string
  /** `2.41` as +2.41%. */
  change(percent: string): string
  /** `2.41` as 2.41%. */
  percent(percent: string): string
  count(value: number): string
  /** A plain decimal string with all its digits. */
  decimal(value: string): string
  /** How long ago, from a duration in ms: 3 s, 4 min, 2 h, 5 d. */
  age(ms: number): string
  /** A stage's duration in ms, in seconds. */
  seconds(ms: number): string
  time(at: string): string
  dateTime(at: string): string
  date(at: string): string
}

export function formatsOf(locale: Locale, timeZone: string): Formats {
  const tag = tags[locale]
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options)
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(tag, { ...options, timeZone })
    return (at: string) => format.format(new Date(at))
  }
  const units = {
    second: number({ style: 'unit', unit: 'second', unitDisplay: 'narrow', maximumFractionDigits: 0 }),
    minute: number({ style: 'unit', unit: 'minute', unitDisplay: 'short', maximumFractionDigits: 0 }),
    hour: number({ style: 'unit', unit: 'hour', unitDisplay: 'narrow', maximumFractionDigits: 0 }),
    day: number({ style: 'unit', unit: 'day', unitDisplay: 'narrow', maximumFractionDigits: 0 }),
  }
  const compact = number({ notation: 'compact', maximumFractionDigits: 1 })
  const count = number({})
  const decimal = number({ maximumFractionDigits: 20 })
  const seconds = number({
    style: 'unit',
    unit: 'second',
    unitDisplay: 'narrow',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  })
  const change = number({ signDisplay: 'exceptZero', minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const percent = number({ minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const prices = new Map<number, Intl.NumberFormat>()
  const priceFormat = (digits: number) => {
    const known = prices.get(digits)
    if (known) return known
    const format = number({ minimumFractionDigits: digits, maximumFractionDigits: digits })
    prices.set(digits, format)
    return format
  }

  return {
    price: (value) => exactly(priceFormat(priceDigits(value)), value),
    money: (value) => exactly(percent, value),
    compact: (value) => exactly(compact, value),
    change: (value) => `${exactly(change, value)}%`,
    percent: (value) => `${exactly(percent, value)}%`,
    count: (value) => count.format(value),
    decimal: (value) => exactly(decimal, value),
    age(ms) {
      const total = Math.max(0, Math.floor(ms / 1000))
      if (total < 60) return units.second.format(total)
      if (total < 3600) return units.minute.format(Math.floor(total / 60))
      if (total < 86_400) return units.hour.format(Math.floor(total / 3600))
      return units.day.format(Math.floor(total / 86_400))
    },
    seconds: (ms) => seconds.format(ms / 1000),
    time: dates({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
    dateTime: dates({
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    }),
    date: dates({ month: 'short', day: 'numeric' }),
  }
}

/** Decimal places: a coin of 60,000 needs two, one of 0.16 needs five. */
export function priceDigits(value: string): number {
  const size = Math.abs(Number(value))
  if (size >= 100) return 2
  if (size >= 10) return 3
  return size >= 1 ? 4 : 5
}

/** Formats a decimal string without going through floating point: `Intl` takes numeric strings since ES2023. */
function exactly(format: Intl.NumberFormat, value: string): string {
  return isNumeric(value) ? format.format(value) : value
}

function isNumeric(value: string): value is Intl.StringNumericLiteral {
  return /^-?\d+(\.\d+)?$/.test(value)
}
