import memjs from 'memjs'
import { toSingleCall } from '../../src/calls/call.ts'
import { MemjsTransport } from '../../src/index.ts'
import { toSettings } from '../../src/memjs-transport-options.ts'
import { Opcode } from '../../src/wire/opcode.ts'
import { readItem } from '../../src/wire/reply.ts'
import { ServerLink } from '../../src/server-link.ts'

/** What memjs and the transport over it have in common, so that one fault can be looked for in both. */
export interface Subject {
  get(key: string): Promise<string | undefined>
  set(key: string, value: string, lifetime?: number): Promise<boolean>
  append(key: string, value: string): Promise<boolean>
  prepend(key: string, value: string): Promise<boolean>
  increment(key: string, delta: number): Promise<string | undefined>
  close(): Promise<void>
  /** The options that were passed in. */
  readonly options: object
}

/** What some faults need to show. */
export interface Special {
  /** How long a call may take, in milliseconds; absent: so long that it does not matter. */
  readonly timeout?: number
  readonly username?: string
  readonly password?: string
  /** How many calls went before. */
  readonly callsBefore?: number
  /** For memjs; the transport has no such options. */
  readonly expires?: number
  readonly retries?: number
  readonly failover?: boolean
}

/** One way to speak to a server. */
export interface Way {
  open(address: string, special?: Special): Subject
  /** The servers when none are named. */
  servers(): string[]
  /** The beginning of a program that opens `subject` to the server that its argument names. */
  readonly program: string
}

/** How long a call may take where that matters, in milliseconds. */
export const SHORT = 300

const LONG = 5000

/** memjs alone, through its own client. */
export const bareMemjs: Way = {
  open(address, { callsBefore = 0, timeout = LONG, ...special } = {}) {
    const options = { timeout: timeout / 1000, ...special }
    const client = memjs.Client.create(address, options)
    Object.assign(client, { seq: callsBefore })
    return {
      options,
      get: async (key) => (await client.get(key)).value?.toString('latin1'),
      set: async (key, value, lifetime) => client.set(key, value, { expires: lifetime }),
      append: async (key, value) => client.append(key, value),
      prepend: async (key, value) => client.prepend(key, value),
      increment: async (key, delta) => String((await client.increment(key, delta)).value),
      close: async () => client.close(),
    }
  },
  servers: () => memjs.Client.create().servers.map(({ host, port }) => `${host}:${port}`),
  program: `
    import memjs from 'memjs'
    const options = { timeout: ${SHORT / 1000}, logger: { log: () => undefined } }
    const subject = memjs.Client.create(process.argv[1], options)`,
}

/** The transport over memjs. */
export const memjsTransport: Way = {
  open(address, { username, password, callsBefore, timeout = LONG } = {}) {
    const options = { servers: [address], timeout, username, password }
    const transport = new MemjsTransport(options)
    return {
      options,
      get: callsBefore ? linkAfter(callsBefore, address) : async (key) => toText(await transport.get(key)),
      set: async (key, value, lifetime) => transport.set(key, Buffer.from(value), { lifetime }),
      append: async (key, value) => transport.append(key, Buffer.from(value)),
      prepend: async (key, value) => transport.prepend(key, Buffer.from(value)),
      increment: async (key, delta) => (await transport.increment(key, delta))?.toString(),
      close: async () => transport.close(),
    }
  },
  servers: () => [...new MemjsTransport().servers],
  program: `
    import { MemjsTransport } from '@lmc/transport-memjs'
    const subject = new MemjsTransport({ servers: [process.argv[1]], timeout: ${SHORT} })`,
}

/** The transport cannot be told that calls went before; the part that counts them can. */
function linkAfter(callsBefore: number, address: string): Subject['get'] {
  const { servers, ...settings } = toSettings({ servers: [address], timeout: LONG })
  const links = servers.map(
    (server) => new ServerLink({ address: server, ...settings, firstOpaque: callsBefore }),
  )
  return async (key) =>
    toText(await links[0]?.call(toSingleCall('get', { opcode: Opcode.get, key }, [], readItem)))
}

function toText(item: { value: Uint8Array } | undefined): string | undefined {
  return item && Buffer.from(item.value).toString('latin1')
}
