import { useEffect, useState } from 'react'

/** A first visit has painted by then, also on a slow phone; what may come later does not compete with it. */
const quietAfterMs = 3000

/** Whether the page has been there for long enough that what it can do without may be loaded. */
export function useQuiet(): boolean {
  const [isQuiet, setQuiet] = useState(performance.now() > quietAfterMs)
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(true), quietAfterMs - performance.now())
    return () => clearTimeout(timer)
  }, [])
  return isQuiet
}

/** Runs `work` once it competes with nothing that a first visit needs. */
export function afterFirstPaint(work: () => Promise<void>): void {
  // What fails to load is loaded by the next visit.
  setTimeout(() => void work().catch(() => undefined), Math.max(0, quietAfterMs - performance.now()))
}
