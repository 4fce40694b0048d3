/**
 * Replaces the figures between the marks of a page, `<!-- name -->` and `<!-- /name -->`.
 *
 * @throws {Error} when the page has no marks.
 */
export function withFigures(page: string, figures: string, name: string = 'figures'): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const start = page.indexOf(open)
  const end = page.indexOf(close)
  if (start === -1 || end < start) throw new Error(`The page has no ${open} with ${close} behind it`)
  return `${page.slice(0, start + open.length)}\n\n${figures}\n\n${page.slice(end)}`
}
