import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

const folder = new URL('../src/', import.meta.url)

describe('docs/recipes.md', async () => {
  const page = await readFile(new URL('../../../docs/recipes.md', import.meta.url), 'utf8')
  const samples = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, sample]) => sample)

  it.each(await readdir(folder))('shows %s as it is', async (name) => {
    expect(samples).toContain(await readFile(new URL(name, folder), 'utf8'))
    expect(page).toContain(`examples/recipes/src/${name}`)
  })

  it('shows nothing else', async () => {
    expect(samples).toHaveLength((await readdir(folder)).length)
  })
})
