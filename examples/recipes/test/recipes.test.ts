import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

const folder = new URL('../src/', import.meta.url)
const guides = new URL('../../../docs/guides/', import.meta.url)

describe('docs/guides', async () => {
  const names = await readdir(guides)
  const pages = await Promise.all(names.map((name) => readFile(new URL(name, guides), 'utf8')))
  const text = pages.join('\n')
  // Samples with `twoslash` are programs, which the tests of the site run.
  const samples = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, sample]) => sample)

  it.each(await readdir(folder))('shows %s as it is', async (name) => {
    expect(samples).toContain(await readFile(new URL(name, folder), 'utf8'))
    expect(text).toContain(`examples/recipes/src/${name}`)
  })

  it('shows no other file', async () => {
    expect(samples).toHaveLength((await readdir(folder)).length)
  })
})
