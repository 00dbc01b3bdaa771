/** The command palette: go anywhere, find a chat, ask, from the keyboard. */
import { coinSymbols } from '@sage/db/vocabulary'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { CornerDownLeft, LineChart, MessageCircle, Palette as PaletteIcon, Search } from 'lucide-react'
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { Dialog } from '../../components/ui/dialog.tsx'
import { speak, useSpeech } from '../../i18n/language.tsx'
import { classNames } from '../../lib/class-names.ts'
import { chooseTheme, themes } from '../../lib/theme.ts'
import { meQuery } from '../account/session.ts'
import { useDrafts } from '../chat/draft-store.ts'
import { chatsQuery } from '../chat/queries.ts'
import { type Command, matching } from './commands.ts'

const groups = ['ask', 'chats', 'go', 'look'] as const
const icons = { ask: MessageCircle, chats: MessageCircle, go: LineChart, look: PaletteIcon } as const
/** More would be a list to read instead of a place to type. */
const mostChats = 8

export function Palette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useSpeech()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const listId = useId()
  const commands = useCommands(text)
  const place = Math.min(chosen, commands.length - 1)
  const run = (command: Command | undefined) => {
    if (!command) return
    onClose()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setChosen((place + step + commands.length) % commands.length)
    else if (event.key === 'Home') setChosen(0)
    else if (event.key === 'End') setChosen(commands.length - 1)
    else if (event.key === 'Enter') run(commands[place])
    else return
    event.preventDefault()
  }
  return (
    <Dialog title={t('command.title')} onClose={onClose} look="palette">
      <div className="flex items-center gap-2 border-b border-line px-4">
        <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
        <input
          // The dialog was opened to type here.
          ref={(field) => field?.focus()}
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={place >= 0 ? `${listId}-${place}` : undefined}
          aria-label={t('command.title')}
          placeholder={t('command.placeholder')}
          value={text}
          maxLength={200}
          data-testid="palette"
          onChange={(event) => {
            setText(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
          className="h-13 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-ink-3"
        />
        <kbd className="rounded-md border border-line px-1.5 text-xs text-ink-3">Esc</kbd>
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label={t('command.title')}
        className="max-h-[min(24rem,60dvh)] overflow-y-auto p-2"
      >
        {[...new Set(commands.map(({ group }) => group))].map((group) => (
          <Group
            key={group}
            group={group}
            commands={commands}
            chosen={place}
            listId={listId}
            onChoose={setChosen}
            onRun={run}
          />
        ))}
      </div>
      <p role="status" className="sr-only">
        {t('command.found', { count: commands.length })}
      </p>
    </Dialog>
  )
}

function Group({
  group,
  commands,
  chosen,
  listId,
  onChoose,
  onRun,
}: {
  readonly group: Command['group']
  readonly commands: readonly Command[]
  readonly chosen: number
  readonly listId: string
  readonly onChoose: (place: number) => void
  readonly onRun: (command: Command) => void
}) {
  const { t } = useSpeech()
  const Icon = icons[group]
  if (!commands.some((command) => command.group === group)) return null
  return (
    <fieldset>
      <legend className="px-3 pt-2 pb-1 text-xs font-medium text-ink-3">{t(`command.group.${group}`)}</legend>
      {commands.map((command, place) => {
        if (command.group !== group) return null
        const isChosen = place === chosen
        return (
          // The keyboard stays in the field above, which names the chosen option.
          <div
            key={command.id}
            id={`${listId}-${place}`}
            ref={(element) => {
              if (isChosen) element?.scrollIntoView({ block: 'nearest' })
            }}
            role="option"
            tabIndex={-1}
            aria-selected={isChosen}
            onPointerMove={() => onChoose(place)}
            onClick={() => onRun(command)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') onRun(command)
            }}
            className={classNames(
              'flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 text-sm md:min-h-10',
              isChosen ? 'bg-sunken text-ink' : 'text-ink-2',
            )}
          >
            <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />
            <span className="min-w-0 flex-1 truncate">{command.title}</span>
            {isChosen && <CornerDownLeft aria-hidden className="size-3.5 shrink-0 text-ink-3" />}
          </div>
        )
      })}
    </fieldset>
  )
}

/** Every command that `text` means, in the order they are shown in. */
function useCommands(text: string): readonly Command[] {
  const { t, locale } = useSpeech()
  const [, navigate] = useLocation()
  const { data: me } = useQuery(meQuery)
  const { data } = useInfiniteQuery({ ...chatsQuery, enabled: Boolean(me) })
  return useMemo(() => {
    const go = (to: string) => () => navigate(to)
    const ask = (question: string) => () => {
      if (question !== '') useDrafts.getState().set('new', question)
      navigate('/chat/new')
    }
    const chats = (data?.pages ?? []).flatMap((page) => page.chats)
    const known: Command[] = [
      { id: 'new', group: 'ask', title: t('chats.new'), words: 'new chat', run: ask('') },
      ...chats.map(
        ({ id, title }): Command => ({
          id,
          group: 'chats',
          title: title || t('chats.untitled'),
          run: go(`/chat/${id}`),
        }),
      ),
      ...(['market', 'portfolio', 'record', 'settings', 'status'] as const).map(
        (place): Command => ({
          id: place,
          group: 'go',
          title: t(place === 'record' ? 'command.record' : `nav.${place}`),
          words: place,
          run: go(`/${place}`),
        }),
      ),
      ...coinSymbols.map(
        (symbol): Command => ({
          id: symbol,
          group: 'go',
          title: t(`coin.${symbol}`),
          words: symbol,
          run: go(`/market/${symbol}`),
        }),
      ),
      ...themes.map(
        (theme): Command => ({
          id: `theme-${theme}`,
          group: 'look',
          title: `${t('settings.theme')}: ${t(`settings.theme.${theme}`)}`,
          words: `theme ${theme}`,
          run: () => chooseTheme(theme),
        }),
      ),
      {
        id: 'language',
        group: 'look',
        title: t('command.language'),
        words: 'language english korean',
        run: () => void speak(locale === 'ko' ? 'en' : 'ko'),
      },
    ]
    const question = text.trim()
    const found = matching(known, text)
    const shown = groups.flatMap((group) => {
      const ofGroup = found.filter((command) => command.group === group)
      return group === 'chats' ? ofGroup.slice(0, mostChats) : ofGroup
    })
    if (question === '') return shown
    // Whatever is typed can also simply be asked; what it names comes first.
    const asking: Command = {
      id: 'ask',
      group: 'ask',
      title: t('command.ask', { question }),
      run: ask(question),
    }
    const [begun, others] = [
      shown.filter(({ group }) => group === 'ask'),
      shown.filter(({ group }) => group !== 'ask'),
    ]
    return [...others, ...begun, asking]
  }, [text, t, locale, data, navigate])
}
