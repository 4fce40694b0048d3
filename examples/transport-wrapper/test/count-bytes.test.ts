import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MemoryTransport } from '@lmc/transport-memory'
import { MetaTransport } from '@lmc/transport-meta'
import { testTransport } from '@lmc/transport-tests'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countBytes } from '../src/count-bytes.ts'

let server: MemcachedServer
beforeAll(async () => {
  server = await startMemcached()
})
afterAll(() => server.stop())

const ignore = (): void => undefined

testTransport('countBytes over MetaTransport', {
  describe,
  it,
  // No call is to run into its time-out because the machine is busy.
  open: () => countBytes(new MetaTransport({ servers: [server.address], timeout: 20_000 }), ignore),
  elapse: async (seconds) => sleep(seconds * 1000),
})

describe('countBytes', () => {
  it('counts the bytes of the values that are found', async () => {
    const counts: number[] = []
    const transport = countBytes(new MemoryTransport(), (bytes) => counts.push(bytes))
    await transport.set('key', new Uint8Array(1234))
    await transport.get('key')
    await transport.get('nothing')
    await transport.close()
    expect(counts).toEqual([1234, 0])
  })

  it('stands in the README of @lmc/transport as it is here', async () => {
    const readme = await readFile(new URL('../../../packages/transport/README.md', import.meta.url), 'utf8')
    const source = await readFile(new URL('../src/count-bytes.ts', import.meta.url), 'utf8')
    expect(readme).toContain(`\`\`\`ts\n${source}\`\`\`\n`)
  })
})
