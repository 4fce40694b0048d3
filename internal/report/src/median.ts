/**
 * The value that half of the others are not above: the mean of the two middle ones where there is no middle.
 *
 * @throws {RangeError} when there is none.
 */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/**
 * The value that the given share (0 to 1) of the others are not above, in a straight line between the two nearest.
 *
 * @throws {RangeError} when there is none.
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('No values; expected at least one')
  const sorted = values.toSorted((a, b) => a - b)
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? 0
  const above = sorted[Math.ceil(place)] ?? 0
  return below + (above - below) * (place - Math.floor(place))
}
