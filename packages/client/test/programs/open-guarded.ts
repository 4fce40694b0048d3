import { MetaTransport, type MetaTransportOptions } from '@lmc/transport-meta'
import { GuardedTransport } from '../../src/guard/guarded-transport.ts'

/** What the fault suite runs on, here and in processes of its own. */
export const open = (options: MetaTransportOptions): GuardedTransport =>
  new GuardedTransport(new MetaTransport(options), { limit: 10_000, onLost: () => undefined })
