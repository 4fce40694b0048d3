import type { Page } from '@lmc/chromium'
import { freePort, startMemcached } from '@lmc/memcached-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { UiRun } from '../running/ui-run.ts'
import { UiStage } from '../running/ui-stage.ts'

let stage: UiStage

beforeAll(async () => {
  stage = await UiStage.start()
})
beforeEach(async () => {
  await stage.transport.flush()
  for (const id of [1, 2, 3]) {
    await stage.cache.set(`user:${id}:name`, `user ${id}`, { namespace: 'users', lifetime: 600 * id })
    await stage.cache.set(`user:${id}:photo`, Buffer.alloc(id * 1000, 200), {
      namespace: 'users',
      lifetime: 0,
    })
  }
  await stage.cache.set('page', { title: 'Home', tags: ['a'] }, { lifetime: 600 })
  await stage.transport.set('session:1', Buffer.from('of another client'), { lifetime: 600 })
})
afterEach(() => stage.pages.close())
afterAll(() => stage.stop())

/** The names in the rows, from the top down. */
async function names(page: Page): Promise<readonly string[]> {
  return page.locator('.row .text').allTextContents()
}

describe('the view of keys', () => {
  it('lists, searches and sorts them', async () => {
    const page = await stage.open('keys')
    await page.getByText('8 keys').waitFor()
    expect(await names(page)).toEqual([
      'page',
      'session:1',
      'user:1:name',
      'user:1:photo',
      'user:2:name',
      'user:2:photo',
      'user:3:name',
      'user:3:photo',
    ])
    await page.getByRole('searchbox', { name: 'Search' }).fill('PHOTO')
    await page.getByText('3 of 8 keys').waitFor()
    await page.getByRole('button', { name: 'Size' }).click()
    expect(await names(page)).toEqual(['user:3:photo', 'user:2:photo', 'user:1:photo'])
    await page.getByRole('button', { name: 'Size, descending' }).click()
    expect(await names(page)).toEqual(['user:1:photo', 'user:2:photo', 'user:3:photo'])
    await page.getByRole('searchbox').fill('name')
    await page.getByRole('button', { name: 'Lifetime left' }).click()
    await page.getByRole('button', { name: 'Lifetime left, ascending' }).click()
    expect(await names(page)).toEqual(['user:3:name', 'user:2:name', 'user:1:name'])
    await page.getByRole('searchbox').fill('nothing like that')
    await page.getByText('No key matches.').waitFor()
    // What is seen is in the address.
    await page.reload()
    await page.getByText('No key matches.').waitFor()
  })

  it('drops what is under a node of the tree, after a question', async () => {
    const page = await stage.open('keys?form=tree')
    await page.getByRole('row', { name: 'users namespace' }).click()
    await page.getByRole('row', { name: /^user: / }).click()
    await page.getByRole('row', { name: /^2: / }).click()
    expect(await names(page)).toEqual([
      'page',
      'session:',
      'users',
      'user:',
      '1:',
      '2:',
      'user:2:name',
      'user:2:photo',
      '3:',
    ])
    await page.getByRole('button', { name: 'Drop 2:' }).click()
    const dialog = page.getByRole('dialog', { name: 'Drop all below user:2: of namespace users?' })
    await dialog.getByText('The values of 2 keys go').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect(await stage.cache.keys('users')).toHaveLength(6)
    await page.getByRole('button', { name: 'Drop 2:' }).click()
    await dialog.getByRole('button', { name: 'Drop', exact: true }).click()
    await page.getByText('Dropped 2 values.').waitFor()
    expect(await names(page)).toEqual(['page', 'session:', 'users', 'user:', '1:', '3:'])
    expect(new Set(await stage.cache.keys('users'))).toEqual(
      new Set(['user:1:name', 'user:1:photo', 'user:3:name', 'user:3:photo']),
    )
  })

  it('shows a value decoded, raw and in hex, changes its lifetime, and deletes it, by the keyboard alone', async () => {
    const page = await stage.open('keys')
    await page.getByText('8 keys').waitFor()
    const focused = (name: string) => page.locator(':focus').and(page.getByRole('grid', { name }))
    for (let tabs = 0; tabs < 20 && (await focused('Keys').count()) === 0; tabs++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('End')
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    const panel = page.getByRole('region', { name: 'page' })
    await panel.getByText('The value is JSON.').waitFor()
    expect(await panel.getByRole('region', { name: 'Decoded value' }).textContent()).toContain(
      '"title": "Home"',
    )
    expect(await panel.locator('dl').textContent()).toContain(`Server${stage.server.address}`)
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key)
    }
    const until = async (role: 'textbox' | 'button' | 'radio', name: string): Promise<void> => {
      const wanted = page.locator(':focus').and(page.getByRole(role, { name }))
      for (let tabs = 0; tabs < 30 && (await wanted.count()) === 0; tabs++) await page.keyboard.press('Tab')
    }
    await until('radio', 'Decoded')
    await press('ArrowRight')
    expect(await panel.getByRole('region', { name: 'Raw value' }).textContent()).toBe(
      '{"title":"Home","tags":["a"]}',
    )
    await press('ArrowRight')
    expect(await panel.getByRole('region', { name: 'Value in hex' }).textContent()).toContain(
      '0000007b 22 74 69 74 6c 65 22 3a 22 48 6f 6d 65 22 2c{"title":"Home",',
    )
    await page.locator('#item-name').focus()
    await until('textbox', 'New lifetime')
    await press('Control+a')
    await page.keyboard.type('7d')
    await press('Enter')
    await page.getByText('page has the lifetime 7d now.').waitFor()
    const { lifetimeLeft = 0 } = (await stage.transport.inspect(stage.cache.memcachedKey('page'))) ?? {}
    expect(lifetimeLeft).toBeGreaterThan(6 * 86_400)
    expect(await page.locator('.row.active .life').textContent()).toMatch(/^[67]d/)
    await page.locator('#item-name').focus()
    await until('button', 'Delete…')
    await press('Enter')
    await page.getByRole('dialog', { name: 'Delete page?' }).waitFor()
    await press('Tab', 'Enter')
    await page.getByText('Dropped 1 value.').waitFor()
    expect(await stage.cache.has('page')).toBe(false)
    expect(await focused('Keys').count()).toBe(1)
  })
})

