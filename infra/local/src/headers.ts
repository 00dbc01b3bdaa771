/**
 * Cloudflare Pages' `_headers` file, so that the local front answers with production's headers.
 * Rules: https://developers.cloudflare.com/pages/configuration/headers/ (a path with `*` and `:placeholder`, then
 * indented `Name: value` or `! Name` lines; all rules that match apply, values of one name are joined by a comma).
 */
export interface HeaderRule {
  readonly path: RegExp
  readonly set: readonly (readonly [name: string, value: string])[]
  readonly unset: readonly string[]
}

export function parseHeaderRules(text: string): HeaderRule[] {
  const rules: { path: RegExp; set: [string, string][]; unset: string[] }[] = []
  for (const line of text.split('\n')) {
    const content = line.trim()
    if (content === '' || content.startsWith('#')) continue
    if (!/^\s/.test(line)) {
      rules.push({ path: pathPattern(content), set: [], unset: [] })
      continue
    }
    const rule = rules.at(-1)
    if (rule === undefined) continue
    const colon = content.indexOf(':')
    if (content.startsWith('!')) rule.unset.push(content.slice(1).trim())
    else if (colon > 0) rule.set.push([content.slice(0, colon).trim(), content.slice(colon + 1).trim()])
  }
  return rules
}

export function applyHeaderRules(rules: readonly HeaderRule[], path: string, headers: Headers): void {
  for (const rule of rules.filter(({ path: pattern }) => pattern.test(path))) {
    for (const name of rule.unset) headers.delete(name)
    const own = new Set<string>()
    for (const [name, value] of rule.set) {
      // Pages' own default gives way to the first rule that names the header.
      if (name.toLowerCase() === 'cache-control' && !own.has(name)) headers.set(name, value)
      else headers.append(name, value)
      own.add(name)
    }
  }
}

function pathPattern(path: string): RegExp {
  const source = path
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/:[A-Za-z]\w*/g, '[^/]+')
  return new RegExp(`^${source}$`)
}
