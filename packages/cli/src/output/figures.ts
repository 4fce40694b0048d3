import prettyBytes from 'pretty-bytes'
import prettyMilliseconds from 'pretty-ms'

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** `12,345` */
export function count(number: number): string {
  return whole.format(number)
}

/** `1 key`, `12,345 keys` */
export function counted(number: number, name: string): string {
  return `${count(number)} ${name}${number === 1 ? '' : 's'}`
}

/** `1.5 KiB` */
export function bytes(number: number): string {
  return prettyBytes(number, { binary: true, locale: 'en' })
}

/** `98.5 %`; `-` when there is nothing of it. */
export function share(part: number, whole_: number): string {
  return whole_ === 0 ? '-' : `${((100 * part) / whole_).toFixed(1)} %`
}

/** `2h 3m` of seconds. */
export function duration(seconds: number): string {
  return prettyMilliseconds(seconds * 1000, { unitCount: 2 })
}

/** `0.123 ms` */
export function milliseconds(number: number): string {
  return `${number.toFixed(number < 10 ? 3 : 1)} ms`
}
