import type { Page } from '@lmc/chromium'

/** A view to take a picture of. */
export interface View {
  readonly name: string
  /** The part of the address behind `#`. */
  readonly hash: string
  /** Brings the page to what the picture shows. */
  readonly prepare: (page: Page) => Promise<void>
}

const ITEM = '&list=%3Dusers'

/** The views, in the order of the docs. */
export const views: readonly View[] = [
  {
    name: 'servers',
    hash: '#servers',
    prepare: async (page) => page.locator('.plot canvas').first().waitFor(),
  },
  {
    name: 'namespaces',
    hash: '#namespaces',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Measure values' }).click()
      await page.getByText('Beside these').waitFor()
    },
  },
  { name: 'keys', hash: '#keys?sort=size&order=descending', prepare: rowsAreThere },
  {
    name: 'tree',
    hash: '#keys?form=tree',
    prepare: async (page) => {
      await rowsAreThere(page)
      await page.getByRole('row', { name: 'users namespace' }).click()
      await page.getByRole('row', { name: 'user:' }).click()
      await page.getByRole('row', { name: /^100: / }).click()
    },
  },
  {
    name: 'value',
    hash: `#keys?search=user:12${ITEM}`,
    prepare: async (page) => {
      await page.getByRole('row', { name: 'user:120:profile' }).click()
      await page.getByText('Decoded', { exact: true }).waitFor()
      await page.getByText('Lifetime left', { exact: true }).last().waitFor()
    },
  },
  {
    name: 'question',
    hash: '#keys?form=tree&list=%3Dusers',
    prepare: async (page) => {
      await rowsAreThere(page)
      await page.getByRole('treegrid').focus()
      await page.keyboard.press('Delete')
      await page.getByRole('dialog').waitFor()
    },
  },
]

async function rowsAreThere(page: Page): Promise<void> {
  await page.getByRole('row').first().waitFor()
  await page.getByText('Reading').waitFor({ state: 'hidden' })
}
