import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

const guide = await readFile(new URL('../../../docs/write-a-transport.md', import.meta.url), 'utf8')

/** The samples of the guide: the file that each is from, and its lines. */
const samples = [...guide.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```$/gms)].map(
  ([, file = '', lines = '']) => [file, lines] as const,
)

/** The text without the spaces at the beginnings of its lines. */
const unindented = (text: string): string => text.replaceAll(/^ +/gm, '')

describe('docs/write-a-transport.md', () => {
  it('has samples', () => {
    expect(samples.length).toBeGreaterThan(3)
    expect(guide.match(/^```ts$/gm)).toHaveLength(samples.length)
  })

  it.each(samples)('shows %s as it is', async (file, lines) => {
    const folder = file.endsWith('.test.ts') ? '.' : '../src'
    const source = await readFile(new URL(`${folder}/${file}`, import.meta.url), 'utf8')
    expect(unindented(source)).toContain(unindented(lines))
  })

  it('names as many clauses as the example leaves out', async () => {
    const source = await readFile(new URL('faults.long.test.ts', import.meta.url), 'utf8')
    const [, listed = ''] = /shortfalls: \[\n(.*?)\n {2}\]/s.exec(source) ?? []
    expect(listed.split('\n')).toHaveLength(8)
    expect(guide).toContain('all but eight clauses')
  })
})
