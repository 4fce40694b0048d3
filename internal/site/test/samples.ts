import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A program on a page. */
export interface Sample {
  /** The page, by its path in the repository. */
  readonly page: string
  readonly code: string
  /** What the program prints, line by line: the comments behind its `console.log`. */
  readonly printed: readonly string[]
}

/** The programs that the pages mark with `twoslash`. The build of the site checks their types. */
export function readSamples(): Sample[] {
  const guides = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
  const pages = ['internal/site/index.md', ...guides.map((name) => `docs/${name}`)]
  return pages.filter((page) => page.endsWith('.md')).flatMap(samplesOf)
}

function samplesOf(page: string): Sample[] {
  const programs = readFileSync(`${root}${page}`, 'utf8').matchAll(/^```ts twoslash\n(.*?)^```$/gms)
  return Array.from(programs, ([, code = '']) => {
    const lines = code.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)
    return { page, code, printed: Array.from(lines, ([, line = '']) => line) }
  })
}
