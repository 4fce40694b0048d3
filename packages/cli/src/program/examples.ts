/** The part of a command's help that shows how it is called. */
export function examples(...pairs: readonly (readonly [call: string, meaning: string])[]): string {
  const width = Math.max(...pairs.map(([call]) => call.length))
  const lines = pairs.map(([call, meaning]) => `  $ ${call.padEnd(width)}  # ${meaning}`)
  return `\nExamples:\n${lines.join('\n')}`
}
