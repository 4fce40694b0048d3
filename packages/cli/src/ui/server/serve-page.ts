import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { MemcachedClient } from '@lmc/client'
import { memcachedKey, type PlainKey } from '@lmc/keys'
import { KeyTracker } from '@lmc/tracker'
import { openCodec } from '../../options/codecs.ts'
import { readServers } from '../../options/read-servers.ts'
import { Mistake } from '../../program/mistake.ts'
import { openTransport, type Session } from '../../program/session.ts'
import { version } from '../../program/version.ts'
import { createApp } from './create-app.ts'
import { readPageScript } from './read-page-script.ts'
import { Sampler } from './sampler.ts'

/** Only this machine reaches the page. */
const HOST = '127.0.0.1'

export interface PageOptions {
  /** 0: any free one. */
  readonly port: number
  readonly readOnly: boolean
  /** How often the servers are asked for their figures, in milliseconds. */
  readonly interval: number
}

/**
 * Serves the page until the session is to stop.
 *
 * @param onAddress is told where it is, with its token.
 * @throws {Mistake} when the port is taken.
 * @throws the signal's reason.
 */
export async function servePage(
  session: Session,
  { port, readOnly, interval }: PageOptions,
  onAddress: (address: string) => Promise<void>,
): Promise<never> {
  const { options, transport, signal } = session
  const token = randomBytes(24).toString('base64url')
  const alone = readServers(options.servers).map((server) => openTransport(options, [server]))
  // Without the namespace of the command: the page names items by their memcached keys.
  const client = new MemcachedClient({
    transport,
    ownsTransport: false,
    trackKeys: true,
    failures: 'throw',
    onFailure: () => undefined,
  })
  const tracker = new KeyTracker<PlainKey>({
    transport,
    memcachedKey: (key, { namespace, raw }) => memcachedKey(key, { namespace, raw: raw && 'utf8' }),
  })
  const sampler = new Sampler(transport)
  const app = createApp({
    token,
    readOnly,
    port: () => (server.address() as AddressInfo).port,
    settings: { version, readOnly, namespace: options.namespace ?? null, interval },
    script: await readPageScript(),
    transport,
    alone,
    tracker,
    client,
    codec: await openCodec(options.codec, false),
    sampler,
  })
  const server = createAdaptorServer(app)
  try {
    server.listen(port, HOST)
    await once(server, 'listening').catch((error: Error) => {
      throw new Mistake(`The page cannot be served on port ${port}: ${error.message}`)
    })
    await onAddress(`http://${HOST}:${(server.address() as AddressInfo).port}/${token}/`)
    await sampler.run(interval, signal)
    throw signal.reason
  } finally {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
    await Promise.all([client.close(), tracker.close()])
    await Promise.all(alone.map((one) => one.close()))
  }
}
