// One of several processes that set, set again, invalidate and list keys of one namespace, the same and their
// own, for some seconds.
const { module, name, server, process: own, seconds, skew, bytes, stays } = JSON.parse(process.argv[2])

// A wrong clock, as another machine may have.
const now = Date.now
Date.now = () => now() + skew * 1000

const { MemcachedClient } = await import('@lmc/client')
const { [name]: Transport } = await import(module)
// Long timeouts, since the machines that run tests are busy.
const transport = new Transport({ servers: [server], timeout: 20_000, connectTimeout: 20_000 })
const cache = new MemcachedClient({ transport, trackKeys: true })

/** A value of so many bytes. */
const value = 'x'.repeat(bytes)
const pick = (most) => Math.floor(Math.random() * most)
const anyKey = () => (pick(2) === 0 ? `shared:${pick(300)}` : `process ${own}: ${pick(300)}`)
const end = now() + seconds * 1000

async function work() {
  while (now() < end) {
    const dice = pick(100)
    if (dice < 70) await cache.set(anyKey(), value, { lifetime: pick(2) * 1000 })
    else if (dice < 80) await cache.setMany([0, 1, 2, 3, 4].map(() => [anyKey(), value]))
    else if (dice < 99) await cache.invalidate(anyKey())
    else if (pick(5) === 0) await cache.keys()
  }
}

process.stdout.write('started\n')
await Promise.all(Array.from({ length: 16 }, work))
// A process looks after what it has listed while it runs.
if (stays) {
  process.stdout.write('done\n')
  for await (const _ of process.stdin);
}
await cache.close()