describe('the view of namespaces', () => {
  it('shows sizes, and drops a namespace after a question', async () => {
    const page = await stage.open('namespaces')
    const row = page.getByRole('row', { name: 'users' })
    await row.waitFor()
    await page.getByRole('button', { name: 'Measure values' }).click()
    await page.getByText('Beside these, 1 item').waitFor()
    expect(await row.textContent()).toMatch(/^users61 item, \d+ B66\.\d+ KiBDrop…$/)
    await row.getByRole('button', { name: 'Drop users' }).click()
    const dialog = page.getByRole('dialog', { name: 'Drop namespace users?' })
    await dialog.getByRole('button', { name: 'Drop' }).click()
    await page.getByText('Dropped 6 values of namespace users.').waitFor()
    expect(await stage.cache.keys('users')).toEqual([])
    expect(await stage.cache.has('page')).toBe(true)
  })
})

describe('the view of servers', () => {
  it('shows a server that dies as down, with the reason, and as up when it is back', async () => {
    const port = await freePort()
    let mortal = await startMemcached({ port })
    const both = await UiRun.start(`${mortal.address},${stage.server.address}`, '--interval', '200')
    const page = await stage.pages.open(both, 'servers')
    await page.getByText('2 servers up').waitFor()
    const card = page.getByRole('region', { name: `Server ${mortal.address}` })
    await card.getByText(/^memcached 1\.\d/).waitFor()
    await page.getByRole('img', { name: new RegExp(`Course of items. Now: ${mortal.address} 0, `) }).waitFor()
    await mortal.stop()
    await page.getByText('1 of 2 down').waitFor()
    await card.getByText(/ECONN|closed/).waitFor()
    await page.getByRole('img', { name: new RegExp(`Course of items. Now: ${mortal.address} -, `) }).waitFor()
    mortal = await startMemcached({ port })
    await page.getByText('2 servers up').waitFor()
    await card.getByText(/^memcached 1\.\d/).waitFor()
    await mortal.stop()
    await both.stop()
    await page.getByText('`lmc ui` does not answer.').waitFor()
  })
})

describe('--read-only', () => {
  it('has nothing in the page that changes anything', async () => {
    const readOnly = await UiRun.start(stage.server.address, '--read-only', '--namespace', 'users')
    const page = await stage.pages.open(readOnly, 'keys')
    await page.getByText('6 keys').waitFor()
    await page.getByText('read only').waitFor()
    await page.getByRole('grid').focus()
    await page.keyboard.press('Delete')
    await page.keyboard.press('Enter')
    await page.getByText('Lifetime left', { exact: true }).last().waitFor()
    expect(await page.getByRole('button', { name: /drop|delete|set lifetime/i }).count()).toBe(0)
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.getByRole('link', { name: 'Namespaces' }).click()
    await page.getByRole('row', { name: 'users' }).waitFor()
    expect(await page.getByRole('button', { name: /drop/i }).count()).toBe(0)
    await readOnly.stop()
  })
})
