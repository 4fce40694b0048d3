import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { installDebianPackages, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openProducts as openAfter } from '../src/lovely-memcached/after.ts'
import { openProducts } from '../src/lovely-memcached/during.ts'
import type { Products } from '../src/products.ts'
import answers from './lovely-answers.json' with { type: 'json' }
import { products } from './products-of.ts'

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

describe.each([1, 3])('before.py and during.ts on %i memcached', (count) => {
  let servers: MemcachedServer[]
  let addresses: string[]
  let next: Products

  beforeAll(async () => {
    if (!installDebianPackages('python3-memcache'))
      throw new Error('This test needs python3-memcache; install it: apt-get install python3-memcache')
    servers = await Promise.all(Array.from({ length: count }, () => startMemcached()))
    addresses = servers.map(({ address }) => address)
    next = openProducts(addresses)
  })
  afterAll(async () => {
    await next.close()
    await Promise.all(servers.map((server) => server.stop()))
  })

  /** Gives what the calls of before.py give, in their order. */
  async function before(...calls: (readonly [name: string, ...args: unknown[]])[]): Promise<unknown[]> {
    const { stdout } = await promisify(execFile)(
      '/usr/bin/python3',
      [pathOf('programs/run-lovely.py'), pathOf('../src/lovely-memcached/before.py'), JSON.stringify(calls)],
      { env: { ...process.env, MEMCACHED_SERVERS: addresses.join(','), PYTHONPATH: pathOf('programs') } },
    )
    return JSON.parse(stdout)
  }

  it('have the keys that lovely.memcached had on Python 2', async () => {
    const named = answers.filter(
      ({ raw, keyIs, namespace }) => raw !== true && keyIs !== 'unicode' && namespace !== undefined,
    )
    await expect(
      before(...named.map(({ key, namespace }) => ['key', key, namespace] as const)),
    ).resolves.toEqual(named.map(({ memcachedKey }) => memcachedKey))
  })

  it('the new program reads what the old one has stored', async () => {
    await before(...products.map((product) => ['save', product] as const))
    for (const product of products) await expect(next.find(product.id)).resolves.toEqual(product)
  })

  it('the old program reads what the new one has stored', async () => {
    const changed = products.map(({ id, name }) => ({ id, name, price: 1 }))
    for (const product of changed) await next.save(product)
    await expect(before(...changed.map(({ id }) => ['find', id] as const))).resolves.toEqual(changed)
  })

  it('the program of the end loads nothing anew, and the one before it reads its values', async () => {
    const loaded: string[] = []
    const last = openAfter(addresses, async (id) => {
      loaded.push(id)
      return { id, name: 'loaded', price: 1 }
    })
    await before(['save', { id: 'old', name: 'by the old', price: 1 }])
    await next.save({ id: 'new', name: 'by the new', price: 2 })
    await expect(last.find('old')).resolves.toMatchObject({ name: 'by the old' })
    await expect(last.find('new')).resolves.toMatchObject({ name: 'by the new' })
    await last.save({ id: 'last', name: 'by the last', price: 3 })
    await expect(next.find('last')).resolves.toMatchObject({ name: 'by the last' })
    await expect(last.find('loaded')).resolves.toMatchObject({ name: 'loaded' })
    await expect(next.find('loaded')).resolves.toMatchObject({ name: 'loaded' })
    expect(loaded).toEqual(['loaded'])
    await last.close()
  })

  it('finds every one of 200 products of the other on its server', async () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ id: `many-${index}`, name: 'a', price: index }))
    const [ofOld, ofNext] = [many.slice(0, 100), many.slice(100)]
    await before(...ofOld.map((product) => ['save', product] as const))
    await Promise.all(ofNext.map((product) => next.save(product)))
    await expect(Promise.all(ofOld.map(({ id }) => next.find(id)))).resolves.toEqual(ofOld)
    await expect(before(...ofNext.map(({ id }) => ['find', id] as const))).resolves.toEqual(ofNext)
  })

  it('each sees that the other has dropped a product', async () => {
    await next.save({ id: 'a', name: 'a', price: 1 })
    await next.save({ id: 'b', name: 'b', price: 1 })
    await before(['forget', 'a'])
    await next.forget('b')
    await expect(next.find('a')).resolves.toBeUndefined()
    await expect(before(['find', 'b'])).resolves.toEqual([null])
  })
})
