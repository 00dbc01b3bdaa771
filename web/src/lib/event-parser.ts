/** Server-sent events out of chunks of text: https://html.spec.whatwg.org/multipage/server-sent-events.html */

export interface ServerSentEvent {
  readonly data: string
  /** Absent where the event carried no id of its own. */
  readonly id?: string
}

/** Returns a function that takes the next chunk and gives the events that it completes. */
export function createEventParser(): (chunk: string) => ServerSentEvent[] {
  let rest = ''
  let atStart = true
  let data: string[] = []
  let id: string | undefined

  return (chunk) => {
    rest += chunk
    if (atStart && rest !== '') {
      atStart = false
      if (rest.startsWith('\uFEFF')) rest = rest.slice(1)
    }
    const events: ServerSentEvent[] = []
    for (;;) {
      const end = /\r\n|\n|\r/.exec(rest)
      // A carriage return at the very end may be the first half of a line break.
      if (!end || (end[0] === '\r' && end.index === rest.length - 1)) return events
      const line = rest.slice(0, end.index)
      rest = rest.slice(end.index + end[0].length)
      if (line === '') {
        if (data.length > 0) events.push({ data: data.join('\n'), ...(id === undefined ? {} : { id }) })
        data = []
        id = undefined
        continue
      }
      const colon = line.indexOf(':')
      const field = colon < 0 ? line : line.slice(0, colon)
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
      if (field === 'data') data.push(value)
      else if (field === 'id' && !value.includes('\0')) id = value
    }
  }
}
