// Says on which server npm's `memcache` looks for a key. Standard input and output as of picks-main.ts.
import { text } from 'node:stream/consumers'
import { createNode, Memcache } from 'memcache'

const { keys, fleets } = JSON.parse(await text(process.stdin))

const answers = fleets.map((servers) => {
  const nodes = servers.map(([name, weight]) => {
    const [, host, port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(name)
    return createNode(host, Number(port ?? 0), { weight })
  })
  const client = new Memcache({ nodes })
  const names = new Map(servers.map(([name], index) => [name, index]))
  return keys.map((key) => names.get(client.hash.getNodesByKey(key)[0].id) ?? null)
})
process.stdout.write(JSON.stringify(answers))
