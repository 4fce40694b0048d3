import { assertLifetime, type Seconds } from '@lmc/transport'

/** A lifetime as text: a number and its unit, which is seconds, minutes, hours or days. */
export type LifetimeText = `${number}${'s' | 'm' | 'h' | 'd'}`

/**
 * How long a value lives: whole seconds from 0, or text such as `'90s'`, `'10m'`, `'1h'` or `'7d'`. 0: for
 * ever.
 */
export type Lifetime = Seconds | LifetimeText

const units: Readonly<Record<string, Seconds>> = { s: 1, m: 60, h: 3600, d: 86_400 }
const format = /^(\d+(?:\.\d+)?)([smhd])$/

/** The texts that were read before: a program uses few, and uses them in each call. */
const known = new Map<string, Seconds>()
const MOST_KNOWN = 100

/**
 * Returns the seconds of a lifetime.
 *
 * @param name the name of the option, for errors.
 * @throws {TypeError} when it is neither a number nor a string.
 * @throws {RangeError} when the text is not a lifetime, or the lifetime is not a whole number of seconds from
 *   0.
 */
export function toSeconds(lifetime: Lifetime, name?: string): Seconds {
  if (typeof lifetime === 'string') return known.get(lifetime) ?? readText(lifetime, name)
  assertLifetime(lifetime, name)
  return lifetime
}

function readText(text: string, name = 'Lifetime'): Seconds {
  const [, count, unit = ''] = format.exec(text) ?? []
  const seconds = Number(count) * (units[unit] ?? Number.NaN)
  if (Number.isSafeInteger(seconds)) {
    assertLifetime(seconds, name)
    if (known.size < MOST_KNOWN) known.set(text, seconds)
    return seconds
  }
  throw new RangeError(
    `${name} is "${text.slice(0, 40)}"; expected whole seconds, or a text such as '90s', '10m', '1h' or '7d'`,
  )
}
