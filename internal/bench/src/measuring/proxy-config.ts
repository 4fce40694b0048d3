/**
 * The configuration of memcached's own proxy for some servers, on the ring of `ketama`. `docs/scaling.md`
 * shows it for two.
 *
 * @param addresses `host:port` each
 * @see https://github.com/memcached/memcached/wiki/Proxy
 */
export function proxyConfig(addresses: readonly string[]): string {
  const backends = addresses.map((address, index) => {
    const { hostname, port } = new URL(`tcp://${address}`)
    return `        mcp.backend('server${index + 1}', '${hostname}', ${port}),`
  })
  return `function mcp_config_pools()
    return mcp.pool({
${backends.join('\n')}
    }, { dist = mcp.dist_ring_hash, omode = 'twemproxy', hash = mcp.dist_ring_hash.hash })
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
