// One of several processes that increment one missing key, with some calls in flight.
const { module, name, server, key, times, atOnce } = JSON.parse(process.argv[2])
const { MemcachedClient } = await import('@lmc/client')
const { [name]: Transport } = await import(module)
// Long timeouts, since the machines that run tests are busy.
const transport = new Transport({ servers: [server], timeout: 20_000, connectTimeout: 20_000 })
const cache = new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })
let left = times
const count = async () => {
  while (left-- > 0) await cache.increment(key, 1, { initial: 1 })
}
await Promise.all(Array.from({ length: atOnce }, count))
await cache.close()
