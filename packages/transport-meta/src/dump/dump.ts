import { type CallOptions, clock, TransportError, watchAbort } from '@lmc/transport'
import type { Limits } from '../calls/limits.ts'
import type { Server } from '../servers/server.ts'
import { DumpConnection } from './dump-connection.ts'

/** Stands before the dump of newer servers, of 1.6.45 for one. */
const BEGIN = 'OK'

/** The crawler that dumps has another job at hand, as it has now and then, for a moment. */
const BUSY = 'BUSY'
const BUSY_PAUSE = 50

/** Who asks for a dump. */
export interface DumpOptions extends CallOptions {
  /** The method of the transport, for errors. */
  readonly command: string
}

/**
 * Gives the lines that a server dumps, one for each item, in no order, while they come. A dump of a million
 * items is never held as a whole. It goes by a connection of its own, which is open for as long as somebody
 * listens.
 *
 * @throws {TransportError} `connection`, `protocol`; `timeout` when nothing comes for the time of a call;
 *   `server` when the server does not dump.
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt section "LRU_Crawler"
 */
export async function* dump(
  server: Server,
  limits: Limits,
  { signal, command }: DumpOptions,
): AsyncGenerator<string, void, undefined> {
  const refusal = (message: string): TransportError =>
    new TransportError('server', message, { server: server.name, command })
  const giveUpAt = clock.now() + limits.timeout
  for (;;) {
    signal?.throwIfAborted()
    const connection = new DumpConnection(server, limits, command)
    const unwatch = watchAbort(signal, (reason) => connection.end(reason))
    try {
      for await (const line of connection.lines()) {
        signal?.throwIfAborted()
        if (line === 'END') return
        if (line.startsWith(BUSY)) break
        if (line === BEGIN) continue
        if (!line.startsWith('key=')) throw refusal(`the server answered ${line.slice(0, 200)}`)
        yield line
      }
    } finally {
      unwatch()
      connection.end()
    }
    if (clock.now() > giveUpAt)
      throw refusal(`the server was busy with another dump for ${limits.timeout} ms`)
    await new Promise<void>((resolve) => void clock.setTimeout(resolve, BUSY_PAUSE))
  }
}
