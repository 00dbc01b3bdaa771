/**
 * Candles and volume, drawn by lightweight-charts. Loaded only where a chart is shown. The whole is in sight at first;
 * from then on it stays where the reader has moved it.
 */
import type { Candles } from '@sage/edge/contract'
import {
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  createChart,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  TickMarkType,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import { useEffect, useRef } from 'react'
import { priceDigits } from '../../i18n/format.ts'
import { onColours } from '../../lib/movement.ts'

type Candle = Candles['candles'][number]

export default function CandleChart({
  candles,
  live,
  locale,
  timeZone,
  label,
}: {
  readonly candles: Candles['candles']
  /** The newest candle as the present price makes it, in place of the last of `candles` or after it. */
  readonly live: Candle | undefined
  readonly locale: string
  readonly timeZone: string
  readonly label: string
}) {
  const box = useRef<HTMLElement>(null)
  const chart = useRef<{
    readonly api: IChartApi
    readonly prices: ISeriesApi<'Candlestick'>
    readonly volume: ISeriesApi<'Histogram'>
    fits: boolean
  }>(undefined)
  const shown = useRef(candles)

  useEffect(() => {
    if (!box.current) return
    const api = createChart(box.current, {
      autoSize: true,
      layout: {
        background: { type: ColorType.Solid, color: 'transparent' },
        attributionLogo: true,
        fontFamily: getComputedStyle(document.body).fontFamily,
      },
      crosshair: { mode: CrosshairMode.Normal },
      rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.08, bottom: 0.26 } },
      timeScale: {
        borderVisible: false,
        timeVisible: true,
        secondsVisible: false,
        tickMarkFormatter: (time: Time, kind: TickMarkType) =>
          timeFormat(locale, timeZone, tickTime(kind))(time),
      },
      localization: {
        locale,
        timeFormatter: timeFormat(locale, timeZone, crosshairTime),
        priceFormatter: priceFormat(locale),
      },
    })
    const prices = api.addSeries(CandlestickSeries, { borderVisible: false })
    const volume = api.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceFormat: { type: 'volume' },
      lastValueVisible: false,
      priceLineVisible: false,
    })
    api.priceScale('volume').applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } })
    chart.current = { api, prices, volume, fits: false }
    const paint = () => {
      paintChart(api, prices)
      volume.setData(volumesOf(shown.current))
    }
    paint()
    const rest = onColours(paint)
    return () => {
      rest()
      api.remove()
      chart.current = undefined
    }
  }, [locale, timeZone])

  useEffect(() => {
    if (!chart.current) return
    const { api, prices, volume, fits } = chart.current
    const precision = priceDigits(candles.at(-1)?.close ?? '0')
    prices.applyOptions({ priceFormat: { type: 'price', precision, minMove: 1 / 10 ** precision } })
    prices.setData(candles.map(drawn))
    shown.current = candles
    volume.setData(volumesOf(candles))
    if (!fits) api.timeScale().fitContent()
    chart.current.fits = true
  }, [candles, locale, timeZone])

  // New candles take the place of what was drawn live.
  useEffect(() => {
    if (live) chart.current?.prices.update(drawn(live))
  }, [live, candles, locale, timeZone])

  return <figure ref={box} aria-label={label} className="h-full w-full" />
}

function drawn(candle: Candle) {
  return {
    time: timeOf(candle.at),
    open: Number(candle.open),
    high: Number(candle.high),
    low: Number(candle.low),
    close: Number(candle.close),
  }
}

/** Seconds since 1970, in the chart's nominal type, which only a cast can make. */
function timeOf(at: string): UTCTimestamp {
  return (Date.parse(at) / 1000) as UTCTimestamp
}

/** A candle's volume in a thin wash of the colour that the candle has. */
function volumesOf(candles: Candles['candles']) {
  const style = getComputedStyle(document.documentElement)
  // 0.35 of 255, after the token's six digits.
  const wash = (name: string) => `${style.getPropertyValue(name).trim()}59`
  const [rise, fall] = [wash('--rise'), wash('--fall')]
  return candles.map((candle) => ({
    time: timeOf(candle.at),
    value: Number(candle.quoteVolume),
    color: Number(candle.close) >= Number(candle.open) ? rise : fall,
  }))
}

/** The chart draws on a canvas: it gets the tokens' present values. */
function paintChart(api: IChartApi, prices: ISeriesApi<'Candlestick'>): void {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(name).trim()
  api.applyOptions({
    layout: { textColor: token('--ink-3') },
    grid: { vertLines: { visible: false }, horzLines: { color: token('--line') } },
    crosshair: {
      vertLine: { color: token('--line-strong'), labelBackgroundColor: token('--ink-2') },
      horzLine: { color: token('--line-strong'), labelBackgroundColor: token('--ink-2') },
    },
  })
  prices.applyOptions({
    upColor: token('--rise'),
    downColor: token('--fall'),
    wickUpColor: token('--rise'),
    wickDownColor: token('--fall'),
  })
}

function priceFormat(locale: string): (price: number) => string {
  return (price) => {
    const digits = priceDigits(String(price))
    return price.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  }
}

const crosshairTime: Intl.DateTimeFormatOptions = {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
}

function tickTime(kind: TickMarkType): Intl.DateTimeFormatOptions {
  switch (kind) {
    case TickMarkType.Year:
      return { year: 'numeric' }
    case TickMarkType.Month:
      return { month: 'short' }
    case TickMarkType.DayOfMonth:
      return { month: 'numeric', day: 'numeric' }
    default:
      return { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  }
}

function timeFormat(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions) {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone })
  return (time: Time) => (typeof time === 'number' ? format.format(new Date(time * 1000)) : String(time))
}
