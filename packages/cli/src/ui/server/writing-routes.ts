import type { MemcachedClient } from '@lmc/client'
import { Hono } from 'hono'
import { readLifetime } from '../../options/lifetime-option.ts'
import { bodyOf, mistaken } from './body-of.ts'

/** What the page changes. Keys are memcached keys. */
export function writingRoutes(client: MemcachedClient): Hono {
  return new Hono()
    .post('/items/delete', async (context) => {
      const { keys } = await bodyOf(context)
      if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string'))
        throw mistaken('keys is no list of memcached keys.')
      return context.json({ deleted: await client.invalidateMany(keys, { raw: 'utf8' }) })
    })
    .post('/item/touch', async (context) => {
      const { key, lifetime } = await bodyOf(context)
      if (typeof key !== 'string') throw mistaken('key is no memcached key.')
      if (typeof lifetime !== 'string') throw mistaken('lifetime is no text such as 90s, 10m, 1h or 7d.')
      return context.json({ found: await client.touch(key, readLifetime(lifetime), { raw: 'utf8' }) })
    })
    .post('/namespaces/drop', async (context) => {
      const { namespace } = await bodyOf(context)
      if (namespace !== null && typeof namespace !== 'string')
        throw mistaken('namespace is no text, and not null.')
      return context.json({ dropped: await client.invalidateNamespace(namespace ?? undefined) })
    })
}
