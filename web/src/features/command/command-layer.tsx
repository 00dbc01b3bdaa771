/** What the keyboard calls up over the page. Loaded with the first call. */
import { Palette } from './palette.tsx'
import { ShortcutsHelp } from './shortcuts.tsx'

export default function CommandLayer({
  open,
  onClose,
}: {
  readonly open: 'palette' | 'help'
  readonly onClose: () => void
}) {
  return open === 'palette' ? <Palette onClose={onClose} /> : <ShortcutsHelp onClose={onClose} />
}
