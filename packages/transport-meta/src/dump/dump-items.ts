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
  const figures = new Map(line.split(' ').map((pair) => pair.split('=') as [name: string, figure: string]))
  const figure = (name: string): number => Number(figures.get(name) ?? Number.NaN)
  const expiresAt = figure('exp')
  const usedAt = figure('la')
  const itemSize = figure('size')
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
    wasRead: figures.get('fetch') === 'yes',
  }
}
