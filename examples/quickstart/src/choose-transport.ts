import type { Transport } from '@lmc/transport'
import { MetaTransport } from '@lmc/transport-meta'
import { MemoryTransport } from '@lmc/transport-memory'

/** A transport, and its server in words. */
export interface Choice {
  readonly transport: Transport
  readonly where: string
}

/**
 * Chooses the memcached at `MEMCACHED_SERVERS` (a list with commas), or else one on this machine, or else the
 * memory of this process.
 */
export async function chooseTransport(): Promise<Choice> {
  const named = process.env['MEMCACHED_SERVERS']
  if (named !== undefined && named !== '') {
    const servers = named.split(',').map((server) => server.trim())
    return {
      transport: new MetaTransport({ servers }),
      where: `memcached at ${servers.join(', ')}, from MEMCACHED_SERVERS`,
    }
  }
  const local = new MetaTransport()
  const [server] = await local.statistics()
  if (server?.error === undefined)
    return { transport: local, where: `memcached at ${local.servers.join(', ')}` }
  await local.close()
  return {
    transport: new MemoryTransport(),
    where:
      `the memory of this process, since there is no memcached at ${local.servers.join(', ')}; ` +
      'MEMCACHED_SERVERS names another',
  }
}
