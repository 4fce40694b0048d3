import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { loadBuiltin } from '../load-builtin.ts'
import {
  type CallOptions,
  clock,
  isTransportError,
  reasonOf,
  TransportError,
  type TransportErrorCode,
  withRealTicks,
} from '@lmc/transport'
import type { Limits } from '../calls/limits.ts'
import { lookUp } from '../connection/look-up.ts'
import { ProtocolError } from '../wire/protocol-error.ts'
import type { Server } from './server.ts'

/** A key has 250 bytes, each of which may take three characters; its figures have less than that. */
const LONGEST_LINE = 2048

/** Stands before the dump of newer servers, of 1.6.45 for one. */
const BEGIN = 'OK'

/** The crawler that dumps has another job at hand, as it has now and then, for a moment. */
const BUSY = 'BUSY'
const BUSY_PAUSE = 50

/** A server has said nothing for too long. */
class SilenceError extends Error {}

/** Who asks for a dump. */
export interface DumpOptions extends CallOptions {
  /** The method of the transport. */
  readonly command: string
}

/**
 * Gives the lines that a server dumps, one for each item, in no order, while they come. A dump of a million items
 * is never held as a whole. It goes by a connection of its own, which is open for as long as somebody listens.
 *
 * @throws {TransportError} `connection`, `protocol`; `timeout` when nothing comes for the time of a call;
 *   `server` when the server does not dump.
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt section "LRU_Crawler"
 */
export async function* dump(
  server: Server,
  { timeout }: Limits,
  { signal, command }: DumpOptions,
): AsyncGenerator<string, void, undefined> {
  const failure = (code: TransportErrorCode, message: string, cause?: unknown): TransportError =>
    new TransportError(code, message, { server: server.name, command, cause })
  const giveUpAt = clock.now() + timeout
  for (;;) {
    signal?.throwIfAborted()
    const socket = open(server, timeout)
    const onAbort = (): void => void socket.destroy()
    signal?.addEventListener('abort', onAbort)
    try {
      for await (const line of linesOf(socket, server)) {
        if (line === 'END') return
        if (line === BUSY) break
        if (line === BEGIN) continue
        if (!line.startsWith('key=')) throw failure('server', `the server answered ${line.slice(0, 200)}`)
        yield line
      }
    } catch (error) {
      signal?.throwIfAborted()
      if (isTransportError(error)) throw error
      throw failure(toCode(error), `the dump broke off: ${reasonOf(error)}`, error)
    } finally {
      signal?.removeEventListener('abort', onAbort)
      socket.destroy()
    }
    if (clock.now() > giveUpAt)
      throw failure('server', `the server was busy with another dump for ${timeout} ms`)
    await new Promise<void>((resolve) => void clock.setTimeout(resolve, BUSY_PAUSE))
  }
}

/** Shares look-ups that are pending. */
const lookup: LookupFunction = (host, { all }, callback) => {
  lookUp(host).then(
    (addresses) => {
      const found = addresses.map((address) => ({ address, family: isIP(address) }))
      const [first] = found
      if (all === true) callback(null, found)
      else callback(null, first?.address ?? '', first?.family)
    },
    (error: NodeJS.ErrnoException) => callback(error, ''),
  )
}

/** A connection that is destroyed when nothing has come for `timeout` milliseconds. */
function open({ endpoint, tls }: Server, timeout: number): Socket {
  const socket = withRealTicks(() =>
    tls === undefined
      ? connect({ lookup, ...endpoint })
      : loadBuiltin('node:tls').connect({ lookup, ...tls, ...endpoint }),
  )
  return socket.setTimeout(timeout, () => {
    socket.destroy(new SilenceError(`nothing came for ${timeout} ms`))
  })
}

/** The lines of the dump, without their ends; `BUSY`, without what is behind it. */
async function* linesOf(socket: Socket, server: Server): AsyncGenerator<string, void, undefined> {
  const { credentials } = server
  let isAsked = false
  const ask = (): void => {
    isAsked = true
    socket.write('lru_crawler metadump all\r\n')
  }
  if (credentials === undefined) ask()
  else {
    const text = `${credentials.username} ${credentials.password}`
    socket.write(`set lmc:credentials 0 -1 ${Buffer.byteLength(text)}\r\n${text}\r\n`)
  }
  let rest = ''
  for await (const chunk of socket.setEncoding('latin1') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_LINE) throw new ProtocolError(`a line of over ${LONGEST_LINE} bytes came`)
    for (const line of lines) {
      const text = line.endsWith('\r') ? line.slice(0, -1) : line
      // The server refuses to dump when the command comes right behind another.
      if (!isAsked && text === 'STORED') ask()
      // Without the line, which may hold what was sent.
      else if (!isAsked) throw new Error('the server refuses the credentials')
      else yield text.startsWith(BUSY) ? BUSY : text
    }
  }
  throw new Error('the server closed the connection')
}

function toCode(error: unknown): TransportErrorCode {
  if (error instanceof ProtocolError) return 'protocol'
  return error instanceof SilenceError ? 'timeout' : 'connection'
}
