import type { CallOptions } from '@lmc/transport'
import type { Limits } from '../calls/limits.ts'
import { dump } from './dump.ts'
import { dumpedKey } from './dumped-key.ts'
import type { Server } from '../servers/server.ts'

/** Gives the memcached keys of all items of a server, in no order, while they come. */
export async function* dumpKeys(
  server: Server,
  limits: Limits,
  options: CallOptions,
): AsyncGenerator<string, void, undefined> {
  for await (const line of dump(server, limits, { ...options, command: 'dumpKeys' })) yield dumpedKey(line)
}
