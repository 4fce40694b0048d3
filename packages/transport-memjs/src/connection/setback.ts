import type { Failure } from '../failure.ts'

/** Why an attempt to connect failed. */
export interface Setback extends Failure {
  /**
   * Decides when to try again:
   *
   * - `refused`: nothing listens there. The system says so at once.
   * - `unwelcome`: the server or the name service has answered with a refusal, which will not change soon.
   * - `silent`: the server accepted the connection and sent nothing.
   * - `broken`: anything else.
   */
  readonly obstacle: 'refused' | 'unwelcome' | 'silent' | 'broken'
}
