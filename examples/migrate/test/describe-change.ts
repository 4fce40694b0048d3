import { setTimeout as sleep } from 'node:timers/promises'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Product } from '../src/product.ts'
import type { Products } from '../src/products.ts'
import type { Visits } from '../src/visits.ts'
import { products } from './products-of.ts'

/** The programs of a guide. */
export interface Change {
  readonly before: (servers: string[]) => Products & Visits
  readonly during: (servers: string[]) => Products & Visits
  readonly after: (servers: string[], load: (id: string) => Promise<Product>) => Products
  /** The key of the product in memcached. */
  readonly keyOf: (id: string) => string
  /** How many servers they share; with several, both have to look for each key on the same one. */
  readonly serverCount: number
}

/** Describes that the old program and the new one share a cache, and that it is still there at the end. */
export function describeChange({ before, during, after, keyOf, serverCount }: Change): void {
  describe.each([...new Set([1, serverCount])])('on %i memcached', (count) => {
    let servers: MemcachedServer[]
    let old: Products & Visits
    let next: Products & Visits
    let last: Products
    const loaded: string[] = []
    const load = async (id: string): Promise<Product> => {
      loaded.push(id)
      return { id, name: 'loaded', price: 1 }
    }

    beforeAll(async () => {
      servers = await Promise.all(Array.from({ length: count }, () => startMemcached()))
      const addresses = servers.map(({ address }) => address)
      old = before(addresses)
      next = during(addresses)
      last = after(addresses, load)
    })
    afterAll(async () => {
      await Promise.all([old, next, last].map((each) => each.close()))
      await Promise.all(servers.map((server) => server.stop()))
    })

    /** The items under the key of a product, on any server: there should be one. */
    async function itemsOf(id: string): Promise<unknown[]> {
      const found: unknown[] = []
      for (const { address } of servers) {
        const transport = new MetaTransport({ servers: [address] })
        const item = await transport.get(keyOf(id))
        const { lifetimeLeft } = (await transport.inspect(keyOf(id))) ?? {}
        // A second may have passed.
        const isTenMinutes = lifetimeLeft === 600 || lifetimeLeft === 599
        const text = item && Buffer.from(item.value).toString()
        if (item !== undefined) found.push({ address, flags: item.flags, text, isTenMinutes })
        await transport.close()
      }
      return found
    }

    it('the new program reads what the old one has stored', async () => {
      for (const product of products) await old.save(product)
      for (const product of products) await expect(next.find(product.id)).resolves.toEqual(product)
    })

    it('the old program reads what the new one has stored: the same bytes, flags and lifetime', async () => {
      for (const product of products) {
        const changed = { id: product.id, name: product.name, price: 7 }
        await next.save(changed)
        await expect(old.find(product.id)).resolves.toEqual(changed)
        const items = await itemsOf(product.id)
        await old.save(changed)
        await expect(itemsOf(product.id)).resolves.toEqual(items)
        expect(items).toMatchObject([{ isTenMinutes: true }])
      }
    })

    it('finds every one of 200 products of the other on its server', async () => {
      const many = Array.from({ length: 200 }, (_, index) => ({
        id: `many-${index}`,
        name: 'chair',
        price: index,
      }))
      await Promise.all(many.map((product, index) => (index % 2 === 0 ? old : next).save(product)))
      const found = await Promise.all(many.map(({ id }, index) => (index % 2 === 0 ? next : old).find(id)))
      expect(found).toEqual(many)
    })

    it('neither has what is not there', async () => {
      await expect(old.find('nothing')).resolves.toBeUndefined()
      await expect(next.find('nothing')).resolves.toBeUndefined()
    })

    it('each sees that the other has dropped a product', async () => {
      for (const id of ['a', 'b']) await next.save({ id, name: id, price: 1 })
      await old.forget('a')
      await next.forget('b')
      await expect(next.find('a')).resolves.toBeUndefined()
      await expect(old.find('b')).resolves.toBeUndefined()
    })

    it('both count the same visits, whoever comes first', async () => {
      const counts: unknown[] = []
      for (const program of [old, next, next, old]) counts.push(await program.count('by-the-old'))
      for (const program of [next, old, old, next]) counts.push(await program.count('by-the-new'))
      expect(counts).toEqual([1, 2, 3, 4, 1, 2, 3, 4])
    })

    it('an old program has no product while getOrSet loads it, so getOrSet waits for the end', async () => {
      let finish = (): void => {}
      const slow = after(
        servers.map(({ address }) => address),
        async (id) => {
          await new Promise<void>((resolve) => {
            finish = resolve
          })
          return { id, name: 'slow', price: 1 }
        },
      )
      const found = slow.find('slow')
      await expect.poll(() => itemsOf('slow'), { interval: 5, timeout: 30_000 }).toHaveLength(1)
      // A mark of bytes stands there. Old clients throw, give what they take it for, or give no answer.
      const own = before(servers.map(({ address }) => address))
      const seen: unknown = await Promise.race([
        own.find('slow').catch(() => 'an error'),
        sleep(500, 'no answer'),
      ])
      await own.close()
      expect(seen === undefined || typeof seen === 'string').toBe(true)
      await expect(next.find('slow')).resolves.toBeUndefined()
      finish()
      await expect(found).resolves.toMatchObject({ name: 'slow' })
      await slow.close()
    })

    it('the program of the end loads nothing anew, and the one before it reads its values', async () => {
      await old.save({ id: 'old', name: 'by the old', price: 1 })
      await next.save({ id: 'new', name: 'by the new', price: 2 })
      await expect(last.find('old')).resolves.toMatchObject({ name: 'by the old' })
      await expect(last.find('new')).resolves.toMatchObject({ name: 'by the new' })
      expect(loaded).toEqual([])
      await last.save({ id: 'last', name: 'by the last', price: 3 })
      await expect(next.find('last')).resolves.toMatchObject({ name: 'by the last' })
      await expect(last.find('loaded')).resolves.toMatchObject({ name: 'loaded' })
      await expect(next.find('loaded')).resolves.toMatchObject({ name: 'loaded' })
      expect(loaded).toEqual(['loaded'])
    })
  })
}
