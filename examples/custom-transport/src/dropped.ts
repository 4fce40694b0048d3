import type { TransportErrorCode } from '@lmc/transport'

/**
 * What a connection is broken with when a reply is missing or makes no sense; the calls behind that reply
 * fail by the same code.
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
