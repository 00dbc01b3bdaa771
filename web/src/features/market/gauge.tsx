/** Fear & Greed: where it stands, where it stood, and its last thirty days. */
import type { FearGreedHistory, Prices } from '@sage/edge/contract'
import { useQuery } from '@tanstack/react-query'
import { Skeleton } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { bandColours, bandOf, bands, fearGreedQuery } from './fear-greed.ts'

type FearGreed = NonNullable<Prices['fearGreed']>

/** The index is renewed once a day. */
const lateAfterMs = 26 * 3_600_000

export function FearGreedCard({ index }: { readonly index: FearGreed | null | undefined }) {
  const { t } = useSpeech()
  const { data: history } = useQuery(fearGreedQuery)
  return (
    <section
      aria-labelledby="fear-greed"
      className="rounded-2xl border border-line bg-surface p-5 shadow-card"
    >
      <h2 id="fear-greed" className="font-semibold">
        {t('fearGreed.title')}
      </h2>
      {index === undefined && <Skeleton className="mt-4 h-36" />}
      {index === null && <p className="mt-3 text-sm text-ink-2">{t('fearGreed.none')}</p>}
      {index && <Gauge index={index} />}
      {history && history.points.length > 1 && <History points={history.points} />}
    </section>
  )
}

function Gauge({ index }: { readonly index: FearGreed }) {
  const { t } = useSpeech()
  const band = bandOf(index.value)
  const needle = polar(index.value, 66)
  return (
    <div className="mt-1">
      <svg
        viewBox="0 0 200 112"
        role="img"
        aria-label={`${index.value}, ${t(`fearGreed.band.${band}`)}`}
        className="mx-auto block w-full max-w-60"
      >
        {bands.map(({ name, upTo }, place) => (
          <path
            key={name}
            d={arc((bands[place - 1]?.upTo ?? 0) + (place > 0 ? 0.8 : 0), upTo, 84)}
            fill="none"
            stroke={bandColours[name]}
            strokeWidth={name === band ? 14 : 9}
            opacity={name === band ? 1 : 0.4}
          />
        ))}
        <line
          x1="100"
          y1="100"
          x2={needle.x}
          y2={needle.y}
          stroke="var(--ink)"
          strokeWidth="3"
          strokeLinecap="round"
        />
        <circle cx="100" cy="100" r="5.5" fill="var(--ink)" />
      </svg>
      <p className="mt-1 text-center">
        <b className="text-3xl font-semibold tabular-nums">{index.value}</b>
        <span className="ml-2 text-ink-2">{t(`fearGreed.band.${band}`)}</span>
      </p>
      <dl className="mt-3 flex justify-center gap-6 text-sm text-ink-3">
        {index.yesterday !== undefined && <Past label={t('fearGreed.yesterday')} value={index.yesterday} />}
        {index.weekAgo !== undefined && <Past label={t('fearGreed.weekAgo')} value={index.weekAgo} />}
      </dl>
      {index.ageMs > lateAfterMs && (
        <p className="mt-2 text-center text-sm text-warn">{t('fearGreed.late')}</p>
      )}
    </div>
  )
}

function Past({ label, value }: { readonly label: string; readonly value: number }) {
  return (
    <div className="flex gap-1.5">
      <dt>{label}</dt>
      <dd className="font-medium text-ink-2 tabular-nums">{value}</dd>
    </div>
  )
}

function History({ points }: { readonly points: FearGreedHistory['points'] }) {
  const { t, formats } = useSpeech()
  const x = (place: number) => (place / (points.length - 1)) * 300
  const y = (value: number) => 60 - value * 0.56
  const line = points.map((point, place) => `${x(place).toFixed(1)},${y(point.value).toFixed(1)}`).join(' ')
  const [first] = points
  const last = points.at(-1)
  return (
    <figure className="mt-5 border-t border-line pt-4">
      <figcaption className="text-xs text-ink-3">{t('fearGreed.history')}</figcaption>
      <svg
        viewBox="0 0 300 64"
        aria-hidden
        preserveAspectRatio="none"
        className="mt-2 h-16 w-full overflow-visible"
      >
        <line x1="0" x2="300" y1={y(50)} y2={y(50)} stroke="var(--line)" strokeDasharray="3 4" />
        <polyline
          points={line}
          fill="none"
          stroke="var(--gold)"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div aria-hidden className="flex justify-between text-xs text-ink-3">
        <span>{first && formats.date(first.at)}</span>
        <span>{last && formats.date(last.at)}</span>
      </div>
      <table className="sr-only">
        <caption>{t('fearGreed.history')}</caption>
        <tbody>
          {points.map((point) => (
            <tr key={point.at}>
              <th scope="row">{formats.date(point.at)}</th>
              <td>{point.value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

/** A point of the half circle around (100, 100): 0 lies left, 100 right. */
function polar(value: number, radius: number): { readonly x: number; readonly y: number } {
  const angle = Math.PI * (1 - value / 100)
  return { x: 100 + radius * Math.cos(angle), y: 100 - radius * Math.sin(angle) }
}

function arc(from: number, to: number, radius: number): string {
  const start = polar(from, radius)
  const end = polar(to, radius)
  return `M${start.x.toFixed(2)} ${start.y.toFixed(2)}A${radius} ${radius} 0 0 1 ${end.x.toFixed(2)} ${end.y.toFixed(2)}`
}
