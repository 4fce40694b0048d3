// Lists the keys of a namespace one by one. Prints their number, and the most bytes in use during each half
// of them. Runs with --expose-gc, since garbage must not count.
const { module, name, server, namespace, size } = JSON.parse(process.argv[2])
const { MemcachedClient } = await import('@lmc/client')
const { [name]: Transport } = await import(module)
const transport = new Transport({ servers: [server], timeout: 20_000, connectTimeout: 20_000 })
const cache = new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })

function used() {
  // The first collection still counts the bytes of array buffers.
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

// A first listing loads and compiles the code.
for await (const _ of cache.iterateKeys('none'));
await cache.transport.hasMany(Array.from({ length: 1000 }, (_, index) => `none:${index}`))

const before = used()
let count = 0
const peaks = [0, 0]
for await (const _ of cache.iterateKeys(namespace)) {
  const half = count++ < size / 2 ? 0 : 1
  if (count % 2000 === 0) peaks[half] = Math.max(peaks[half], used() - before)
}
await cache.close()
process.stdout.write(JSON.stringify({ count, peaks }))
