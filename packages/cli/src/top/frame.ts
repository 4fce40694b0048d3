import type { Output } from '../output/output.ts'

/** What a screen has room for, and how texts are coloured on it. */
export interface Frame {
  readonly columns: number
  readonly rows: number
  readonly style: Output['style']
}

/** Puts a head above lines and a foot below them, and leaves out the last lines where there is no room. */
export function withHeadAndFoot(
  head: string,
  lines: readonly string[],
  foot: string,
  { columns, rows, style }: Frame,
): string[] {
  const middle = lines.slice(0, Math.max(0, rows - 2))
  const all = [style('inverse', head.slice(0, columns).padEnd(columns)), ...middle]
  if (rows > 1) all.push(style('dim', foot.slice(0, columns)))
  return all.slice(0, rows)
}
