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
 * The defaults for the calls of a view. Absent options are those of the client or the view from which it is
 * made.
 */
export interface ViewOptions {
  /** The namespace of calls without the option. */
  readonly namespace?: string | undefined
  /** The lifetime of values that are stored without one. */
  readonly lifetime?: Lifetime | undefined
  /**
   * Dependencies of all values of the view. The dependencies of a call, and of the parent view, are added.
   */
  readonly dependencies?: readonly CacheKey[] | undefined
  /** Like `dependencies`, with names that all namespaces share. */
  readonly sharedDependencies?: readonly CacheKey[] | undefined
  /**
   * The schema of all values, from any library with Standard Schema. The schema also gives their type.
   * Methods that store reject a value that does not fit. For methods that read, a stored value that does not
   * fit is a miss, and is reported.
   */
  readonly schema?: StandardSchemaV1 | undefined
  /** What a call does when memcached fails: `miss` or `throw`. */
  readonly failures?: FailurePolicy | undefined
  /**
   * Called with each failure of a call of the view, in addition to the client's `onFailure`. Not called for
   * recoveries.
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
 * Returns the defaults of a view that is made from another one.
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
