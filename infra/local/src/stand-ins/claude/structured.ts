/** A value that any JSON schema accepts, as near to a draft as the schema allows. */
import * as z from 'zod'

const Keywords = z.record(z.string(), z.unknown())
type Keywords = z.infer<typeof Keywords>

/** Makes the draft fit: what the schema does not allow is dropped or replaced by the simplest value that it does. */
export function fit(schema: unknown, draft: unknown, root: unknown = schema, depth = 0): unknown {
  const keywords = resolve(schema, root)
  if (!keywords) return draft ?? null
  if ('const' in keywords) return keywords.const
  if (Array.isArray(keywords.enum)) return closest(keywords.enum, draft)
  const branches = branchesOf(keywords)
  if (branches) return fit(choose(branches, draft, root), draft, root, depth + 1)
  switch (typeOf(keywords, draft)) {
    case 'object':
      return fitObject(keywords, draft, root, depth)
    case 'array':
      return fitArray(keywords, draft, root, depth)
    case 'string':
      return typeof draft === 'string' ? draft : exampleText(keywords)
    case 'integer':
      return typeof draft === 'number' ? Math.round(draft) : 0
    case 'number':
      return typeof draft === 'number' ? draft : 0
    case 'boolean':
      return typeof draft === 'boolean' ? draft : false
    case 'null':
      return null
    default:
      return draft ?? null
  }
}

/** Whether the schema accepts the value as it is, as far as types, enums, constants and properties tell. */
export function accepts(schema: unknown, value: unknown, root: unknown = schema): boolean {
  const keywords = resolve(schema, root)
  if (!keywords) return true
  if ('const' in keywords) return keywords.const === value
  if (Array.isArray(keywords.enum)) return keywords.enum.includes(value)
  const branches = branchesOf(keywords)
  if (branches) return branches.some((branch) => accepts(branch, value, root))
  const types = typesOf(keywords)
  if (types.length > 0 && !types.some((type) => isOfType(type, value))) return false
  const fields = Keywords.safeParse(value)
  if (types.includes('object') && fields.success && !Array.isArray(value)) {
    const properties = Keywords.catch({}).parse(keywords.properties)
    return Object.entries(fields.data).every(
      ([name, part]) => name in properties && accepts(properties[name], part, root),
    )
  }
  return true
}

function fitObject(keywords: Keywords, draft: unknown, root: unknown, depth: number): unknown {
  const properties = Keywords.catch({}).parse(keywords.properties)
  const fields = Keywords.catch({}).parse(draft)
  const required = Array.isArray(keywords.required) ? keywords.required : Object.keys(properties)
  const entries = Object.entries(properties)
    // A schema that contains itself ends where it may.
    .filter(([name]) => required.includes(name) || (fields[name] !== undefined && depth < 20))
    .map(([name, property]) => [name, fit(property, fields[name], root, depth + 1)])
  return Object.fromEntries(entries)
}

function fitArray(keywords: Keywords, draft: unknown, root: unknown, depth: number): unknown[] {
  if (Array.isArray(keywords.prefixItems)) {
    const parts = Array.isArray(draft) ? draft : []
    return keywords.prefixItems.map((item, index) => fit(item, parts[index], root, depth + 1))
  }
  const items = keywords.items ?? true
  const given: unknown[] = Array.isArray(draft) ? draft : []
  const isScalar = (value: unknown) => typeof value !== 'object' || value === null
  const fitted = given
    .filter((value) => !isScalar(value) || accepts(items, value, root))
    .map((value) => fit(items, value, root, depth + 1))
  const fewest = typeof keywords.minItems === 'number' ? keywords.minItems : 0
  while (fitted.length < fewest) fitted.push(fit(items, undefined, root, depth + 1))
  return fitted
}

function resolve(schema: unknown, root: unknown): Keywords | undefined {
  const parsed = Keywords.safeParse(schema)
  if (!parsed.success) return undefined
  const { $ref, allOf, ...own } = parsed.data
  if (typeof $ref === 'string') {
    const target = $ref
      .replace(/^#\/?/, '')
      .split('/')
      .filter(Boolean)
      .reduce<unknown>((at, name) => Keywords.catch({}).parse(at)[name], root)
    return { ...resolve(target, root), ...own }
  }
  if (!Array.isArray(allOf)) return parsed.data
  return Object.assign({}, own, ...allOf.map((part) => resolve(part, root)))
}

function branchesOf({ anyOf, oneOf }: Keywords): unknown[] | undefined {
  if (Array.isArray(anyOf)) return anyOf
  return Array.isArray(oneOf) ? oneOf : undefined
}

/** The branch that takes the draft as it is; else one of its type; else "nothing" if that is allowed. */
function choose(branches: readonly unknown[], draft: unknown, root: unknown): unknown {
  const exact = branches.find((branch) => draft !== undefined && accepts(branch, draft, root))
  if (exact !== undefined) return exact
  const sameType = branches.find((branch) => {
    const types = typesOf(resolve(branch, root) ?? {})
    return (
      draft !== undefined && draft !== null && types.some((type) => isOfType(type, draft) && type !== 'null')
    )
  })
  // A text that is not among the allowed ones means none of them; an object may still be made to fit.
  if (sameType !== undefined && typeof draft === 'object') return sameType
  const nothing = branches.find((branch) => accepts(branch, null, root))
  return nothing ?? sameType ?? branches[0]
}

function closest(allowed: readonly unknown[], draft: unknown): unknown {
  if (allowed.includes(draft)) return draft
  const text = String(draft).toLowerCase()
  const similar = allowed.find((value) => String(value).toLowerCase() === text)
  if (similar !== undefined) return similar
  return allowed.includes(null) ? null : allowed[0]
}

function typesOf({ type }: Keywords): string[] {
  if (typeof type === 'string') return [type]
  return Array.isArray(type) ? type.filter((each) => typeof each === 'string') : []
}

function typeOf(keywords: Keywords, draft: unknown): string | undefined {
  const types = typesOf(keywords)
  const fitting = types.find((type) => draft !== undefined && isOfType(type, draft))
  if (fitting !== undefined) return fitting
  if (types.includes('null')) return 'null'
  return types[0] ?? ('properties' in keywords ? 'object' : 'items' in keywords ? 'array' : undefined)
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    default:
      return typeof value === type
  }
}

function exampleText({ format }: Keywords): string {
  switch (format) {
    case 'date-time':
      return '2026-01-01T00:00:00Z'
    case 'date':
      return '2026-01-01'
    case 'uuid':
      return '00000000-0000-4000-8000-000000000000'
    case 'email':
      return 'someone@example.com'
    case 'uri':
      return 'https://example.com/'
    default:
      return 'none'
  }
}
