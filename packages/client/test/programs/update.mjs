// One of several processes that change one value, each time by one more entry of their own. Tells what each change gave.
const { module, name, server, key, own, times } = JSON.parse(process.argv[2])
const { MemcachedClient } = await import('@lmc/client')
const { [name]: Transport } = await import(module)
// Machines that run tests are busy: nothing here is about time.
const transport = new Transport({ servers: [server], timeout: 20_000, connectTimeout: 20_000 })
const cache = new MemcachedClient({ transport, failures: 'throw' })
const totals = []
for (let time = 0; time < times; time++) {
  const { total } = await cache.update(key, (value = { total: 0, by: {} }) => ({
    total: value.total + 1,
    by: { ...value.by, [own]: (value.by[own] ?? 0) + 1 },
  }))
  totals.push(total)
}
await cache.close()
process.stdout.write(JSON.stringify(totals))
