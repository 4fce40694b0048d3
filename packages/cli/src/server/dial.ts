import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Peer } from '@lmc/transport-meta'
import type { Stopwatch } from './stopwatch.ts'

/**
 * Opens a connection to a server, and measures its phases: `dns`, `connect`, `tls`.
 *
 * @throws what `node:dns`, `node:net` or `node:tls` does; the signal's reason.
 */
export async function dial({ endpoint, tls }: Peer, watch: Stopwatch, signal: AbortSignal): Promise<Socket> {
  const host = 'path' in endpoint || isIP(endpoint.host) !== 0 ? undefined : endpoint.host
  const addresses =
    host === undefined
      ? undefined
      : await watch.time('dns', async () => Promise.race([lookup(host, { all: true }), aborted(signal)]))
  const socket = await watch.time('connect', async () => {
    const opened = connect({
      ...endpoint,
      ...(addresses !== undefined && { lookup: (_host, _options, callback) => callback(null, addresses) }),
    })
    await ready(opened, 'connect', signal)
    return opened
  })
  if (tls === undefined) return socket
  return watch.time('tls', async () => {
    const secure = connectTls({ ...tls, socket })
    await ready(secure, 'secureConnect', signal)
    return secure
  })
}

async function ready(socket: Socket, event: string, signal: AbortSignal): Promise<void> {
  try {
    await once(socket, event, { signal })
  } catch (error) {
    socket.destroy()
    signal.throwIfAborted()
    throw error
  }
}

/** Rejects when the signal aborts: a look-up cannot be called off. */
async function aborted(signal: AbortSignal): Promise<never> {
  await new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', resolve, { once: true })
  })
  throw signal.reason
}
