import { assertLifetime, type Seconds } from '@lmc/transport'

/** A lifetime as text: a number and a unit, seconds, minutes, hours or days. */
export type LifetimeText = `${number}${'s' | 'm' | 'h' | 'd'}`

/**
 * How long a value lives: whole seconds from 0 on, or a text such as `'90s'`, `'10m'`, `'1h'` or `'7d'`. 0 is
 * for ever.
 */
export type Lifetime = Seconds | LifetimeText

const units: Readonly<Record<string, Seconds>> = { s: 1, m: 60, h: 3600, d: 86_400 }
const format = /^(\d+(?:\.\d+)?)([smhd])$/

/**
 * The seconds of a lifetime.
 *
 * @param name what it is called in errors.
 * @throws {TypeError} when it is neither a number nor a text.
 * @throws {RangeError} when the text is none of a lifetime, or the lifetime is no whole number of seconds
 *   from 0 on.
 */
export function toSeconds(lifetime: Lifetime, name?: string): Seconds {
  const seconds = typeof lifetime === 'string' ? readText(lifetime, name) : lifetime
  assertLifetime(seconds, name)
  return seconds
}

function readText(text: string, name = 'Lifetime'): Seconds {
  const [, count, unit = ''] = format.exec(text) ?? []
  const seconds = Number(count) * (units[unit] ?? Number.NaN)
  if (Number.isSafeInteger(seconds)) return seconds
  throw new RangeError(
    `${name} is "${text.slice(0, 40)}"; expected whole seconds, or a text such as '90s', '10m', '1h' or '7d'`,
  )
}
