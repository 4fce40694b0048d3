import { mkdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { launchChromium } from '@lmc/chromium'
import { MemcachedClient } from '@lmc/client'
import { startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { fillCache } from './fill-cache.ts'
import { keepBusy } from './keep-busy.ts'
import { serveUi } from './serve-ui.ts'
import { views } from './views.ts'

/** How long the servers are under load before the first picture, in milliseconds. */
const WARM_UP = Number(process.argv[2] ?? 45_000)

const folder = fileURLToPath(new URL('../../../docs/ui/', import.meta.url))

/** The looks of each view. */
const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1200, height: 760 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1200, height: 760 } },
  { name: 'narrow', colorScheme: 'light', viewport: { width: 360, height: 720 }, isMobile: true },
] as const

await mkdir(folder, { recursive: true })
const memcached = [await startMemcached(), await startMemcached()]
const addresses = memcached.map(({ address }) => address)
const cache = new MemcachedClient({ transport: new MetaTransport({ servers: addresses }), trackKeys: true })
await fillCache(cache)
const over = new AbortController()
const busy = keepBusy(cache, over.signal)
const ui = await serveUi(['--servers', addresses.join(), '--interval', '500'])
const browser = await launchChromium()
try {
  await sleep(WARM_UP)
  for (const { name: look, ...options } of looks) {
    const context = await browser.newContext(options)
    for (const { name, hash, prepare } of views) {
      const page = await context.newPage()
      await page.goto(ui.address + hash)
      await prepare(page)
      await page.screenshot({ path: `${folder}${name}-${look}.png`, animations: 'disabled' })
      await page.close()
    }
  }
} finally {
  await browser.close()
  await ui.stop()
  over.abort()
  await busy
  await cache.close()
  for (const server of memcached) await server.stop()
}
