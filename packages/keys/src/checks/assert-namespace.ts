import { InvalidKeyError } from '../invalid-key-error.ts'
import { maxCharacters } from './key-budget.ts'

/**
 * @throws {InvalidKeyError} `namespace`: neither a string nor `undefined`; `too-long`: above 1,048,576
 *   characters
 */
export function assertNamespace(namespace: unknown): asserts namespace is string | undefined {
  if (namespace === undefined) return
  if (typeof namespace === 'string') {
    if (namespace.length <= maxCharacters) return
    throw new InvalidKeyError(
      'too-long',
      `Namespace has ${namespace.length} characters, of at most ${maxCharacters}`,
    )
  }
  const came = namespace === null ? 'null' : `of type ${typeof namespace}`
  throw new InvalidKeyError('namespace', `Namespace is ${came}; a namespace is a string`)
}
