/** Which market the stack reads: the real exchanges, or the replay that stands in for them. */
import type { MarketSource } from '@sage/db/vocabulary'
import WebSocket from 'ws'
import { Failure } from './failure.ts'
import { answers } from './probe.ts'
import type { Settings } from './settings.ts'

const deadlineMs = 2000
const defaultWs = 'wss://stream.binance.com:9443'
const defaultRest = 'https://api.binance.com'

/** `auto` is `live` if the exchange's socket and REST API both answer within two seconds, else `replay`. */
export async function chooseMarket(
  settings: Pick<Settings, 'MARKET' | 'BINANCE_WS_URL' | 'BINANCE_REST_URL'>,
): Promise<MarketSource> {
  if (settings.MARKET === 'replay') return 'replay'
  const ws = settings.BINANCE_WS_URL ?? defaultWs
  const rest = settings.BINANCE_REST_URL ?? defaultRest
  const [socket, api] = await Promise.all([opens(`${ws}/ws`), answers(`${rest}/api/v3/ping`)])
  if (socket && api) return 'live'
  if (settings.MARKET === 'auto') return 'replay'
  throw new Failure(`MARKET=live was asked for, but Binance (${ws}, ${rest}) does not answer from here.`)
}

function opens(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { handshakeTimeout: deadlineMs })
    const timer = setTimeout(() => settle(false), deadlineMs)
    const settle = (answer: boolean) => {
      clearTimeout(timer)
      socket.terminate()
      resolve(answer)
    }
    socket.once('open', () => settle(true))
    socket.on('error', () => settle(false))
  })
}
