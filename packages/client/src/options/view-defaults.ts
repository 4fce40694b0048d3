import type { Seconds } from '@lmc/transport'
import type { FailurePolicy } from './client-options.ts'

/** What the calls of a view use where they say nothing else. */
export interface ViewDefaults {
  /** `undefined` is no namespace, which is different from every other. */
  readonly namespace: string | undefined
  /** 0 is for ever. */
  readonly lifetime: Seconds
  readonly failures: FailurePolicy
}
