import type { CodecError } from '../codec-error.ts'
import { jsonPath } from './json-path.ts'

/** A part of a value, as `JSON.stringify` visits it. */
export interface JsonPart {
  /** The part itself. */
  readonly raw: unknown
  /** What JSON writes for the part: the part itself, or the result of its `toJSON` method. */
  readonly written: unknown
  readonly isInArray: boolean
  /** Whether the part holds itself. */
  readonly isCyclic: boolean
  /** How many nested objects hold the part; 0 is the whole value. */
  readonly depth: number
  /** Returns the place, such as `value.user.tags`; `value` for the whole value. */
  path(): string
}

/**
 * Writes the value a second time, slowly, and calls `look` with each part. Returns the first error that
 * `look` finds.
 *
 * @throws every error of `JSON.stringify`
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
      // The first name is empty: the whole value has no name.
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
