import { type MemcachedOptions, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { TransportError } from '@lmc/transport'
import { MetaTransport, type MetaTransportOptions } from '../src/index.ts'
import { type Answer, type FakeServer, startFakeServer } from './fake-server.ts'
import { patient } from './patient.ts'

const cleanUps: (() => Promise<unknown>)[] = []

/** Closes and stops what the functions below have opened and started; due after each test. */
export async function cleanUp(): Promise<void> {
  await Promise.all(cleanUps.splice(0).map((step) => step()))
}

export function open(
  server: { readonly address: string },
  options: MetaTransportOptions = {},
): MetaTransport {
  const transport = new MetaTransport({ servers: [server.address], ...patient, ...options })
  cleanUps.push(() => transport.close())
  return transport
}

export async function startReal(options: MemcachedOptions = {}): Promise<MemcachedServer> {
  const server = await startMemcached(options)
  cleanUps.push(() => server.stop())
  return server
}

export async function startFake(answer: Answer, greets?: () => boolean): Promise<FakeServer> {
  const server = await startFakeServer(answer, greets)
  cleanUps.push(() => server.stop())
  return server
}

/** The codes of errors, and `ok`, with how often each has come. */
export async function tally(calls: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {}
  for (const outcome of await Promise.allSettled(calls)) {
    const name =
      outcome.status === 'fulfilled'
        ? 'ok'
        : outcome.reason instanceof TransportError
          ? outcome.reason.code
          : String(outcome.reason)
    outcomes[name] = (outcomes[name] ?? 0) + 1
  }
  return outcomes
}
