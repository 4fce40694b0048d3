import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Whether a process that got a `SIGSTOP` has stopped, with all its threads. */
export async function isStopped(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') {
    const { stdout } = await run('ps', ['-o', 'state=', '-p', String(pid)])
    return stdout.startsWith('T')
  }
  const tasks = `/proc/${pid}/task`
  const states = await Promise.all((await readdir(tasks)).map((id) => stateOf(`${tasks}/${id}/stat`)))
  return states.every((state) => state === 'T')
}

/** The letter behind the name of the program. The name is in brackets, and may hold brackets itself. */
async function stateOf(file: string): Promise<string | undefined> {
  return /^.*\) (\S)/s.exec(await readFile(file, 'utf8'))?.[1]
}
