const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
// Enough to find the place; names can be as long as values.
const longestName = 40
const mostNames = 8

/**
 * Gives the place inside of a value as a programmer writes it: `value.user.tags[3]`. Long names are cut, and of many only the last are shown.
 *
 * @param names of the properties from the outermost on; a number is an index
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
