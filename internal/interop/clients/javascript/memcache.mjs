import { Memcache } from 'memcache'
import { runClient } from './run-client.mjs'

await runClient((address) => {
  const client = new Memcache({ nodes: [address] })
  client.on('error', () => {})
  return {
    set: (key, value) => client.set(key, value),
    get: (key) => client.get(key),
  }
})
