import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { askThroughOutages, type ServingProgram, startProgram } from '@lmc/example-tests'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const next = new URL('../node_modules/next/dist/bin/next', import.meta.url)
const site = fileURLToPath(new URL('../site', import.meta.url))

describe('two processes of a site that Next.js has built', () => {
  let memcached: MemcachedServer
  let processes: readonly [ServingProgram, ServingProgram]
  const start = (): Promise<ServingProgram> =>
    startProgram(next, memcached.address, ['start', site, '--hostname', '127.0.0.1'])

  beforeAll(async () => {
    memcached = await startMemcached()
    // The build needs no memcached.
    const own = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', MEMCACHED_SERVERS: '127.0.0.1:1' }
    const env = { ...process.env, ...own }
    await promisify(execFile)(process.execPath, [fileURLToPath(next), 'build', site], { env })
    processes = [await start(), await start()]
  })
  afterAll(async () => {
    await Promise.all(processes.map((each) => each.stop()))
    await memcached.stop()
  })

  /** What a route handler or a page has answered; a page says it in a paragraph. No request may fail. */
  const ask = async (which: 0 | 1, path: string): Promise<string> => {
    const answer = await fetch(processes[which].url + path)
    const text = await answer.text()
    expect(answer.status, text).toBe(200)
    const [, paragraph = text] = /<p id="report">(.*?)<\/p>/.exec(text) ?? []
    return `${answer.status} ${paragraph.replaceAll('<!-- -->', '')}`
  }
  const revalidate = async (which: 0 | 1, query: string): Promise<void> => {
    const answer = await fetch(`${processes[which].url}/revalidate?${query}`, { method: 'POST' })
    expect(answer.status).toBe(200)
  }
  const isKept = (path: string): Promise<void> =>
    expect.poll(async () => (await ask(0, path)) === (await ask(1, path)), { timeout: 30_000 }).toBe(true)

  describe.each([
    ["a function with 'use cache'", '/prices/7', 'price:7', /^200 \{"id":"7","price":1,"made":".*"\}$/],
    ['a page', '/reports/7', 'report:7', /^200 7 by \d+ at [\d.]+$/],
    ['a page of the build', '/reports/built', 'report:built', /^200 built by \d+ at [\d.]+$/],
  ])('%s', (_what, path, tag, form) => {
    it('gives what the other process has made', async () => {
      await isKept(path)
      const kept = await ask(0, path)
      expect(kept).toMatch(form)
      for (let turn = 0; turn < 5; turn++) await expect(ask(1, path)).resolves.toBe(kept)
    })

    it.each([
      ['tag', `tag=${tag}`],
      ['path', `path=${path}`],
      ['tag, by and by', `tag=${tag}&profile=max`],
    ])('is made anew when the other process revalidates its %s', async (_how, query) => {
      await isKept(path)
      const old = await ask(0, path)
      await revalidate(1, query)
      await expect.poll(() => ask(0, path), { timeout: 30_000 }).not.toBe(old)
      await isKept(path)
      const made = await ask(0, path)
      expect(made).toMatch(form)
      for (let turn = 0; turn < 5; turn++) await expect(ask(1, path)).resolves.toBe(made)
    })
  })

  it('answers every request for a page while its tag is revalidated, by and by, again and again', async () => {
    for (let turn = 0; turn < 20; turn++) {
      const id = `often-${turn % 3}`
      await revalidate(1, `tag=report:${id}&profile=max`)
      for (let request = 0; request < 4; request++) {
        expect(await ask(0, `/reports/${id}`)).toMatch(/^200 often/)
        expect(await ask(1, `/reports/${id}`)).toMatch(/^200 often/)
      }
    }
  })

  it('answers every request while memcached is killed and comes back', async () => {
    const outcome = await askThroughOutages(memcached, async (turn) => {
      const path = turn % 3 === 0 ? '/reports' : '/prices'
      const answer = await ask(turn % 2 === 0 ? 0 : 1, `${path}/item-${turn % 5}`)
      return answer.replaceAll(/item-\d|by \d+ at [\d.]+|\d+ at [\d.]+/g, '')
    })
    memcached = outcome.memcached
    expect(outcome.answers).toEqual(new Set(['200 {"id":"","price":6,"made":""}', '200  ']))
  })
})
