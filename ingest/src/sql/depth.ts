/**
 * How deep a statement's parse tree can be, estimated from its text without parsing it. The parser recurses, in
 * WebAssembly: some thousand levels overflow the stack, and after some dozen overflows its memory is corrupt, so that
 * it must never be shown a text that could get there.
 */

/** Longer texts are values that should be parameters, and keep the process busy for too long. */
export const maxTextLength = 100_000

/** Several times what the product's statements have, and a fifth of what the parser was seen to bear. */
const maxNesting = 400

/** A list of parameters: however many there are, nothing nests in it. */
const flatLists = /\(\s*(?:\$\d+|default)(?:\s*,\s*(?:\$\d+|default))*\s*\)/gi

/**
 * Whatever can put an expression or a query inside another. Nothing is done about strings and comments: what stands
 * in them counts as well, so that the estimate is never too low.
 */
const nesting =
  /[([]|[-+*/<>=~!@#%^&|`?:]+|\b(?:select|values|table|with|union|intersect|except|join|not|and|or|case|when|then|else|is|isnull|notnull|between|i?like|similar|in|at|collate|array|row|any|all|some|exists|distinct|over|filter|interval|overlaps|escape)\b/gi

export function isTooDeep(text: string): boolean {
  const found = text.replaceAll(flatLists, ' ').match(nesting)
  return found !== null && found.length > maxNesting
}
