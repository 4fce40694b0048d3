import type { Socket } from 'node:net'

/**
 * Resets a connection (RST). If the socket is ending politely, the reset comes after that end. Otherwise Node
 * would never close a socket that fails or is destroyed meanwhile, and the process would not end.
 */
export function breakOff(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.once('finish', () => socket.resetAndDestroy())
  else socket.resetAndDestroy()
}
