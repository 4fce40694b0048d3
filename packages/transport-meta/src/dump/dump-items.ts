import { type CallOptions, clock, type DumpedItem, type Seconds, TransportError } from '@lmc/transport'
import { createStatisticsCall } from '../commands/statistics.ts'
import type { Limits } from '../calls/limits.ts'
import { rejectOnAbort } from '../calls/reject-on-abort.ts'
import { dump } from './dump.ts'
import { dumpedKey } from './dumped-key.ts'
import type { ServerLink } from '../servers/server-link.ts'

/** Gives the size, the lifetime and the last use of each item of a server, in no order, while they come. */
export async function* dumpItems(
  link: ServerLink,
  limits: Limits,
  options: CallOptions,
): AsyncGenerator<DumpedItem, void, undefined> {
  const now = await clockOf(link, options)
  for await (const line of dump(link.server, limits, { ...options, command: 'dumpItems' }))
    yield toItem(line, link.server.name, now())
}

/** Resolves to the server's clock, in seconds since 1970. Moments in a dump are by that clock. */
async function clockOf(link: ServerLink, { signal }: CallOptions): Promise<() => Seconds> {
  const call = createStatisticsCall('dumpItems')
  rejectOnAbort(call, signal)
  const { time } = await link.submit(call)
  const startedAt = clock.now()
  const there = time === undefined ? clock.date() / 1000 : Number(time)
  return () => there + (clock.now() - startedAt) / 1000
}

/** @throws {TransportError} `protocol` for a line that lacks a figure. */
function toItem(line: string, server: string, now: Seconds): DumpedItem {
  const expiresAt = Number(figure(line, ' exp='))
  const usedAt = Number(figure(line, ' la='))
  const itemSize = Number(figure(line, ' size='))
  if (Number.isNaN(expiresAt + usedAt + itemSize))
    throw new TransportError('protocol', 'an item was dumped without its size or times', {
      server,
      command: 'dumpItems',
    })
  return {
    key: dumpedKey(line),
    server,
    itemSize,
    // 0 is for ever, so an item in its last second has 1 left.
    lifetimeLeft: expiresAt === -1 ? 0 : Math.max(1, Math.round(expiresAt - now)),
    idle: Math.max(0, Math.round(now - usedAt)),
    wasRead: figure(line, ' fetch=') === 'yes',
  }
}

/**
 * Returns what stands behind a name in a dumped line; `undefined`: the line does not have the name. There may
 * be a million lines, so that none is split into all of its figures.
 */
function figure(line: string, name: string): string | undefined {
  const start = line.indexOf(name)
  if (start === -1) return undefined
  const from = start + name.length
  const end = line.indexOf(' ', from)
  return end === -1 ? line.slice(from) : line.slice(from, end)
}
