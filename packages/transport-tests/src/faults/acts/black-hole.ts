import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'

/** The longest time in which a system accepts a connection. */
const PATIENCE: Milliseconds = 200

/** More connections than fit into a queue for one. */
const MOST = 20

/**
 * An address that neither accepts nor refuses connections: its listener is stopped, and its queue is full.
 */
export class BlackHole {
  readonly #stop: () => void

  private constructor(stop: () => void) {
    this.#stop = stop
  }

  /** @throws {Error} when the system opens connections that nobody accepts, or has no such address. */
  static async open(host: string, port: number): Promise<BlackHole> {
    const source = `
      require('node:net').createServer().on('error', () => process.exit(1))
        .listen({ host: ${JSON.stringify(host)}, port: ${port}, backlog: 1 }, () => console.log('listening'))`
    const listener = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'ignore'] })
    const sockets: Socket[] = []
    const stop = (): void => {
      for (const socket of sockets) socket.destroy()
      listener.kill('SIGKILL')
    }
    await Promise.race([once(listener.stdout, 'data'), once(listener, 'exit')])
    listener.kill('SIGSTOP')
    for (let count = 0; count < MOST; count++) {
      const socket = connect({ host, port }).on('error', () => undefined)
      sockets.push(socket)
      const isTaken = await Promise.race([
        once(socket, 'connect').then(
          () => true,
          () => true,
        ),
        sleep(PATIENCE, false),
      ])
      if (!isTaken) return new BlackHole(stop)
    }
    stop()
    throw new Error(`${host}:${port} opens connections that nobody accepts, so it is no black hole`)
  }

  close(): void {
    this.#stop()
  }
}
