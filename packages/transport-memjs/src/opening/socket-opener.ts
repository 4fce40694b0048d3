import type { Setback } from '../connection/setback.ts'

/** Whoever opens a socket. One of these is called, once. */
export interface SocketOpener {
  /** The server has answered and takes calls. The opener calls `useBy` before this returns. */
  readonly onReady: () => void
  readonly onFailed: (setback: Setback) => void
}
