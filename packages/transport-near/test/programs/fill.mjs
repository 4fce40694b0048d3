// Fills 32 MiB of near items of one length, many times over. Prints by how many bytes this process has grown.
import { forwardTo } from '@lmc/transport'
import { MemoryTransport } from '@lmc/transport-memory'
import { nearTransport } from '@lmc/transport-near'

const length = Number(process.argv[2])
// The servers' answers come in large pieces, of which each value is a part.
const piece = Buffer.alloc(200_000)
const far = forwardTo(new MemoryTransport(), {
  get: async () => ({ value: Buffer.from(piece).subarray(0, length), flags: 0 }),
})
const near = nearTransport(far, { maxBytes: 32 * 2 ** 20, maxAge: 600_000 })
const used = async () => {
  for (let round = 0; round < 3; round++) {
    globalThis.gc()
    await new Promise(setImmediate)
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + Math.max(external, arrayBuffers)
}

await near.get('warm-up')
const before = await used()
const rounds = Math.ceil((40 * 2 ** 20) / (length + 450))
for (let index = 0; index < rounds; index++) {
  await near.get(`some-name:of:a:usual:length:${index}`)
  if (index % 1000 === 0) await new Promise(setImmediate)
}
const grown = (await used()) - before
process.stdout.write(JSON.stringify({ grown, ...near.near }))
