import { axeFindings, type Page } from '@lmc/chromium'
import { freePort } from '@lmc/memcached-server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { UiRun } from '../running/ui-run.ts'
import { UiStage } from '../running/ui-stage.ts'

let stage: UiStage

beforeAll(async () => {
  stage = await UiStage.start()
  await stage.cache.setMany(
    [1, 2, 3].flatMap((id): [string, unknown][] => [
      [`user:${id}:name`, `user ${id}`],
      [`user:${id}:photo`, Buffer.alloc(100)],
    ]),
    { namespace: 'users' },
  )
  await stage.cache.set('small', 'text', { lifetime: 600 })
})
afterEach(() => stage.pages.close())
afterAll(() => stage.stop())

/** The places in the page, and what brings each to its end. */
const opened: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  servers: (page) => page.locator('.plot canvas').first().waitFor(),
  namespaces: (page) => page.getByRole('row', { name: 'users' }).waitFor(),
  'namespaces?': async (page) => {
    await page.getByRole('button', { name: 'Drop users' }).click()
    await page.getByRole('dialog').waitFor()
  },
  'keys?search=small': (page) => page.getByText('1 of 7 keys').waitFor(),
  'keys?form=tree&list=%3Dusers': async (page) => {
    await page.getByText('6 keys').waitFor()
    await page.getByRole('row', { name: /^user: / }).click()
    await page.getByRole('row', { name: /^1: / }).click()
  },
  'keys?list=%3Dnobody': (page) => page.getByText('No listed key of it holds anything.').waitFor(),
  'keys?item=small&list=unnamed': async (page) => {
    await page.getByText('Nothing is there any more.').waitFor()
  },
  'keys?list=unnamed': async (page) => {
    await page.getByRole('row', { name: 'small' }).click()
    await page.getByText('The value is a text.').waitFor()
    await page.getByRole('radio', { name: 'Hex' }).check()
    await page.getByRole('region', { name: 'Value in hex' }).waitFor()
  },
}

const isTooWide = `(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)(document.documentElement)`

describe.each(['light', 'dark'] as const)('in the %s scheme', (colorScheme) => {
  describe.each([1200, 360])('%i pixels wide', (width) => {
    it.each(Object.keys(opened))(
      'axe finds nothing in #%s, and nothing is wider than the page',
      async (hash) => {
        const page = await stage.open(hash, { colorScheme, width })
        await opened[hash]?.(page)
        expect(await axeFindings(page)).toEqual([])
        expect(await page.evaluate(isTooWide)).toBe(false)
      },
    )

    it('axe finds nothing when servers are down', async () => {
      const down = await UiRun.start(`127.0.0.1:${await freePort()}`)
      const page = await stage.pages.open(down, 'servers', { colorScheme, width })
      await page.getByText('1 of 1 down').waitFor()
      expect(await axeFindings(page)).toEqual([])
      await page.getByRole('link', { name: 'Keys' }).click()
      await page.getByText('This list may be incomplete.').waitFor()
      await page.getByText('The servers hold no items.').waitFor()
      expect(await axeFindings(page)).toEqual([])
      await down.stop()
      await page.getByText('`lmc ui` does not answer.').waitFor()
      expect(await axeFindings(page)).toEqual([])
    })
  })
})

describe('a plot', () => {
  /** The colours of the lines' pixels on the first canvas, as red, green and blue. */
  const colours = `(() => {
    const canvas = document.querySelector('.plot canvas')
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    const seen = new Set()
    for (let at = 0; at < data.length; at += 4)
      if (data[at + 3] === 255) seen.add(data.slice(at, at + 3).join())
    return [...seen]
  })()`

  it('is drawn anew in colours that are seen when the scheme changes', async () => {
    const page = await stage.open('servers')
    await page.locator('.plot canvas').first().waitFor()
    const light = await page.evaluate<readonly string[]>(colours)
    await page.emulateMedia({ colorScheme: 'dark' })
    const redrawn = expect.poll(() => page.evaluate<readonly string[]>(colours), { timeout: 30_000 })
    await redrawn.not.toEqual(light)
    expect(await page.evaluate(colours)).not.toContain('0,0,0')
  })
})
