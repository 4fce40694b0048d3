import { KeyvMemcache } from '@keyv/memcache'
import { Keyv } from 'keyv'
import { runClient } from './run-client.mjs'

await runClient((address) => {
  const keyv = new Keyv({ store: new KeyvMemcache(address), throwOnErrors: true })
  // Without a namespace the keys are those of the other programs.
  keyv.namespace = undefined
  return {
    set: async (key, value) => {
      if (!(await keyv.set(key, value))) throw new Error('not stored')
    },
    get: (key) => keyv.get(key),
  }
})
