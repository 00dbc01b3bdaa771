/** Which statements of a migration take something away from the release before it, which still runs while it is applied. */

export interface Contraction {
  readonly statement: string
  /** What the release before would miss. */
  readonly why: string
}

/** On a table that this very migration makes, everything is allowed: nobody knows it yet. */
const rules: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^drop (?:table|type|view|function|schema|policy|index|trigger|sequence)\b/i, 'drops what may be in use'],
  [/^alter table (?:only )?(?<table>\S+) drop (?:column|constraint)\b/i, 'drops what may be in use'],
  [/^alter (?:table|type|index|function|policy) .*\brename\b/i, 'renames what is called by its old name'],
  [
    /^alter table (?:only )?(?<table>\S+) alter column \S+ set not null\b/i,
    'refuses rows that were accepted',
  ],
  [
    /^alter table (?:only )?(?<table>\S+) alter column \S+ (?:set data )?type\b/i,
    'changes what is read and written',
  ],
  [
    /^alter table (?:only )?(?<table>\S+) alter column \S+ drop default\b/i,
    'asks for a value that nobody gives',
  ],
  [
    /^alter table (?:only )?(?<table>\S+) add column (?!.*\b(?:default|generated)\b).*\bnot null\b/i,
    'asks for a value that nobody gives',
  ],
  [/^alter table (?:only )?(?<table>\S+) add constraint\b/i, 'refuses rows that were accepted'],
  [/^create unique index .* on (?:only )?(?<table>\S+)/i, 'refuses rows that were accepted'],
  [/^create policy .* on (?<table>\S+) as restrictive\b/i, 'hides rows that were seen'],
  [/^revoke\b(?!.* from public\b)/i, 'takes a right away'],
  [/^(?:truncate|delete)\b/i, 'deletes rows'],
]

export function contractions(migration: string): readonly Contraction[] {
  const statements = split(migration)
  const made = new Set(
    statements
      .flatMap((each) => /^create table (?:if not exists )?([^\s(]+)/i.exec(each)?.[1] ?? [])
      .map(plain),
  )
  return statements.flatMap((statement) => {
    for (const [pattern, why] of rules) {
      const found = pattern.exec(statement)
      if (!found) continue
      const table = found.groups?.table
      return table !== undefined && made.has(plain(table)) ? [] : [{ statement, why }]
    }
    return []
  })
}

const plain = (name: string) =>
  name
    .replaceAll('"', '')
    .replace(/^public\./, '')
    .replace(/[(;].*$/, '')

/** Single statements, each on one line, without comments. A body between dollars is a part of its statement. */
function split(sql: string): readonly string[] {
  const bodies: string[] = []
  const shut = sql.replace(/--[^\n]*/g, '').replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, (body) => {
    bodies.push(body)
    return `$${bodies.length - 1}$`
  })
  return shut
    .split(';')
    .map((each) => each.replace(/\s+/g, ' ').trim())
    .filter((each) => each !== '')
}
