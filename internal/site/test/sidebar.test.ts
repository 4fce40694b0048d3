import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { DefaultTheme } from 'vitepress'
import { expect, it } from 'vitest'
import { pageOf } from '../src/page-of.ts'
import { sidebar } from '../src/sidebar.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The Markdown files of a folder, as paths in the repository. */
function markdownIn(folder: string): string[] {
  return readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.includes('node_modules') && !path.startsWith('src/'))
    .map((path) => `${folder}/${path}`)
}

const sources = [
  ...markdownIn('docs'),
  ...readdirSync(`${root}/packages`).map((name) => `packages/${name}/README.md`),
  ...markdownIn('internal/bench').filter((path) => path !== 'internal/bench/README.md'),
  'examples/README.md',
  'ARCHITECTURE.md',
  'SECURITY.md',
]

const linksOf = (items: DefaultTheme.SidebarItem[]): string[] =>
  items.flatMap(({ link, items: below = [] }) => [...(link === undefined ? [] : [link]), ...linksOf(below)])

it('the sidebar leads to each page, once, and to nothing else', () => {
  const pages = sources.map((source) => `/${pageOf(source).replace(/(index)?\.md$/, '')}`)
  expect(linksOf(sidebar).toSorted()).toEqual(pages.toSorted())
})
