const START = '<!-- figures -->'
const END = '<!-- /figures -->'

/**
 * Replaces the figures between the marks of a page.
 *
 * @throws {Error} when the page has no marks.
 */
export function withFigures(page: string, figures: string): string {
  const start = page.indexOf(START)
  const end = page.indexOf(END)
  if (start === -1 || end < start) throw new Error(`The page has no ${START} with ${END} behind it`)
  return `${page.slice(0, start + START.length)}\n\n${figures}\n\n${page.slice(end)}`
}
