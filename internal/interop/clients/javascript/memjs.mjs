import memjs from 'memjs'
import { runClient } from './run-client.mjs'

await runClient((address) => {
  const client = memjs.Client.create(address, { retries: 0 })
  return {
    set: (key, value) => client.set(key, value, {}),
    get: async (key) => (await client.get(key)).value ?? undefined,
  }
})
