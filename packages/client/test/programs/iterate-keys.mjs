// Lists the keys of a namespace one by one and tells how many there were. Tells how many bytes that took at most in each half of the keys.
// Runs with --expose-gc: what counts is what cannot be collected.
const { module, name, server, namespace, size } = JSON.parse(process.argv[2])
const { MemcachedClient } = await import('@lmc/client')
const { [name]: Transport } = await import(module)
const transport = new Transport({ servers: [server], timeout: 20_000, connectTimeout: 20_000 })
const cache = new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })

function used() {
  // The first one leaves the bytes of array buffers counted.
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

// What is loaded and compiled for any listing.
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
