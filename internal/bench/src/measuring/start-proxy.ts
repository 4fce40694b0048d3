import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'

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
  await writeFile(file, configOf(addresses))
  const proxy = await startMemcached({ binary, args: ['-o', `proxy_config=${file}`] })
  await rm(folder, { recursive: true })
  return proxy
}

function configOf(addresses: readonly string[]): string {
  const backends = addresses.map((address, i) => {
    const { hostname, port } = new URL(`tcp://${address}`)
    return `mcp.backend('server${i}', '${hostname}', ${port})`
  })
  return `
function mcp_config_pools()
    return mcp.pool({ ${backends.join(', ')} }, {
        dist = mcp.dist_ring_hash, omode = 'twemproxy', hash = mcp.dist_ring_hash.hash,
    })
end

function mcp_config_routes(pool)
    local route = mcp.funcgen_new()
    local fleet = route:new_handle(pool)
    route:ready({
        n = 'fleet',
        f = function(context)
            return function(request) return context:enqueue_and_wait(request, fleet) end
        end,
    })
    mcp.attach(mcp.CMD_ANY_STORAGE, route)
end
`
}
