import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { proxyConfig } from './proxy-config.ts'

/**
 * Starts memcached's own proxy before the servers, with the ring of `ketama`. Resolves when the proxy accepts
 * connections.
 *
 * @param binary a memcached built with its proxy, like Debian's from 1.6.45.
 * @see https://github.com/memcached/memcached/wiki/Proxy
 */
export async function startProxy(binary: string, addresses: readonly string[]): Promise<MemcachedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'lmc-proxy-'))
  const file = join(folder, 'fleet.lua')
  await writeFile(file, proxyConfig(addresses))
  const proxy = await startMemcached({ binary, args: ['-o', `proxy_config=${file}`] })
  await rm(folder, { recursive: true })
  return proxy
}
