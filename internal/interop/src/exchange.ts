import { type Codec, isCodecError } from '@lmc/codec'
import { startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import type { ClientProgram } from './client-programs.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { type Reading, runClient } from './run-client.ts'
import { values } from './values.ts'

/** Lets a client read the values that lmc stores. Resolves to the outcome of each value, by its key. */
export async function readByOther(client: ClientProgram, codec: Codec): Promise<Map<string, Outcome>> {
  return onServer(async (transport, address) => {
    const outcomes = new Map<string, Outcome>()
    for (const [key, , value] of values) {
      try {
        const { value: bytes, flags } = codec.encode(value)
        await transport.set(key, bytes, { flags })
      } catch (error) {
        if (!isCodecError(error)) throw error
        outcomes.set(key, '-')
      }
    }
    const readings = runClient(client, 'read', address)
    for (const [key, , value] of values) {
      const reading = readings[key] ?? { kind: 'error', value: 'nothing came' }
      if (!outcomes.has(key)) outcomes.set(key, outcomeOf(value, reading))
    }
    return outcomes
  })
}

/** Lets lmc read the values that a client stores. Resolves to the outcome of each value, by its key. */
export async function readByLmc(client: ClientProgram, codec: Codec): Promise<Map<string, Outcome>> {
  return onServer(async (transport, address) => {
    const failures = runClient(client, 'write', address)
    const outcomes = new Map<string, Outcome>()
    for (const [key, , value] of values) {
      const item = await transport.get(key)
      const isStored = item !== undefined && failures[key] === undefined
      outcomes.set(key, isStored ? outcomeOf(value, readingOf(codec, item.value, item.flags)) : '-')
    }
    return outcomes
  })
}

function readingOf(codec: Codec, bytes: Uint8Array, flags: number): Reading {
  let value: unknown
  try {
    value = codec.decode(bytes, flags)
  } catch (error) {
    // lmc's client takes the item for a miss, and reports it.
    if (isCodecError(error)) return { kind: 'miss' }
    throw error
  }
  if (typeof value === 'string') return { kind: 'text', value }
  if (value instanceof Uint8Array) return { kind: 'bytes', value: Buffer.from(value).toString('hex') }
  return { kind: 'data', value }
}

async function onServer<T>(work: (transport: MetaTransport, address: string) => Promise<T>): Promise<T> {
  const server = await startMemcached()
  const transport = new MetaTransport({ servers: [server.address] })
  try {
    return await work(transport, server.address)
  } finally {
    await transport.close()
    await server.stop()
  }
}
