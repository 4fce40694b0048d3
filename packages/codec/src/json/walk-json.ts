import type { CodecError } from '../codec-error.ts'
import { jsonPath } from './json-path.ts'

/** A part of a value, as `JSON.stringify` comes by it. */
export interface JsonPart {
  /** What stands in the value. */
  readonly raw: unknown
  /** What is written for it: the same, unless a `toJSON` method gave something else. */
  readonly written: unknown
  readonly isInArray: boolean
  /** Whether the part holds itself. */
  readonly isCyclic: boolean
  /** How many objects hold it, one inside of another; 0 is the whole value. */
  readonly depth: number
  /** Gives the place: `value.user.tags`; `value` for the whole. */
  path(): string
}

/**
 * Writes the value once more, slowly, and has each part looked at. Gives the first error that somebody finds.
 *
 * @throws whatever `JSON.stringify` throws
 */
export function walkJson(
  value: unknown,
  look: (part: JsonPart) => CodecError | undefined,
): CodecError | undefined {
  const holders: unknown[] = []
  const names: (string | number)[] = []
  let found: CodecError | undefined
  try {
    JSON.stringify(value, function (this: unknown, name: string, written: unknown) {
      const depth = holders.lastIndexOf(this) + 1
      const isInArray = Array.isArray(this)
      holders.length = depth
      names.length = depth
      names.push(isInArray ? Number(name) : name)
      const raw: unknown = Reflect.get(Object(this), name)
      const isCyclic = holders.includes(written)
      // The first name is that of the whole value: none.
      found = look({ raw, written, isInArray, isCyclic, depth, path: () => jsonPath(names.slice(1)) })
      if (found !== undefined) throw found
      if (typeof written === 'object' && written !== null) holders.push(written)
      return written
    })
  } catch (error) {
    if (error !== found) throw error
  }
  return found
}
