import { assertOptions } from '@lmc/transport'
import { assertType } from './assert-type.ts'

const known = {
  call: ['signal'],
  name: ['namespace', 'raw'],
  key: ['signal', 'namespace', 'raw'],
  get: ['signal', 'namespace', 'raw', 'default'],
  set: ['signal', 'namespace', 'raw', 'lifetime', 'dependencies', 'sharedDependencies'],
  increment: ['signal', 'namespace', 'raw', 'initial', 'lifetime'],
  entry: ['raw', 'lifetime', 'dependencies', 'sharedDependencies'],
  getOrSet: [
    'signal',
    'namespace',
    'raw',
    'lifetime',
    'staleFor',
    'refreshAhead',
    'lease',
    'timeout',
    'fresh',
    'dependencies',
    'sharedDependencies',
  ],
  storeWith: ['lifetime', 'staleFor', 'dependencies', 'sharedDependencies'],
  keys: ['signal', 'verify'],
  dependents: ['signal', 'namespace', 'shared'],
  audit: ['signal', 'dump'],
} as const

const examples: Readonly<Record<keyof typeof known, string>> = {
  call: '{ signal }',
  name: "{ namespace: 'shop' }",
  key: "{ namespace: 'shop' }",
  get: '{ default: null }',
  set: '{ lifetime: 60 }',
  increment: '{ initial: 1 }',
  entry: '{ lifetime: 60 }',
  getOrSet: '{ lifetime: 60, staleFor: 30 }',
  storeWith: "{ dependencies: ['product:7'] }",
  keys: '{ verify: false }',
  dependents: "{ namespace: 'shop' }",
  audit: '{ dump: transport.dumpKeys() }',
}

const aliases: Readonly<Record<string, string>> = {
  ttl: 'lifetime',
  expires: 'lifetime',
  expire: 'lifetime',
  expiry: 'lifetime',
  maxAge: 'lifetime',
  ns: 'namespace',
  prefix: 'namespace',
  tags: 'dependencies',
  fallback: 'default',
  defaultValue: 'default',
  stale: 'staleFor',
  staleIfError: 'staleFor',
  staleWhileRevalidate: 'staleFor',
  swr: 'staleFor',
  grace: 'staleFor',
  gracePeriod: 'staleFor',
  refreshThreshold: 'refreshAhead',
  beta: 'refreshAhead',
  lock: 'lease',
  softTimeout: 'timeout',
  forceRefresh: 'fresh',
  forceFresh: 'fresh',
}

/** Which options a method takes. */
export type OptionKind = keyof typeof known

/**
 * Checks that the options of a call are an object with known names only.
 *
 * @throws {TypeError} for anything else. The message has the right spelling if it can be guessed.
 */
export function checkCallOptions(method: string, kind: OptionKind, options: object): void {
  const names: readonly string[] = known[kind]
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) {
    let isKnown = true
    // The fast path of each call: the full check costs a hundred times more.
    for (const name in options) if (!names.includes(name)) isKnown = false
    if (isKnown && (options.constructor === Object || Object.keys(options).length > 0)) {
      assertTypes(options)
      return
    }
  }
  assertOptions(options, { of: `${method}()`, known: names, example: examples[kind], aliases })
  assertTypes(options)
}

interface TypedOptions {
  readonly signal?: unknown
  readonly raw?: unknown
  readonly shared?: unknown
  readonly verify?: unknown
}

/** Checks the options that a wrong type would not make throw elsewhere. */
function assertTypes({ signal, raw, shared, verify }: TypedOptions): void {
  if (signal !== undefined) assertSignal(signal)
  if (raw !== undefined && typeof raw !== 'boolean' && raw !== 'utf8') throw notRaw(raw)
  if (shared !== undefined) assertType('shared', shared, 'boolean')
  if (verify !== undefined) assertType('verify', verify, 'boolean')
}

function notRaw(raw: unknown): TypeError {
  const came = typeof raw === 'string' ? JSON.stringify(raw) : raw === null ? 'null' : `of type ${typeof raw}`
  return new TypeError(`raw is ${came}; expected a boolean or 'utf8'`)
}

/** Not by `instanceof`: test runners and libraries have their own class of signals. */
function assertSignal(signal: unknown): void {
  if (typeof signal === 'object' && signal !== null) {
    if ('throwIfAborted' in signal && 'addEventListener' in signal) return
    if ('signal' in signal) throw new TypeError('signal is an AbortController; expected its signal')
  }
  throw new TypeError(
    `signal is ${signal === null ? 'null' : `of type ${typeof signal}`}; expected an AbortSignal`,
  )
}
