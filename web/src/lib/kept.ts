/**
 * Which answers on screen came out of the service worker's cache because the server could not be reached, and when
 * they were read from it: an address of the API -> ISO 8601.
 */
import { create } from 'zustand'

export const useKept = create<Readonly<Record<string, string>>>(() => ({}))

/** Notes where the answer of `address` came from; `null`: from the server itself. */
export function noteKept(address: string, at: string | null): void {
  const { [address]: known, ...others } = useKept.getState()
  if ((known ?? null) !== at) useKept.setState(at === null ? others : { ...others, [address]: at }, true)
}

/** When the oldest answer on screen was read, of those whose address begins with `prefix`; absent: all are fresh. */
export function useKeptAt(prefix: string): string | undefined {
  return useKept((kept) =>
    Object.entries(kept)
      .flatMap(([address, at]) => (address.startsWith(prefix) ? [at] : []))
      .sort()
      .at(0),
  )
}

/** Has the service worker keep the answer of `address`, which this page knows already by other means. */
export function keepForOffline(address: string): void {
  if (navigator.serviceWorker?.controller) void fetch(address).catch(() => undefined)
}
