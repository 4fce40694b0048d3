// One of several processes that update one value. Each update adds an entry. Prints the result of each
// update.
const { module, name, server, key, own, times } = JSON.parse(process.argv[2])
const { MemcachedClient } = await import('@lmc/client')
const { [name]: Transport } = await import(module)
// Long timeouts, since the machines that run tests are busy.
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
