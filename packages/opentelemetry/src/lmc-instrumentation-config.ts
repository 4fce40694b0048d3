import { assertOptions } from '@lmc/transport'

/** What is recorded. */
export interface LmcInstrumentationConfig {
  /** Whether the instrumentation is on from the start; absent: it is. */
  readonly enabled?: boolean | undefined
  /**
   * Whether each command to a server has a span of its own, below the span of its call. Absent: it has none.
   * Only `MetaTransport` and `MemjsTransport` publish their commands.
   */
  readonly commands?: boolean | undefined
  /**
   * Whether spans have the cache keys, as JSON: the first 100 of a call. Absent: they do not. Only a client
   * with `traceKeys: true` publishes its keys. The same option of a transport publishes memcached keys, for
   * the spans of commands.
   */
  readonly keys?: boolean | undefined
  /** Whether a call without a parent span gets no span. Absent: it gets one. Metrics count each call. */
  readonly requireParentSpan?: boolean | undefined
}

/** The options with their defaults. */
export interface ResolvedConfig {
  readonly enabled: boolean
  readonly commands: boolean
  readonly keys: boolean
  readonly requireParentSpan: boolean
}

const names = {
  of: 'LmcInstrumentation',
  known: ['enabled', 'commands', 'keys', 'requireParentSpan'],
  example: '{ keys: true }',
  aliases: { traceKeys: 'keys', requireParent: 'requireParentSpan' },
}

/**
 * Applies the defaults.
 *
 * @throws {TypeError} when an option is unknown or of a wrong type.
 */
export function resolveConfig(config: LmcInstrumentationConfig): ResolvedConfig {
  assertOptions(config, names)
  const { enabled = true, commands = false, keys = false, requireParentSpan = false } = config
  for (const [name, flag] of Object.entries({ enabled, commands, keys, requireParentSpan }))
    if (typeof flag !== 'boolean')
      throw new TypeError(`${name} is of type ${typeof flag}; expected a boolean`)
  return { enabled, commands, keys, requireParentSpan }
}
