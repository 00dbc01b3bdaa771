/** The portfolio against the same money in BTC, as percent since the start. Loaded only where it is shown. */
import type { Performance } from '@sage/edge/contract'
import {
  ColorType,
  createChart,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  type UTCTimestamp,
} from 'lightweight-charts'
import { useEffect, useRef } from 'react'
import { onColours } from '../../lib/movement.ts'

interface Chart {
  readonly api: IChartApi
  readonly own: ISeriesApi<'Line'>
  readonly benchmark: ISeriesApi<'Line'>
}

export default function EquityChart({
  equity,
  locale,
  timeZone,
  label,
}: {
  readonly equity: Performance['equity']
  readonly locale: string
  readonly timeZone: string
  readonly label: string
}) {
  const box = useRef<HTMLElement>(null)
  const chart = useRef<Chart>(undefined)

  useEffect(() => {
    if (!box.current) return
    const date = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone })
    const onDay = (time: unknown) =>
      typeof time === 'number' ? date.format(new Date(time * 1000)) : String(time)
    const api = createChart(box.current, {
      autoSize: true,
      layout: {
        background: { type: ColorType.Solid, color: 'transparent' },
        attributionLogo: true,
        fontFamily: getComputedStyle(document.body).fontFamily,
      },
      rightPriceScale: { borderVisible: false },
      timeScale: { borderVisible: false, tickMarkFormatter: onDay },
      localization: {
        locale,
        timeFormatter: onDay,
        priceFormatter: (percent: number) => `${percent.toFixed(2)}%`,
      },
    })
    const line = { lineWidth: 2, priceLineVisible: false } as const
    const benchmark = api.addSeries(LineSeries, line)
    const own = api.addSeries(LineSeries, line)
    chart.current = { api, own, benchmark }
    const paint = () => paintChart({ api, own, benchmark })
    paint()
    const rest = onColours(paint)
    return () => {
      rest()
      api.remove()
      chart.current = undefined
    }
  }, [locale, timeZone])

  useEffect(() => {
    const { api, own, benchmark } = chart.current ?? {}
    if (!api || !own || !benchmark) return
    own.setData(lineOf(equity, 'index'))
    benchmark.setData(lineOf(equity, 'benchmarkIndex'))
    api.timeScale().fitContent()
  }, [equity, locale, timeZone])

  return <figure ref={box} aria-label={label} className="h-full w-full" />
}

/** A day whose price is missing is a gap, not a line. */
function lineOf(equity: Performance['equity'], index: 'index' | 'benchmarkIndex') {
  return equity.map((point) => {
    // The chart's time is a nominal type, which only a cast can make.
    const time = Math.floor(Date.parse(point.at) / 1000) as UTCTimestamp
    const value = point[index]
    return value === null ? { time } : { time, value: (Number(value) - 1) * 100 }
  })
}

/** The chart draws on a canvas: it gets the tokens' present values. */
function paintChart({ api, own, benchmark }: Chart): void {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(name).trim()
  api.applyOptions({
    layout: { textColor: token('--ink-3') },
    grid: { vertLines: { visible: false }, horzLines: { color: token('--line') } },
  })
  own.applyOptions({ color: token('--gold') })
  benchmark.applyOptions({ color: token('--line-strong') })
}
