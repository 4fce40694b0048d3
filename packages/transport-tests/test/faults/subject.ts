import { startMemcached } from '../../src/index.ts'
import type { FaultSubject } from '../../src/faults/index.ts'
import { TextTransport } from './text-transport.ts'

/** A transport that keeps every clause. */
export const subject: FaultSubject = {
  open: (options) => new TextTransport(options),
  startServer: (port, args) => startMemcached({ port, args }),
  program: new URL('../programs/text-getter.mjs', import.meta.url),
}
