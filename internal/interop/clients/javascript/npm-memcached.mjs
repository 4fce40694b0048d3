import { promisify } from 'node:util'
import Memcached from 'memcached'
import { runClient } from './run-client.mjs'

await runClient((address) => {
  const client = new Memcached(address, { retries: 0, timeout: 1000 })
  return {
    set: (key, value) => promisify((done) => client.set(key, value, 0, done))(),
    get: (key) => promisify((done) => client.get(key, done))(),
  }
})
