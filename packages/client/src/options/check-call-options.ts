import { assertOptions } from '@lmc/transport'

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
 * Returns when the options of a call are an object with none but the known names.
 *
 * @throws {TypeError} for anything else, with the right spelling where that can be guessed.
 */
export function checkCallOptions(method: string, kind: OptionKind, options: object): void {
  const names: readonly string[] = known[kind]
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) {
    let isKnown = true
    // The fast path of each call: the full check costs a hundred times more.
    for (const name in options) if (!names.includes(name)) isKnown = false
    if (isKnown && (options.constructor === Object || Object.keys(options).length > 0)) return
  }
  assertOptions(options, { of: `${method}()`, known: names, example: examples[kind], aliases })
}
