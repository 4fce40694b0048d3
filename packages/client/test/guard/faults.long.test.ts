import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { startMemcached } from '@lmc/memcached-server'
import { testFaults } from '@lmc/transport-tests/faults'
import { build } from 'rolldown'
import { afterAll, describe, it } from 'vitest'
import { open } from '../programs/open-guarded.ts'

// No entry of the package has this transport, and the oldest Node.js that it runs on reads no TypeScript.
const folder = await mkdtemp(join(tmpdir(), 'lmc-guarded-'))
const program = join(folder, 'open.mjs')
await build({
  input: fileURLToPath(new URL('../programs/open-guarded.ts', import.meta.url)),
  platform: 'node',
  output: { file: program },
  logLevel: 'silent',
})
afterAll(() => rm(folder, { recursive: true }))

testFaults('GuardedTransport over MetaTransport', {
  describe,
  it,
  open,
  startServer: (port, args) => startMemcached({ port, args }),
  program: pathToFileURL(program),
  // A flush that fails is retried, and the retry drops what has been stored since. README, "After an outage".
  shortfalls: ['a flush that costs the connection delays neither another server nor later calls'],
})
