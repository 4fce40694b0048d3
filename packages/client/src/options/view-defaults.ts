import type { CacheKey } from '@lmc/keys'
import type { Seconds } from '@lmc/transport'
import type { FailureListener } from '../calls/failure.ts'
import type { ValueSchema } from '../schema/value-schema.ts'
import type { FailurePolicy } from './failure-policy.ts'

/** The defaults for the calls of a view. */
export interface ViewDefaults {
  /** `undefined` is no namespace, which is different from every other. */
  readonly namespace: string | undefined
  /** 0 is for ever. */
  readonly lifetime: Seconds
  /** What each value depends on, beside what its call names. */
  readonly dependencies: readonly CacheKey[]
  readonly sharedDependencies: readonly CacheKey[]
  /** Absent: values are not checked. */
  readonly schema: ValueSchema | undefined
  readonly failures: FailurePolicy
  /** Those of the view, beside the client's. */
  readonly listeners: readonly FailureListener[]
}
