import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, launchChromium, type Page } from '@lmc/chromium'
import { serve } from 'vitepress'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = `${root}/dist`

let server: Server
let address: string
let browser: Browser

beforeAll(async () => {
  await promisify(execFile)('pnpm', ['run', 'docs'], { cwd: root })
  const app = await serve({ root, port: 0 })
  server = app.server as Server
  if (!server.listening) await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await launchChromium()
}, 600_000)

afterAll(async () => {
  await browser?.close()
  server?.close()
})

/** Resolves when the page of this path is loaded and asks for nothing more. */
async function load(page: Page, path: string): Promise<void> {
  await page.goto(`${address}/${path}`, { waitUntil: 'networkidle' })
}

/** Opens a tab. What the browser complains of, and what it asks other servers for, is added to `complaints`. */
async function openTab(complaints: string[], options: object = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options })
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(address))
      complaints.push(request.url())
  })
  return page
}

describe('the site', () => {
  it('has pages that load without a complaint of the browser, ask no other server, and fit a telephone', async () => {
    const paths = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.html') && path !== '404.html',
    )
    expect(paths.length).toBeGreaterThan(40)
    const faults: Record<string, string[]> = {}
    const complaints: string[] = []
    const page = await openTab(complaints, { viewport: { width: 360, height: 800 } })
    const widthOf = (name: string): Promise<number> => page.evaluate(`document.documentElement.${name}`)
    for (const path of paths) {
      await load(page, path)
      const [scroll, width] = [await widthOf('scrollWidth'), await widthOf('clientWidth')]
      if (scroll > width) complaints.push(`is ${scroll} pixels wide on a screen of ${width}`)
      if ((await page.title()) === '') complaints.push('has no title')
      if (complaints.length > 0) faults[path] = complaints.splice(0)
    }
    expect(faults).toEqual({})
  }, 600_000)

  it('finds getOrSet without another server', async () => {
    const complaints: string[] = []
    const page = await openTab(complaints)
    await load(page, 'index.html')
    await page.locator('.VPNavBarSearch button').click()
    await page.locator('#localsearch-input').fill('getOrSet')
    const results = page.locator('#localsearch-list .result')
    await results.first().waitFor()
    expect(await results.first().innerText()).toContain('getOrSet')
    await results.first().click()
    await page.waitForURL((url) => url.pathname !== '/index.html')
    expect(await page.locator('main').innerText()).toContain('getOrSet')
    expect(complaints).toEqual([])
  })

  it('is dark where the reader prefers dark pages', async () => {
    const lightness = async (colorScheme: 'dark' | 'light'): Promise<number> => {
      const page = await openTab([], { colorScheme })
      await load(page, 'index.html')
      const color = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
      return Math.max(...(color.match(/\d+/g) ?? []).map(Number))
    }
    expect(await lightness('light')).toBeGreaterThan(200)
    expect(await lightness('dark')).toBeLessThan(60)
  })
})
