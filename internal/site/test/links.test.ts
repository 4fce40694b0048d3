import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import GithubSlugger from 'github-slugger'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Folders with files that are installed or built. */
const NOT_OURS = new Set(['node_modules', 'dist', 'reference', 'coverage'])

/** The Markdown files of the repository. */
function* markdownIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.name.startsWith('.') || NOT_OURS.has(entry.name)) continue
    if (entry.isDirectory()) yield* markdownIn(path)
    else if (entry.name.endsWith('.md')) yield path
  }
}

const withoutCode = (text: string): string => text.replaceAll(/^( *)```.*?^\1```$/gms, '')

/** The anchors of a Markdown file's headings, as GitHub has them. */
function anchorsOf(path: string): Set<string> {
  const slugger = new GithubSlugger()
  const headings = withoutCode(readFileSync(path, 'utf8')).matchAll(/^#+ (.*)$/gm)
  return new Set(Array.from(headings, ([, heading = '']) => slugger.slug(heading)))
}

/** What is wrong with a link of this file, or `undefined`. */
function faultOf(path: string, link: string): string | undefined {
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? path : join(dirname(path), file)
  if (!existsSync(target)) return `${link}: there is no ${relative(root, target)}`
  const page = statSync(target).isDirectory() ? join(target, 'README.md') : target
  if (anchor === undefined || !page.endsWith('.md') || anchorsOf(page).has(anchor)) return undefined
  return `${link}: no heading of ${relative(root, page)} has this anchor`
}

const files = Array.from(markdownIn(root), (path) => relative(root, path))

describe('the links of', () => {
  it.each(files)('%s lead to files and headings that exist', (file) => {
    const text = withoutCode(readFileSync(join(root, file), 'utf8'))
    const links = Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, link = '']) => link)
    const own = links.filter((link) => !/^([a-z]+:|\/)/.test(link))
    expect(own.map((link) => faultOf(join(root, file), link)).filter(Boolean)).toEqual([])
  })
})
