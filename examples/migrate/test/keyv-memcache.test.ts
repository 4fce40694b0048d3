import { KeyvMemcache } from '@keyv/memcache'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { Keyv } from 'keyv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openProducts as after } from '../src/keyv-memcache/after.ts'
import { openProducts as before } from '../src/keyv-memcache/before.ts'
import { openProducts as during } from '../src/keyv-memcache/during.ts'
import { MovingStore } from '../src/keyv-memcache/moving-store.ts'
import type { Products } from '../src/products.ts'
import { products } from './products-of.ts'

describe.each([1, 3])('the change from @keyv/memcache, on %i memcached', (count) => {
  let servers: MemcachedServer[]
  /** The programs, in the order in which a fleet runs them. */
  let steps: readonly [old: Products, readsOld: Products, readsNew: Products, last: Products]

  beforeAll(async () => {
    servers = await Promise.all(Array.from({ length: count }, () => startMemcached()))
    const addresses = servers.map(({ address }) => address)
    steps = [before(addresses), during(addresses, 'old'), during(addresses, 'new'), after(addresses)]
  })
  afterAll(async () => {
    await Promise.all(steps.map((each) => each.close()))
    await Promise.all(servers.map((server) => server.stop()))
  })

  // A fleet runs two steps at once, never three.
  describe.each([
    ['the old program and the first of the change', 0, 1],
    ['the two of the change', 1, 2],
    ['the second of the change and the program of the end', 2, 3],
  ] as const)('%s', (_, one, other) => {
    it.each([
      [one, other],
      [other, one],
    ])('share what step %i stores with step %i', async (writer, reader) => {
      for (const product of products) await steps[writer].save(product)
      for (const product of products) await expect(steps[reader].find(product.id)).resolves.toEqual(product)
      const many = Array.from({ length: 100 }, (__, index) => ({
        id: `many-${index}`,
        name: 'a',
        price: writer,
      }))
      await Promise.all(many.map((product) => steps[writer].save(product)))
      await expect(Promise.all(many.map(({ id }) => steps[reader].find(id)))).resolves.toEqual(many)
    })

    it.each([
      [one, other],
      [other, one],
    ])('what step %i has dropped step %i does not find', async (dropper, reader) => {
      await steps[reader].save({ id: 'a', name: 'a', price: 1 })
      await steps[dropper].forget('a')
      await expect(steps[reader].find('a')).resolves.toBeUndefined()
    })
  })

  it('what the first program of the change has stored is there at the end', async () => {
    await steps[1].save({ id: 'kept', name: 'kept', price: 1 })
    await expect(steps[3].find('kept')).resolves.toEqual({ id: 'kept', name: 'kept', price: 1 })
  })

  it('shares keys of any script, and keeps keys with spaces or above 250 bytes in the new place', async () => {
    const addresses = servers.map(({ address }) => address)
    const open = (reads: 'old' | 'new'): Keyv =>
      new Keyv({ store: new MovingStore({ servers: addresses, reads }), namespace: 'shop' })
    const [readsOld, readsNew] = [open('old'), open('new')]
    const keys = ['Stühle', '椅子', '😀', 'é'.repeat(100), 'a b', '\n', '', 'long'.repeat(100), '\ud800']
    for (const key of keys) {
      await expect(readsOld.set(key, `of ${key}`, 60_000)).resolves.toBe(true)
      await expect(readsOld.get(key)).resolves.toBe(`of ${key}`)
      await expect(readsNew.get(key)).resolves.toBe(`of ${key}`)
    }
    const old = new Keyv({ store: new KeyvMemcache(addresses.join(',')), namespace: 'shop' })
    for (const key of keys.slice(0, 4)) await expect(old.get(key)).resolves.toBe(`of ${key}`)
    for (const key of keys) {
      await expect(readsOld.delete(key)).resolves.toBe(true)
      await expect(readsOld.get(key)).resolves.toBeUndefined()
      await expect(readsNew.get(key)).resolves.toBeUndefined()
    }
    await expect(readsOld.set('past', 1, -1)).resolves.toBe(true)
    await expect(readsNew.get('past')).resolves.toBeUndefined()
    await Promise.all([readsOld, readsNew, old].map((each) => each.disconnect()))
  })

  it('clear() of the change drops its namespace in both places, and no other', async () => {
    const addresses = servers.map(({ address }) => address)
    const store = new MovingStore({ servers: addresses, reads: 'old' })
    const other = new Keyv({
      store: new MovingStore({ servers: addresses, reads: 'old' }),
      namespace: 'other',
    })
    const shop = new Keyv({ store, namespace: 'shop' })
    await other.set('a', 1)
    await shop.setMany([
      { key: 'a', value: 1 },
      { key: 'b', value: 2, ttl: 60_000 },
    ])
    await expect(steps[0].find('b')).resolves.toBe(2)
    await shop.clear()
    for (const step of steps) await expect(step.find('b')).resolves.toBeUndefined()
    await expect(other.get(['a', 'b'])).resolves.toEqual([1, undefined])
    await expect(other.delete(['a', 'b'])).resolves.toBe(true)
    await Promise.all([shop.disconnect(), other.disconnect()])
  })
})
