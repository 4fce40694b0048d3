import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { assertPort } from '../assert-port.ts'
import { freePort } from './free-port.ts'
import { isStopped } from './is-stopped.ts'
import { memcachedPath } from './memcached-path.ts'

export interface MemcachedOptions {
  /** The port to listen on, for a server that is started again. Absent: a free port. */
  readonly port?: number | undefined
  /** The address to listen on. Absent: 127.0.0.1. */
  readonly host?: string
  /** The path of a unix socket to listen on, instead of a port. */
  readonly socketPath?: string
  /** Further arguments, as on memcached's command line. */
  readonly args?: readonly string[] | undefined
  /** The path of the program. Absent: the path from `memcachedPath`. */
  readonly binary?: string
}

/** A real memcached that runs for a test. */
export interface MemcachedServer {
  readonly port: number
  /** For the `servers` of a transport: `127.0.0.1:<port>`, or the path of the socket. */
  readonly address: string
  readonly pid: number
  /** Sends a signal, such as `SIGCONT` to a frozen server. */
  signal(name: NodeJS.Signals): void
  /**
   * Sends `SIGSTOP`, and resolves when the server has stopped. Its threads may go on for a while after the
   * signal.
   */
  freeze(): Promise<void>
  /** Kills the server, and resolves when the process is gone. */
  stop(): Promise<void>
}

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/**
 * Starts a memcached and resolves when it accepts connections.
 *
 * @throws {TypeError} when the port is not a whole number from 1 to 65535.
 */
export async function startMemcached(options: MemcachedOptions = {}): Promise<MemcachedServer> {
  const { host = '127.0.0.1', socketPath, args = [], binary = memcachedPath() } = options
  const port = options.port ?? (await freePort())
  assertPort(port)
  const where = socketPath === undefined ? ['-l', host, '-p', String(port), '-U', '0'] : ['-s', socketPath]
  const user = process.getuid?.() === 0 ? ['-u', 'root'] : []
  const child = spawn(binary, [...where, ...user, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  running.add(child)
  const ended = once(child, 'exit').then(() => running.delete(child))

  const target = socketPath === undefined ? { host, port } : { path: socketPath }
  while (!(await accepts(target))) {
    if (child.exitCode !== null) throw new Error(`memcached ended at its start: ${complaint.trim()}`)
    await sleep(5)
  }
  return {
    port,
    address: socketPath ?? `${host.includes(':') ? `[${host}]` : host}:${port}`,
    pid: child.pid ?? 0,
    signal: (name) => void child.kill(name),
    freeze: async () => {
      child.kill('SIGSTOP')
      while (!(await isStopped(child.pid ?? 0))) await sleep(1)
    },
    stop: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function accepts(target: { host: string; port: number } | { path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(target)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
