import { InvalidKeyError } from './invalid-key-error.ts'

/** @throws {InvalidKeyError} `namespace`, unless it is a string or absent; `null` is neither */
export function assertNamespace(namespace: unknown): asserts namespace is string | undefined {
  if (namespace === undefined || typeof namespace === 'string') return
  const came = namespace === null ? 'null' : `of type ${typeof namespace}`
  throw new InvalidKeyError('namespace', `Namespace is ${came}; a namespace is a string`)
}
