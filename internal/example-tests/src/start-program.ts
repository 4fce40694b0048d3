import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A server in a process of its own. */
export interface ServingProgram {
  /** The URL of the server, without a slash at the end. */
  readonly url: string
  /** Sends SIGTERM. Resolves to the exit code, `null` when the signal ended the process. */
  stop(): Promise<number | null>
}

/**
 * Runs a program in Node.js, with `PORT` 0, and with the address of memcached in `MEMCACHED_SERVERS`.
 * Resolves when the program has printed its URL.
 *
 * @throws {Error} when the program ends before that. The message has everything that it printed.
 */
export async function startProgram(
  program: URL,
  memcached: string,
  args: string[] = [],
): Promise<ServingProgram> {
  const env = { ...process.env, NODE_ENV: 'production', MEMCACHED_SERVERS: memcached, PORT: '0' }
  const child = spawn(process.execPath, [fileURLToPath(program), ...args], { env, stdio: 'pipe' })
  const exit = once(child, 'exit')
  let printed = ''
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text
        const [found] = /http:\/\/[\w.:[\]]+(?=[/\s])/.exec(printed) ?? []
        if (found !== undefined) resolve(found)
      })
    }
    child.once('exit', () => reject(new Error(`${program.pathname} ended: ${printed}`)))
  })
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      const [code] = (await exit) as [number | null]
      return code
    },
  }
}
