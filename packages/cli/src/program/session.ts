import { type Failure, MemcachedClient } from '@lmc/client'
import { MetaTransport, parseServer, type Peer, type ServerOptions } from '@lmc/transport-meta'
import { openCodec } from '../options/codecs.ts'
import type { CommonOptions } from '../options/common-options.ts'
import { distributions } from '../options/distributions.ts'
import { readServers } from '../options/read-servers.ts'
import { readTls } from '../options/read-tls.ts'
import type { Output } from '../output/output.ts'
import type { Streams } from '../output/streams.ts'
import { Mistake } from './mistake.ts'

/** What a command works with. */
export interface Session {
  readonly options: CommonOptions
  readonly streams: Streams
  readonly output: Output
  /** Aborts when the command is to stop: the user has pressed Ctrl-C, or nobody reads the output any more. */
  readonly signal: AbortSignal
  readonly transport: MetaTransport
  /** Its calls reject when a server fails. */
  readonly client: MemcachedClient
  /** What has gone wrong so far. Each failure of a server is also what a call rejects with. */
  readonly failures: readonly Failure[]
  /** The servers, for connections beside those of the transport. */
  readonly servers: readonly Peer[]
}

/**
 * Opens what the options ask for. Nothing is sent yet.
 *
 * @throws {Mistake} when an option can not be.
 */
export async function openSession(
  options: CommonOptions,
  streams: Streams,
  output: Output,
  signal: AbortSignal,
): Promise<Session> {
  const { username, password, namespace, track } = options
  const servers = readServers(options.servers)
  const tls = readTls(options)
  const codec = await openCodec(options.codec, options.compress === true)
  const failures: Failure[] = []
  try {
    const transport = openTransport(options, servers)
    const credentials = username === undefined || password === undefined ? undefined : { username, password }
    const client = new MemcachedClient({
      transport,
      codec,
      defaultNamespace: namespace,
      trackKeys: track,
      failures: 'throw',
      onFailure: (failure) => void failures.push(failure),
    })
    return {
      options,
      streams,
      output,
      signal,
      transport,
      client,
      failures,
      // A command line holds no functions to be asked.
      servers: servers.map((server) => parseServer(server, { tls, credentials }) as Peer),
    }
  } catch (error) {
    if (error instanceof TypeError) throw new Mistake(error.message, { cause: error })
    throw error
  }
}

/**
 * Opens a transport to some servers, as the options say. Nothing is sent yet.
 *
 * @throws {TypeError} when an option can not be.
 */
export function openTransport(options: CommonOptions, servers: readonly ServerOptions[]): MetaTransport {
  const { distribution, timeout, username, password } = options
  return new MetaTransport({
    servers,
    timeout,
    connectTimeout: timeout,
    distribution: distributions[distribution],
    tls: readTls(options),
    username,
    password,
  })
}
