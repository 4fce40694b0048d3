import { CodecError } from '../codec-error.ts'

/**
 * Makes the error for flags that a reader does not know.
 *
 * @param reader the name of the reader, for the message
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
