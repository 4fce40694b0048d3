/** What options may be called, and what people call them instead. */
export interface OptionNames {
  /** Who takes them, for the message: `MetaTransport`. */
  readonly of: string
  /** The names of all options. */
  readonly known: readonly string[]
  /**
   * An example of options, as code, for whoever passes something that is none: `{ servers: ['10.0.0.1:11211']
   * }`.
   */
  readonly example: string
  /** Other words for an option, each with its name here: `{ hosts: 'servers' }`. */
  readonly aliases?: Readonly<Record<string, string>> | undefined
}

/**
 * Returns when `options` is an object that has no properties but the known ones. A property that is
 * `undefined` counts as absent, also an unknown one.
 *
 * @throws {TypeError} for anything else, with the right spelling where it can be guessed. It never shows a
 *   value.
 */
export function assertOptions(options: unknown, names: OptionNames): asserts options is object {
  if (!isOptions(options)) {
    throw new TypeError(
      `The options of ${names.of} are ${describe(options)}; expected an object such as ${names.example}`,
    )
  }
  // Also what it inherits: an option that a prototype holds is read like any other.
  for (const name in options) {
    if (Reflect.get(options, name) === undefined || names.known.includes(name)) continue
    const alias = Object.hasOwn(names.aliases ?? {}, name) ? names.aliases?.[name] : undefined
    const meant = alias ?? nearest(name, names.known)
    const advice = meant === undefined ? `it has ${names.known.join(', ')}` : `did you mean "${meant}"?`
    throw new TypeError(`${names.of} has no option "${name.slice(0, 40)}"; ${advice}`)
  }
}

/**
 * Whether it is a record: no array, no `Map`, no `URL`. An instance of somebody's own class with properties
 * is one as well.
 */
function isOptions(options: unknown): options is object {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return false
  const tag = Object.prototype.toString.call(options)
  return tag === '[object Object]'
}

function describe(options: unknown): string {
  if (options === null || options === undefined) return String(options)
  if (typeof options !== 'object') return `a ${typeof options}`
  if (Array.isArray(options)) return 'an array'
  return `a ${options.constructor?.name ?? 'strange object'}`
}

/** The known name that the fewest changed letters lead to, two at the most. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const near = known
    .map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance: letters }) => letters <= 2 && letters < candidate.length / 2)
  return near.toSorted((one, other) => one.distance - other.distance)[0]?.candidate
}

/** How many letters must be added, left out or changed to make `other` of `one`. */
function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return Infinity
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, letter] of one.split('').entries()) {
    const next = [index + 1]
    for (let at = 0; at < other.length; at++) {
      const change = (row[at] ?? 0) + (letter === other[at] ? 0 : 1)
      next.push(Math.min(change, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? Infinity
}
