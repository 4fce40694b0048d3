/** What a command ends with. Scripts and probes depend on these numbers. */
export const ExitCode = {
  /** The command has done what it says. */
  done: 0,
  /**
   * A key holds nothing, or holds something where nothing was expected; or an audit has found keys that no
   * list names.
   */
  miss: 1,
  /** The user asks for what can not be, or has not agreed. Nothing was changed. */
  mistake: 2,
  /** A server, or the way to it, fails. */
  server: 3,
  /** A fault of this program. */
  fault: 70,
  /** Stopped by Ctrl-C, as shells count it. */
  stopped: 130,
} as const

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]
