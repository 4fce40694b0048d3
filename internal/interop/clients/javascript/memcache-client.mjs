import { deflateSync, inflateSync } from 'node:zlib'
import { MemcacheClient } from 'memcache-client'
import { runClient } from './run-client.mjs'

// Its own zstd is a package that has to be compiled; with any other compressor the flags and the bytes around
// are the same.
const compressor = {
  compressSync: ({ input }) => deflateSync(input),
  decompressSync: ({ input }) => inflateSync(input),
}

await runClient((address) => {
  const client = new MemcacheClient({ server: address, compressor })
  return {
    set: (key, value) => client.set(key, value, { compress: true }),
    get: async (key) => (await client.get(key))?.value,
  }
})
