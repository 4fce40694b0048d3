import { isDeepStrictEqual } from 'node:util'

/**
 * Asserts that both values are equal.
 *
 * @throws {Error} when they differ. The message shows the beginning of both.
 */
export function expectSame(found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected))
    throw new Error(`wrong answer: ${shorten(found)} instead of ${shorten(expected)}`)
}

function shorten(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 60)
}
