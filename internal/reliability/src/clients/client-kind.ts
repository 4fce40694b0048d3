import type { FailurePolicy } from '@lmc/client'
import type { TransportName } from './open-transport.ts'

/** The options of a client. */
export interface ClientKind {
  readonly transport: TransportName
  readonly failures: FailurePolicy
  readonly trackKeys: boolean
}

/** The clients of each process. */
export const clientKinds: readonly ClientKind[] = [
  { transport: 'meta', failures: 'throw', trackKeys: false },
  { transport: 'meta', failures: 'miss', trackKeys: true },
  { transport: 'memjs', failures: 'throw', trackKeys: true },
  { transport: 'memjs', failures: 'miss', trackKeys: false },
]
