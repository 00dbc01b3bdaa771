/** The number on the installed app's icon: how much waits to be seen, from however many sources. */

const counts = new Map<string, number>()

/** Sets what `source` adds to the badge; 0 takes it away. */
export function setBadge(source: string, count: number): void {
  counts.set(source, count)
  show([...counts.values()].reduce((sum, each) => sum + each, 0))
}

export function clearBadge(): void {
  counts.clear()
  show(0)
}

function show(total: number): void {
  // Browsers without badges, and those that refuse one for an app that is not installed, show none.
  if (!('setAppBadge' in navigator)) return
  const shown = total > 0 ? navigator.setAppBadge(total) : navigator.clearAppBadge()
  shown.catch(() => undefined)
}
