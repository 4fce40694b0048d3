import { setTimeout as sleep } from 'node:timers/promises'
import type { Contender, Session } from '../contenders/contender.ts'
import { Payload } from '../contenders/payload.ts'

/** What a client keeps, in bytes. */
export interface Memory {
  /** A client that has made no call. */
  readonly client: number
  /** A client that has made one call, and has no call under way, without what it had before. */
  readonly connection: number
  /** The same, by the resident set of the process: pages that nobody has touched do not count. */
  readonly connectionResident: number
  /** A `get` that has been sent and not been answered. */
  readonly call: number
}

const CLIENTS = 50
const CALLS = 5000
const KEY = 'memory'

/** Measures one kind of client in this process, which has done nothing else. Takes a fresh server. */
export async function takeMemory(
  contender: Contender,
  address: string,
  freeze: () => Promise<void>,
  thaw: () => Promise<void>,
): Promise<Memory> {
  // What is loaded at the first call counts for no client.
  const first = await contender.open([address])
  await first.set(KEY, new Payload('value'))
  await getMany(first, CALLS)

  const atFirst = await settled()
  const sessions: Session[] = []
  for (let i = 0; i < CLIENTS; i++) sessions.push(await contender.open([address]))
  const created = await settled()
  await Promise.all(sessions.map((session) => session.get(KEY)))
  const connected = await settled()

  const before = await settled()
  await freeze()
  const answers = getMany(first, CALLS)
  // Less than any time-out.
  const under = await settled(1)
  await thaw()
  await answers
  await Promise.all([first, ...sessions].map((session) => session.close()))
  return {
    client: (created.bytes - atFirst.bytes) / CLIENTS,
    connection: (connected.bytes - created.bytes) / CLIENTS,
    connectionResident: (connected.resident - created.resident) / CLIENTS,
    call: (under.bytes - before.bytes) / CALLS,
  }
}

function getMany(session: Session, count: number): Promise<unknown> {
  return Promise.all(Array.from({ length: count }, () => session.get(KEY)))
}

/** What is in use: objects, and buffers outside of the heap. */
async function settled(
  collections: number = 3,
): Promise<{ readonly bytes: number; readonly resident: number }> {
  // What is sent leaves in the next turns, and some garbage needs two collections.
  for (let i = 0; i < collections; i++) {
    await sleep(20)
    globalThis.gc?.()
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { bytes: heapUsed + external, resident: rss }
}
