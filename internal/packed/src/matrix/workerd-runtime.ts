import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { freePort } from '@lmc/memcached-server'
import { runFile } from '../run-file.ts'
import { untilAnswers } from '../until-answers.ts'
import { bundle } from './bundle.ts'
import type { Runtime, RuntimeOptions } from './runtime.ts'

const REQUESTS = 3

/**
 * workerd, the runtime of Cloudflare's workers, for `transport-meta`. Each request has a client of its own.
 */
export async function workerdRuntime({ folder, server }: RuntimeOptions): Promise<Runtime> {
  const workerd = join(folder, 'node_modules', '@cloudflare', 'workerd-linux-64', 'bin', 'workerd')
  const version = await runFile(workerd, ['--version'], { cwd: folder })
  return {
    name: version.trim(),
    packages: ['transport-meta'],
    async run() {
      await bundle(
        folder,
        'workerd',
        '--platform=neutral',
        '--main-fields=module,main',
        '--conditions=workerd,worker',
        '--external:node:*',
      )
      const address = `127.0.0.1:${await freePort()}`
      const worker = spawn(workerd, ['serve', 'workerd.capnp', `--socket-addr=http=${address}`], {
        cwd: folder,
        env: { ...process.env, MEMCACHED: server },
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      const ended = once(worker, 'exit')
      try {
        await untilAnswers(worker, `http://${address}/ready`)
        for (let request = 0; request < REQUESTS; request++) {
          const response = await fetch(`http://${address}/`)
          assert.equal(await response.text(), 'done')
        }
      } finally {
        worker.kill()
        await ended
      }
    },
  }
}
