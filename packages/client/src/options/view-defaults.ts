import type { CacheKey } from '@lmc/keys'
import type { Seconds } from '@lmc/transport'
import type { FailureListener } from '../calls/failure.ts'
import type { ValueSchema } from '../schema/value-schema.ts'
import type { FailurePolicy } from './failure-policy.ts'

/** The defaults for the calls of a view. */
export interface ViewDefaults {
  /** `undefined`: no namespace, which is different from every namespace. */
  readonly namespace: string | undefined
  /** 0: for ever. */
  readonly lifetime: Seconds
  /** Dependencies of every value, in addition to those of its call. */
  readonly dependencies: readonly CacheKey[]
  readonly sharedDependencies: readonly CacheKey[]
  /** Absent: values are not checked. */
  readonly schema: ValueSchema | undefined
  readonly failures: FailurePolicy
  /** The listeners of the view, in addition to those of the client. */
  readonly listeners: readonly FailureListener[]
}
