import { MetaTransport, type MetaTransportOptions } from '@lmc/transport-meta'
import { GuardedTransport } from '../../src/guard/guarded-transport.ts'

/** Opens the transport of the fault suite, in the test and in the suite's own processes. */
export const open = (options: MetaTransportOptions): GuardedTransport =>
  new GuardedTransport(new MetaTransport(options), { limit: 10_000, onLost: () => undefined })
