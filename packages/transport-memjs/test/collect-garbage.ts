import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')

/**
 * Frees what nothing refers to any more. A test that measures the memory of its process calls this first: else
 * garbage of earlier tests may be freed meanwhile, and hide what the test looks for.
 */
export const collectGarbage: () => void = runInNewContext('gc')

setFlagsFromString('--no-expose-gc')
