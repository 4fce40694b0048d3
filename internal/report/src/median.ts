/**
 * Returns the median: the middle value, or the mean of the two middle values.
 *
 * @throws {RangeError} when there are no values.
 */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/**
 * Returns the quantile of the given share, 0 to 1, with linear interpolation between the two nearest values.
 *
 * @throws {RangeError} when there are no values.
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('No values; expected at least one')
  const sorted = values.toSorted((a, b) => a - b)
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? 0
  const above = sorted[Math.ceil(place)] ?? 0
  return below + (above - below) * (place - Math.floor(place))
}
