import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { UiStage } from '../running/ui-stage.ts'

const KEYS = 100_000

let stage: UiStage

beforeAll(async () => {
  stage = await UiStage.start('-m', '256')
  for (let from = 0; from < KEYS; from += 10_000)
    await stage.cache.setMany(
      Array.from({ length: 10_000 }, (_, at) => [`user:${from + at}:name`, 'x'.repeat(at % 300)]),
      { namespace: 'users' },
    )
  await stage.cache.set('small', 'text')
})
afterEach(() => stage.pages.close())
afterAll(() => stage.stop())

describe('100,000 keys', () => {
  it.each([
    ['all', '100,001 keys'],
    ['%3Dusers', '100,000 keys'],
  ])(
    'of the list %s are opened, scrolled through and searched, with few rows in the document',
    async (list, all) => {
      const page = await stage.open('servers')
      await page.locator('.plot canvas').first().waitFor()
      await page.evaluate(`location.hash = 'keys?list=${list}'`)
      await page.locator('.row').first().waitFor()
      await page.getByText(all).waitFor()
      const grid = page.getByRole('grid')
      expect(await grid.getAttribute('aria-rowcount')).toBe(all.replace(/\D/g, ''))
      await grid.focus()
      await page.keyboard.press('End')
      const last = page.getByText('user:99999:name', { exact: true })
      await last.waitFor()
      await page.evaluate(`document.querySelector('#keys').scrollTop = 50_000 * 34`)
      await last.waitFor({ state: 'hidden' })
      await page
        .getByText(/^user:5\d+:name$/)
        .first()
        .waitFor()
      expect(await page.locator('.row').count()).toBeLessThan(80)
      await page.getByRole('searchbox').fill('7777')
      await page.getByText(/^\d+ of 100,00\d keys/).waitFor()
      const expected = Array.from({ length: KEYS }, (_, id) => `user:${id}:name`).filter((name) =>
        name.includes('7777'),
      )
      expect(await grid.getAttribute('aria-rowcount')).toBe(String(expected.length))
    },
  )

  it('are dropped under a node, and the rest of the namespace at once', async () => {
    const page = await stage.open('keys?form=tree&list=%3Dusers&search=user:1')
    await page.getByText('11,111 of 100,000 keys').waitFor()
    await page.getByRole('treegrid').focus()
    await page.keyboard.press('Delete')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('The values of 11,111 keys go').waitFor()
    await dialog.getByRole('button', { name: 'Drop' }).click()
    await page.getByText('Dropped 11,111 values.').waitFor()
    const left = await stage.cache.keys('users')
    expect(left).toHaveLength(KEYS - 11_111)
    expect(left.filter((key) => typeof key === 'string' && key.startsWith('user:1'))).toEqual([])

    await page.getByRole('link', { name: 'Namespaces' }).click()
    await page.getByRole('button', { name: 'Drop users' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Drop' }).click()
    await page.getByText('Dropped 88,889 values of namespace users.').waitFor()
    expect(await stage.cache.keys('users')).toEqual([])
    expect(await stage.cache.has('small')).toBe(true)
  })
})
