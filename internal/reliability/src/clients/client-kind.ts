import type { FailurePolicy } from '@lmc/client'
import type { TransportName } from './open-transport.ts'

/** How a client is opened. */
export interface ClientKind {
  readonly transport: TransportName
  readonly failures: FailurePolicy
  readonly trackKeys: boolean
}

/** Those that each process has. */
export const clientKinds: readonly ClientKind[] = [
  { transport: 'meta', failures: 'throw', trackKeys: false },
  { transport: 'meta', failures: 'miss', trackKeys: true },
  { transport: 'memjs', failures: 'throw', trackKeys: true },
  { transport: 'memjs', failures: 'miss', trackKeys: false },
]
