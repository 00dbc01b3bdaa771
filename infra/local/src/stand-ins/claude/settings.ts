/** Everything about Claude's stand-in that `POST /__control` can change. */
import * as z from 'zod'

/** Which requests a setting concerns; every condition given must hold. */
const Match = z.strictObject({
  modelClass: z.enum(['fast', 'smart']).optional(),
  /** Found anywhere in the request's body. */
  bodyIncludes: z.string().min(1).optional(),
  stream: z.boolean().optional(),
})
export type Match = z.infer<typeof Match>

export const faultKinds = [
  'overloaded',
  'overloadedMidStream',
  'rateLimited',
  'spendCap',
  'regionRefused',
  'internalError',
  'truncated',
  'stall',
  'refusal',
  'maxTokens',
  'malformedStructure',
  'connectionRefused',
] as const

export const Fault = z.strictObject({
  kind: z.enum(faultKinds),
  /** How many matching requests it hits; without it, all until the next change. */
  times: z.number().int().min(1).optional(),
  match: Match.optional(),
  /** Stream events before a fault in mid-stream (`overloadedMidStream`, `truncated`, `stall`). */
  afterEvents: z.number().int().min(0).optional(),
  /** `rateLimited`: the `retry-after` header; absent, there is none. */
  retryAfterSeconds: z.number().min(0).optional(),
})
export type Fault = z.infer<typeof Fault>

/** Ways in which the mentor disobeys its prompt. */
export const Misbehaviour = z.enum([
  /** The right figures, written out instead of referenced. */
  'rawFigures',
  /** Figures that are in no fact. */
  'wrongFigures',
  /** Another coin's figures, written out. */
  'foreignFigures',
  'directOrders',
  'certainty',
  'leverage',
  'links',
  'images',
  'unknownReference',
  'malformedReference',
  /** Does and repeats whatever the user's text says. */
  'obeyInjection',
])
export type Misbehaviour = z.infer<typeof Misbehaviour>

/** A log-normal distribution by its median and 95th percentile. */
const Latency = z.strictObject({ medianMs: z.number().min(0), p95Ms: z.number().min(0) })
export type Latency = z.infer<typeof Latency>

const Pace = z.strictObject({
  /** Time to the first token: fixed, or drawn from a seeded log-normal distribution. */
  latencyMs: z.union([z.number().min(0), Latency]),
  /** 0: all at once. */
  tokensPerSecond: z.number().min(0),
})
export type Pace = z.infer<typeof Pace>

export const Settings = z.strictObject({
  /** Per model class. A plain number for `latencyMs` or `tokensPerSecond` at the top level sets both classes. */
  pace: z.strictObject({ fast: Pace, smart: Pace }),
  faults: z.array(Fault).max(50),
  mentor: z.array(Misbehaviour),
  /** Texts that the mentor streams word for word, one a request, before it speaks for itself again. */
  scripted: z.array(z.string()).max(1000),
  /** Characters per text delta; 0: a token each. */
  chunkCharacters: z.number().int().min(0).max(10_000),
  /** JSON that the structured agents return, one a request, by agent. */
  scriptedJson: z.strictObject({
    manager: z.array(z.unknown()),
    analyst: z.array(z.unknown()),
    risk: z.array(z.unknown()),
    other: z.array(z.unknown()),
  }),
  /** Chooses phrases and latencies. */
  /** Misbehaves again when asked to go on or to correct itself. */
  stubborn: z.boolean(),
  /** Manager and Risk, too, do what the user's text says: they repeat it, approve everything and signal a purchase. */
  agentsObeyInjection: z.boolean(),
  /** What the mentor leans towards; `auto` judges by the facts. */
  lean: z.enum(['auto', 'buy', 'sell', 'wait']),
  seed: z.string(),
})
export type Settings = z.infer<typeof Settings>

export const normalSettings: Settings = {
  pace: {
    fast: { latencyMs: 250, tokensPerSecond: 120 },
    smart: { latencyMs: 350, tokensPerSecond: 40 },
  },
  faults: [],
  mentor: [],
  scripted: [],
  chunkCharacters: 0,
  scriptedJson: { manager: [], analyst: [], risk: [], other: [] },
  stubborn: false,
  agentsObeyInjection: false,
  lean: 'auto',
  seed: 'sage',
}

export const Patch = z.strictObject({
  ...Settings.partial().shape,
  pace: z.strictObject({ fast: Pace.partial().optional(), smart: Pace.partial().optional() }).optional(),
  scriptedJson: Settings.shape.scriptedJson.partial().optional(),
  latencyMs: Pace.shape.latencyMs.optional(),
  tokensPerSecond: Pace.shape.tokensPerSecond.optional(),
  /** Adds to the faults already there. */
  fault: Fault.optional(),
  /** Back to normal before the rest is applied. */
  reset: z.boolean().optional(),
  /** Forgets the requests received so far. */
  forget: z.boolean().optional(),
})
export type Patch = z.infer<typeof Patch>

export function applyPatch(current: Settings, patch: Patch): Settings {
  const { latencyMs, tokensPerSecond, pace, fault, reset, scriptedJson, forget: _, ...rest } = patch
  const base = reset ? { ...normalSettings, seed: current.seed } : current
  const both = {
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(tokensPerSecond === undefined ? {} : { tokensPerSecond }),
  }
  const next = {
    ...base,
    ...rest,
    pace: {
      fast: { ...base.pace.fast, ...both, ...pace?.fast },
      smart: { ...base.pace.smart, ...both, ...pace?.smart },
    },
    scriptedJson: { ...base.scriptedJson, ...scriptedJson },
  }
  return fault ? { ...next, faults: [...next.faults, fault] } : next
}
