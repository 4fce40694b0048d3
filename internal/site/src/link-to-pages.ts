import { existsSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'

/** What links need to know of the site. */
export interface Site {
  /** The folder of the repository. */
  readonly root: string
  /** The address of the repository on GitHub, without a slash at its end. */
  readonly repository: string
  /** The path on the site of each page, by the path of its source in the repository. */
  readonly pages: ReadonlyMap<string, string>
}

/**
 * Links in the sources work on GitHub: they name files and folders of the repository. On the site they lead
 * to the page of the file, or else to the file on GitHub. A link to a file that does not exist fails the
 * build.
 */
export function linkToPages(markdown: MarkdownRenderer, site: Site): void {
  markdown.core.ruler.push('link-to-pages', ({ tokens, env }) => {
    const source: unknown = env.realPath ?? env.path
    if (typeof source !== 'string') return
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null
      if (href !== null && !/^([a-z]+:|[#/])/.test(href)) token.attrSet('href', resolve(site, source, href))
    }
  })
}

function resolve({ root, repository, pages }: Site, source: string, href: string): string {
  const [path = '', hash = ''] = href.split(/(?=#)/)
  const file = join(dirname(source), path)
  if (!existsSync(file)) throw new Error(`${source} links to ${href}, which does not exist`)
  const target = relative(root, file)
  const page = pages.get(target) ?? pages.get(join(target, 'README.md'))
  if (page !== undefined) return `/${page}${hash}`
  const kind = statSync(file).isDirectory() ? 'tree' : 'blob'
  return `${repository}/${kind}/main/${target}${hash}`
}
