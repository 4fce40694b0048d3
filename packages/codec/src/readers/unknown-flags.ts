import { CodecError } from '../codec-error.ts'

/**
 * The error for flags that a reader does not know.
 *
 * @param reader its name, for the message
 */
export function unknownFlags(
  reader: string,
  flags: number,
  advice: string = 'another program wrote it',
): CodecError {
  return new CodecError(
    'unknown-flags',
    `Stored value has flags ${flags}, which ${reader} does not read; ${advice}`,
  )
}
