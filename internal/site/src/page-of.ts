/** The sources of the pages, by their paths in the repository, and where each page is on the site. */
const PLACES: readonly (readonly [source: RegExp, page: string])[] = [
  [/^internal\/site\/(.*)$/, '$1'],
  [/^docs\/(.*)$/, '$1'],
  [/^packages\/([^/]+)\/README\.md$/, 'packages/$1.md'],
  [/^internal\/bench\/([^/]+)$/, 'bench/$1'],
  [/^examples\/README\.md$/, 'examples.md'],
  [/^ARCHITECTURE\.md$/, 'architecture.md'],
  [/^SECURITY\.md$/, 'security.md'],
]

/** What the repository has beside these sources, as glob patterns for VitePress. */
export const EXCLUDED: string[] = [
  '!(ARCHITECTURE|SECURITY).md',
  'packages/*/!(README).md',
  'packages/*/*/**',
  'examples/*/**',
  'internal/!(bench|site)/**',
  'internal/bench/README.md',
  'internal/*/{src,test}/**',
  '{scripts,coverage}/**',
]

/**
 * The path on the site of the page that is made from this Markdown file. For example,
 * `docs/migrate/README.md` becomes `migrate/index.md`.
 *
 * @param source the path of the file in the repository.
 * @throws {Error} when no page is made from such a file.
 */
export function pageOf(source: string): string {
  const place = PLACES.find(([pattern]) => pattern.test(source))
  if (place === undefined) throw new Error(`${source} is no source of a page; exclude it`)
  return source.replace(...place).replace(/\bREADME\.md$/, 'index.md')
}
