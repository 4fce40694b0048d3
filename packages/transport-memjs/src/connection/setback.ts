import type { Failure } from '../failure.ts'

/** Why a server could not be connected to. It decides when to try again. */
export interface Setback extends Failure {
  /**
   * - `refused`: nothing listens there. The system says so at once.
   * - `unwelcome`: the server, or the name service, has answered, and the answer will not change soon.
   * - `silent`: the connection was accepted, and nothing came.
   * - `broken`: anything else.
   */
  readonly obstacle: 'refused' | 'unwelcome' | 'silent' | 'broken'
}
