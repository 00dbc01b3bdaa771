/**
 * Which colour a rise has: that of the reader's market, unless he has chosen. In Korea a rise is red and a fall
 * blue; the stylesheet does that for pages in Korean. `first-paint.js` reads the same key.
 */
import { readStored, writeStored } from './stored.ts'

export const movements = ['language', 'red', 'green'] as const
export type Movement = (typeof movements)[number]

const storageKey = 'sage.movement'

export function chosenMovement(): Movement {
  const stored = readStored(storageKey)
  return movements.find((movement) => movement === stored) ?? 'language'
}

export function chooseMovement(movement: Movement): void {
  writeStored(storageKey, movement === 'language' ? undefined : movement)
  if (movement === 'language') delete document.documentElement.dataset.movement
  else document.documentElement.dataset.movement = movement
}

/** Calls `paint` when the colours that a canvas has to be told have changed. Returns what ends that. */
export function onColours(paint: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', paint)
  const chosen = new MutationObserver(paint)
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-movement', 'lang'] })
  return () => {
    dark.removeEventListener('change', paint)
    chosen.disconnect()
  }
}
