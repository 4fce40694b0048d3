import type { CacheKey } from '@lmc/keys'
import { assertOptions } from '@lmc/transport'
import type { FailureListener } from '../calls/failure.ts'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { ValueSchema } from '../schema/value-schema.ts'
import { assertFailurePolicy, type FailurePolicy } from './failure-policy.ts'
import { assertType } from './assert-type.ts'
import { type Lifetime, toSeconds } from './lifetime.ts'
import type { ViewDefaults } from './view-defaults.ts'

/**
 * The defaults for the calls of a view. What is absent is taken from the client, or the view, that the view
 * is made of.
 */
export interface ViewOptions {
  /** The namespace of calls that name none. */
  readonly namespace?: string | undefined
  /** The lifetime of a value that is stored without one. */
  readonly lifetime?: Lifetime | undefined
  /**
   * What all values of the view depend on. A call may name more, and so may the view that this one is made
   * of.
   */
  readonly dependencies?: readonly CacheKey[] | undefined
  /** The same, for names that all namespaces share. */
  readonly sharedDependencies?: readonly CacheKey[] | undefined
  /**
   * What all values have to fit: a schema of any library that speaks Standard Schema. It also types the
   * values. The methods that store refuse a value that does not fit. To the methods that read, a stored value
   * that does not fit is a miss, which is reported.
   */
  readonly schema?: StandardSchemaV1 | undefined
  /** What becomes of a call when memcached fails. */
  readonly failures?: FailurePolicy | undefined
  /**
   * Is called with each failure of a call of the view, beside the client's `onFailure`. It hears of no
   * recovery.
   */
  readonly onFailure?: FailureListener | undefined
}

const names = {
  of: 'view()',
  known: ['namespace', 'lifetime', 'dependencies', 'sharedDependencies', 'schema', 'failures', 'onFailure'],
  example: "{ namespace: 'shop' }",
  aliases: {
    defaultNamespace: 'namespace',
    ns: 'namespace',
    prefix: 'namespace',
    defaultLifetime: 'lifetime',
    onError: 'onFailure',
    ttl: 'lifetime',
    expires: 'lifetime',
    maxAge: 'lifetime',
    tags: 'dependencies',
  },
}

/**
 * The defaults of a view that is made of another one.
 *
 * @throws {TypeError} when an option is unknown or of a wrong type.
 * @throws {RangeError} when an option is out of range.
 */
export function resolveView(parent: ViewDefaults, options: ViewOptions): ViewDefaults {
  assertOptions(options, names)
  const { namespace = parent.namespace, failures = parent.failures, onFailure } = options
  assertType('namespace', namespace, 'string')
  assertFailurePolicy(failures)
  assertType('onFailure', onFailure, 'function')
  return {
    namespace,
    failures,
    listeners: onFailure === undefined ? parent.listeners : [...parent.listeners, onFailure],
    schema: options.schema === undefined ? parent.schema : new ValueSchema(options.schema),
    lifetime: options.lifetime === undefined ? parent.lifetime : toSeconds(options.lifetime),
    dependencies: both('dependencies', parent.dependencies, options.dependencies),
    sharedDependencies: both('sharedDependencies', parent.sharedDependencies, options.sharedDependencies),
  }
}

function both(
  name: string,
  ones: readonly CacheKey[],
  others: readonly CacheKey[] = [],
): readonly CacheKey[] {
  if (!Array.isArray(others)) {
    throw new TypeError(`${name} is of type ${typeof others}; expected an array of cache keys`)
  }
  return [...ones, ...others]
}
