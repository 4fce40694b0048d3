import { readFile } from 'node:fs/promises'
import { MemoryTransport } from '@lmc/transport-memory'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { MemcachedClient } from '../src/index.ts'

it('the view of the README does what it says', async () => {
  const page = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const [, sample] = /^```ts\n(.*?)^```$/ms.exec(page) ?? []
  const cache = new MemcachedClient({ transport: new MemoryTransport() })
  // The sample has no types.
  const program = `export const run = async (cache, z) => { ${sample}; return user }`
  const address = `data:text/javascript,${encodeURIComponent(program)}`
  const { run } = (await import(address)) as { run: (...args: unknown[]) => Promise<unknown> }
  await expect(run(cache, z)).resolves.toEqual({ name: 'Ada' })
  await expect(cache.get('ada', { namespace: 'users' })).resolves.toEqual({ name: 'Ada' })
  await cache.close()
})
