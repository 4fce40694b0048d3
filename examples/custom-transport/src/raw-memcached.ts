import NpmMemcached from 'memcached'
import { Dropped } from './dropped.ts'
import { isReplyTo } from './is-reply-to.ts'
import type { Connection, MemcachedInside, OnConnection } from './memcached-inside.ts'

// Its types have only the public methods.
const Memcached = NpmMemcached as unknown as typeof MemcachedInside

const LINE_END = '\r\n'

/**
 * memcached 2.2.2 with its connection and its queue of commands, but with raw replies. Its own reading of
 * replies loses flags, bytes above 127 and numbers above 2^53.
 */
export class RawMemcached extends Memcached {
  #waiting: OnConnection[] | undefined

  /**
   * @param server `host:port`
   * @param timeout how long connecting may take, in milliseconds
   */
  constructor(server: string, timeout: number) {
    // One connection, so that commands keep their order. No retries, so that a refused connection is reported
    // at once.
    super(server, { poolSize: 1, retries: 0, timeout })
  }

  /**
   * Sends a command with one byte per character, and resolves to the lines of its reply. The bytes of a value
   * are one line, whatever they hold.
   */
  async ask(command: string): Promise<string[]> {
    return new Promise((resolve, reject) => {
      const callback = (error: unknown, reply?: string[]): void => (reply ? resolve(reply) : reject(error))
      this.command(() => ({ command, callback }))
    })
  }

  /** Breaks the connection. Waiting calls reject with `reason`, and the next command connects again. */
  drop(reason: Error): void {
    for (const { pool } of Object.values(this.connections))
      pool.forEach((connection) => connection.destroy(reason))
  }

  /**
   * Lets commands wait for the connection while it is being made. memcached itself rejects all but the first.
   */
  override connect(server: string, onConnection: OnConnection): void {
    if (this.#waiting !== undefined) return void this.#waiting.push(onConnection)
    const waiting = [onConnection]
    this.#waiting = waiting
    super.connect(server, (error, connection) => {
      this.#waiting = undefined
      if (connection && connection.readableEncoding !== 'latin1') speakBytes(connection)
      connection?.ref()
      for (const each of waiting) each(error, connection)
    })
  }

  override rawDataReceived(connection: Connection): void {
    for (let reply = takeReply(connection.bufferArray); reply; reply = takeReply(connection.bufferArray)) {
      const query = connection.metaData[0]
      // Later replies of the same packet may belong to other calls, so they are given to none.
      if (query === undefined || !isReplyTo(query.command, reply)) {
        connection.bufferArray.length = 0
        return void connection.destroy(new Dropped('protocol'))
      }
      connection.metaData.shift()
      query.callback(undefined, reply)
    }
    // Lets the process end while no call waits for a reply.
    if (connection.metaData.length === 0) connection.unref()
  }

  /** Ignores failures. memcached itself would leave a server alone for 30 seconds, and then for 5 hours. */
  override connectionIssue(): void {}
}

function speakBytes(connection: Connection): void {
  connection.setEncoding('latin1').setDefaultEncoding('latin1')
  connection.once('close', () => {
    const reason = connection.errored ?? new Error('the connection was closed')
    for (const { callback } of connection.metaData.splice(0)) callback(reason)
  })
}

/**
 * Takes the next reply from the lines. `undefined`: the reply is not complete yet. No lines: a value is not
 * as long as the reply says.
 */
function takeReply(lines: string[]): string[] | undefined {
  const reply: string[] = []
  for (let at = 0; at < lines.length;) {
    const line = lines[at++] ?? ''
    reply.push(line)
    // `VALUE <key> <flags> <bytes>` of a get, `VA <bytes>` of a meta command.
    const [kind, ...fields] = line.split(' ')
    if (kind === 'VALUE' || kind === 'VA') {
      const start = at
      let missing = Number(fields[kind === 'VA' ? 0 : 2]) + LINE_END.length
      while (missing > 0 && at < lines.length) missing -= (lines[at++] ?? '').length + LINE_END.length
      if (missing < 0) return []
      if (missing > 0) return undefined
      reply.push(lines.slice(start, at).join(LINE_END))
    }
    if (kind !== 'VALUE' && kind !== 'STAT') {
      lines.splice(0, at)
      return reply
    }
  }
  return undefined
}
