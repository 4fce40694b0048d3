import type { Socket } from 'node:net'

/**
 * Breaks a connection off (RST). One whose polite end is on its way is broken off behind that: Node would
 * otherwise not close it at all if it failed or was destroyed meanwhile, nor end the process.
 */
export function breakOff(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.once('finish', () => socket.resetAndDestroy())
  else socket.resetAndDestroy()
}
