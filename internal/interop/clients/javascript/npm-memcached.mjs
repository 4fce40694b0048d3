import { promisify } from 'node:util'
import Memcached from 'memcached'
import { runClient } from './run-client.mjs'

await runClient((address) => {
  const client = new Memcached(address, { retries: 0, timeout: 1000 })
  return {
    set: (key, value) => promisify(client.set.bind(client))(key, value, 0),
    get: (key) => promisify(client.get.bind(client))(key),
  }
})
