import type { MemcachedClient } from '@lmc/client'

/** Stores values as an application does: some namespaces, and keys of another client. */
export async function fillCache(cache: MemcachedClient): Promise<void> {
  const users = cache.view({ namespace: 'users', lifetime: '1h' })
  const pages = cache.view({ namespace: 'pages', lifetime: '10m' })
  for (let id = 1; id <= 400; id++) {
    const name = NAMES[id % NAMES.length]
    await users.set(`user:${id}:profile`, { id, name, roles: ['reader'], since: `20${10 + (id % 16)}-04-01` })
    await users.set(`user:${id}:settings`, { theme: id % 2 === 0 ? 'dark' : 'light', language: 'en' })
    if (id <= 160) await pages.set(`/articles/${id}`, `<article>${'Lorem ipsum. '.repeat(id)}</article>`)
  }
  await cache.set({ rates: 'EUR', day: '2026-11-28' }, [1.09, 0.86, 161.2], { lifetime: '1d' })
  await cache.set('motd', 'Welcome back!', { lifetime: 0 })
  // As another client does, which lists nothing.
  for (let id = 1; id <= 240; id++) {
    const value = Buffer.from(`user=${id}; cart=${id % 5}`)
    await cache.transport.set(`session:${(id * 7919).toString(36)}`, value, { lifetime: 1200 + id })
  }
}

const NAMES = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Donald', 'Frances']
