/**
 * The statuses of replies that are told apart here.
 *
 * @see https://github.com/memcached/memcached/wiki/BinaryProtocolRevamped section "Response Status"
 */
export const Status = {
  ok: 0x00,
  keyNotFound: 0x01,
  keyExists: 0x02,
  valueTooLarge: 0x03,
  notStored: 0x05,
  authenticationError: 0x20,
  unknownCommand: 0x81,
} as const

const MEANINGS: Readonly<Record<number, string>> = {
  0x01: 'key not found',
  0x02: 'key exists',
  0x03: 'value too large',
  0x04: 'invalid arguments',
  0x05: 'item not stored',
  0x06: 'the item is no number',
  0x08: 'authentication error',
  0x20: 'authentication required',
  0x81: 'unknown command',
  0x82: 'out of memory',
  0x83: 'not supported',
  0x84: 'internal error',
  0x85: 'busy',
  0x86: 'temporary failure',
}

/** A status in words, with its number. The server's own text is left out, because it may repeat a value. */
export function describeStatus(status: number): string {
  const number = `status 0x${status.toString(16).padStart(4, '0')}`
  const meaning = MEANINGS[status]
  return meaning === undefined ? number : `${meaning} (${number})`
}
