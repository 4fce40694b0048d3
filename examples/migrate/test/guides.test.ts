import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

const src = new URL('../src/', import.meta.url)
const docs = new URL('../../../docs/migrate/', import.meta.url)

/** Too long for a page; the page names it. */
const NAMED_ONLY = new Set(['lovely-memcached/read-pickle.ts'])

const entries = await readdir(src, { withFileTypes: true })
const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
const guides = [
  { guide: 'README.md', files: ['json-at.ts'] },
  ...(await Promise.all(
    folders.map(async (name) => ({
      guide: `from-${name}.md`,
      files: (await readdir(new URL(name, src))).map((file) => `${name}/${file}`),
    })),
  )),
]

describe.each(guides)('docs/migrate/$guide', ({ guide, files }) => {
  it('shows the programs that the tests run, as they are, and no others', async () => {
    const page = await readFile(new URL(guide, docs), 'utf8')
    const samples = [...page.matchAll(/^```(?:ts|py)\n(.*?)^```$/gms)].map(([, sample]) => sample)
    const shown = files.filter((file) => !NAMED_ONLY.has(file))
    const texts = await Promise.all(shown.map((file) => readFile(new URL(file, src), 'utf8')))
    expect(new Set(samples)).toEqual(new Set(texts))
    for (const file of files) expect(page).toContain(`examples/migrate/src/${file}`)
  })
})

describe('docs/migrate', () => {
  it('has a page for each client, which README.md names, and no others', async () => {
    const pages = (await readdir(docs)).filter((name) => name !== 'README.md')
    expect(new Set(pages)).toEqual(new Set(folders.map((name) => `from-${name}.md`)))
    const readme = await readFile(new URL('README.md', docs), 'utf8')
    for (const page of pages) expect(readme).toContain(`(${page})`)
  })
})
