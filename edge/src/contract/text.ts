import * as z from 'zod/mini'

/**
 * What a person wrote, trimmed, of `minLength` to `maxLength` characters. NUL and halves of surrogate pairs, which
 * PostgreSQL takes neither as text nor in JSON, are left out or replaced.
 */
export function writtenText({ minLength = 0, maxLength }: { minLength?: number; maxLength: number }) {
  return z.string().check(
    z.overwrite((text) => text.replaceAll('\0', '').toWellFormed()),
    z.trim(),
    z.minLength(minLength),
    z.maxLength(maxLength),
  )
}
