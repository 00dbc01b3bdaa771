/** What the command palette offers, and which of it a few letters mean. */

export interface Command {
  readonly id: string
  readonly group: 'ask' | 'go' | 'chats' | 'look'
  readonly title: string
  /** Further words by which it is found. */
  readonly words?: string
  readonly run: () => void
}

/** A Korean syllable as one letter. */
const syllable = /[\uac00-\ud7a3]/g

/** Syllables as their first consonants, by which Korean readers abbreviate; other letters as they are. */
export function initialsOf(text: string): string {
  return text.normalize('NFC').replace(syllable, (letter) => letter.normalize('NFD').charAt(0))
}

/** The commands that hold every word of `text`, in their order; those that begin with it come first. */
export function matching(commands: readonly Command[], text: string): Command[] {
  const wanted = text.normalize('NFC').toLowerCase().trim()
  if (wanted === '') return [...commands]
  const words = wanted.split(/\s+/)
  const found = commands.filter((command) => {
    const said = `${command.title} ${command.words ?? ''}`.toLowerCase()
    const abbreviated = initialsOf(said)
    return words.every((word) => said.includes(word) || abbreviated.includes(word.normalize('NFKD')))
  })
  const begins = ({ title }: Command) => title.toLowerCase().startsWith(wanted)
  return [...found.filter(begins), ...found.filter((command) => !begins(command))]
}
