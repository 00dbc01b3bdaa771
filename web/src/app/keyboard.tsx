/** The keys that work everywhere. What they call up is loaded with the first call. */
import { lazy, Suspense, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { focusComposer } from '../features/chat/composer.tsx'
import { openChapter } from '../i18n/language.tsx'

type Layer = 'palette' | 'help'

const CommandLayer = lazy(async () => {
  const [layer] = await Promise.all([import('../features/command/command-layer.tsx'), openChapter('pages')])
  return layer
})

/** Other parts of the page open a layer by this event. */
const openEvent = 'sage:layer'
export const openPalette = () => dispatchEvent(new Event(openEvent))

export function Keyboard() {
  const [layer, setLayer] = useState<Layer>()
  const [, navigate] = useLocation()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const layerBefore = document.querySelector('dialog[open]')
      const wanted = actionOf(event)
      if (!wanted || (layerBefore && wanted !== 'palette')) return
      event.preventDefault()
      if (wanted === 'new') navigate('/chat/new')
      else if (wanted === 'composer') focusComposer()
      else setLayer((now) => (now === wanted ? undefined : layerBefore ? now : wanted))
    }
    const open = () => setLayer('palette')
    addEventListener('keydown', onKeyDown)
    addEventListener(openEvent, open)
    return () => {
      removeEventListener('keydown', onKeyDown)
      removeEventListener(openEvent, open)
    }
  }, [navigate])
  return layer ? (
    <Suspense>
      <CommandLayer open={layer} onClose={() => setLayer(undefined)} />
    </Suspense>
  ) : null
}

function actionOf(event: KeyboardEvent): Layer | 'new' | 'composer' | undefined {
  if (event.isComposing || event.altKey) return
  const key = event.key.toLowerCase()
  if (event.ctrlKey || event.metaKey) {
    // `code` is the place of the key: a Korean layout types ㅏ and ㅐ there.
    if (!event.shiftKey && (key === 'k' || event.code === 'KeyK')) return 'palette'
    return event.shiftKey && (key === 'o' || event.code === 'KeyO') ? 'new' : undefined
  }
  const { target } = event
  const typing = target instanceof HTMLElement && target.matches('input:not([type=radio]), textarea, select')
  if (typing) return
  if (event.key === '?') return 'help'
  return event.key === '/' ? 'composer' : undefined
}
