/**
 * A Markdown table whose columns are also aligned as plain text.
 *
 * @param texts the columns with text, which are aligned to the left; all others are aligned to the right.
 *   Absent: the first column.
 */
export function textTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  texts: readonly number[] = [0],
): string {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]): string => {
    const padded = widths.map((width, i) =>
      texts.includes(i) ? (cells[i] ?? '').padEnd(width) : (cells[i] ?? '').padStart(width),
    )
    return `| ${padded.join(' | ')} |`
  }
  const rule = widths.map((width, i) => (texts.includes(i) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(heads), line(rule), ...rows.map(line)].join('\n')
}
