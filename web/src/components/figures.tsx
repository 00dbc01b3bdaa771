/** Returns and amounts with their sign and colour; a dash for what does not exist. */
import { useSpeech } from '../i18n/language.tsx'

/** A fraction as a percentage; `plain` for shares and rates, which have no sign. */
export function Percent({
  fraction,
  plain = false,
}: {
  readonly fraction: string | number | null | undefined
  readonly plain?: boolean
}) {
  const { formats } = useSpeech()
  if (fraction === null || fraction === undefined) return <span>–</span>
  const percent = (Number(fraction) * 100).toFixed(4)
  if (plain) return <span>{formats.percent(percent)}</span>
  return <span className={toneOf(Number(percent), 0.005)}>{formats.change(percent)}</span>
}

/** USDT with its sign. */
export function Amount({ usdt }: { readonly usdt: number | undefined }) {
  const { formats } = useSpeech()
  if (usdt === undefined) return <span>–</span>
  const size = formats.money(Math.abs(usdt).toFixed(2))
  const isZero = Math.abs(usdt) < 0.005
  return (
    <span className={toneOf(usdt, 0.005)}>
      {isZero ? '' : usdt > 0 ? '+' : '-'}
      {size}
    </span>
  )
}

/** What is written as zero has no colour. */
function toneOf(value: number, least: number): string {
  if (Math.abs(value) < least) return ''
  return value > 0 ? 'text-rise' : 'text-fall'
}
