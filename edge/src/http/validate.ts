import { zValidator } from '@hono/zod-validator'
import type { ValidationTargets } from 'hono'
import type * as z from 'zod/v4/core'
import { ApiError } from '../errors.ts'
import { parses } from './describe.ts'

/** Parses one part of a request with `schema`; what does not fit is a 400 that names the fields. */
export function validate<Target extends keyof ValidationTargets, Schema extends z.$ZodType>(
  target: Target,
  schema: Schema,
) {
  const handler = zValidator(target, schema, (result) => {
    if (result.success) return
    const fields = result.error.issues.map((issue) => issue.path.join('.')).filter((path) => path !== '')
    throw new ApiError('bad_request', { details: { fields: [...new Set(fields)] } })
  })
  return parses(handler, { target, schema })
}
