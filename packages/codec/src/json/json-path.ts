const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
// Enough to find the place. A name can be as long as a value.
const longestName = 40
const mostNames = 8

/**
 * Returns the place inside a value as a programmer writes it: `value.user.tags[3]`. Shortens long names.
 * Shows only the last names of a long path.
 *
 * @param names the names of the properties, the outermost first; a number is an index
 */
export function jsonPath(names: readonly (string | number)[]): string {
  const shown = names.slice(-mostNames).map(step)
  return `value${names.length > mostNames ? '…' : ''}${shown.join('')}`
}

function step(name: string | number): string {
  if (typeof name === 'number') return `[${name}]`
  const short = name.length > longestName ? `${name.slice(0, longestName)}…` : name
  return identifier.test(name) && short === name ? `.${name}` : `[${JSON.stringify(short)}]`
}
