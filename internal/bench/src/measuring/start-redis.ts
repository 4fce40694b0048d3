import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, installDebianPackages } from '@lmc/memcached-server'

/** A real Redis, or a Valkey, that runs for a bench. */
export interface RedisServer {
  /** `127.0.0.1:<port>` */
  readonly address: string
  /** The version that the program says. */
  readonly version: string
  /** Ends the server, and resolves when the process is gone. */
  stop(): Promise<void>
}

const PROGRAM = 'redis-server'

/**
 * Starts a Redis that stores nothing on the disk, and resolves when it accepts connections. Installs Debian's
 * package first when there is none.
 *
 * @throws {Error} when there is no Redis. The message is one sentence, and says how to get one.
 */
export async function startRedis(): Promise<RedisServer> {
  const version = versionOf() ?? (installDebianPackages(PROGRAM) ? versionOf() : undefined)
  if (version === undefined)
    throw new Error(`There is no ${PROGRAM} on the PATH; install one, on Debian by: apt install ${PROGRAM}`)
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const child = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  process.once('exit', () => child.kill('SIGKILL'))
  let log = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (log += text))
  const ended = once(child, 'exit')
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`${PROGRAM} ended at its start: ${log.trim()}`)
    await sleep(5)
  }
  return {
    address: `127.0.0.1:${port}`,
    version,
    stop: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** `undefined` when the program is not on the PATH. */
function versionOf(): string | undefined {
  const { stdout } = spawnSync(PROGRAM, ['--version'], { encoding: 'utf8' })
  return /v=([\d.]+)/.exec(stdout ?? '')?.[1]
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
