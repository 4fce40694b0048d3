import type { TransportErrorCode } from '@lmc/transport'

/**
 * The reason for breaking a connection when a reply is missing or invalid. The calls behind that reply fail
 * with the same code.
 */
export class Dropped extends Error {
  readonly code: TransportErrorCode

  constructor(code: TransportErrorCode) {
    super(
      code === 'timeout' ? 'a call before this one got no answer in time' : 'a reply before made no sense',
    )
    this.code = code
  }
}
