import { randomUUID } from 'node:crypto'
import { isTransportError, TransportError } from '@lmc/client'
import { Stopwatch, type Times } from './stopwatch.ts'
import { TextConnection, type TextConnectionOptions } from './text-connection.ts'

/** What a server took for each step. */
export interface PingResult {
  readonly server: string
  /** Milliseconds of `dns`, `connect`, `tls`, `handshake`, `set`, `get`, `delete`, as far as they came. */
  readonly times: Times
  /** Why it went no further. */
  readonly error?: Error
}

/**
 * Goes through all that a client does with a server, on a connection of its own, and measures each step. It
 * leaves nothing behind.
 */
export async function ping(options: Omit<TextConnectionOptions, 'watch' | 'command'>): Promise<PingResult> {
  const watch = new Stopwatch()
  const server = options.server.name
  let connection: TextConnection | undefined
  try {
    connection = await TextConnection.open({ ...options, command: 'ping', watch })
    const opened = connection
    const key = `lmc-ping:${randomUUID()}`
    const stored = await watch.time('set', () => opened.ask(`set ${key} 0 10 4`, 'ping'))
    const found = await watch.time('get', () => opened.askForMany(`get ${key}`))
    const deleted = await watch.time('delete', () => opened.ask(`delete ${key}`))
    const answers = [stored, ...found, deleted].join(' ')
    if (answers !== `STORED VALUE ${key} 0 4 ping DELETED`)
      throw new TransportError('protocol', 'what was set was not what was there', { server })
    return { server, times: watch.times }
  } catch (error) {
    if (!isTransportError(error)) throw error
    return { server, times: watch.times, error }
  } finally {
    connection?.close()
  }
}
