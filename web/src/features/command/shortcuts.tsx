/** Which keys do what. */
import { Dialog } from '../../components/ui/dialog.tsx'
import { useSpeech } from '../../i18n/language.tsx'

const command = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl'

const shortcuts = [
  { keys: [command, 'K'], text: 'shortcut.palette' },
  { keys: [command, 'Shift', 'O'], text: 'shortcut.newChat' },
  { keys: ['/'], text: 'shortcut.composer' },
  { keys: ['Enter'], text: 'shortcut.send' },
  { keys: ['Shift', 'Enter'], text: 'shortcut.line' },
  { keys: ['Esc'], text: 'shortcut.close' },
  { keys: ['?'], text: 'shortcut.help' },
] as const

export function ShortcutsHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useSpeech()
  return (
    <Dialog title={t('shortcut.title')} onClose={onClose}>
      <dl className="mt-4 space-y-2.5 text-sm">
        {shortcuts.map(({ keys, text }) => (
          <div key={text} className="flex items-center justify-between gap-4">
            <dt className="text-ink-2">{t(text)}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-7 rounded-md border border-line bg-sunken px-1.5 py-0.5 text-center text-xs"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
