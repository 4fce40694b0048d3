import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { startMemcached } from '@lmc/memcached-server'
import { testFaults } from '@lmc/transport-tests/faults'
import { build } from 'rolldown'
import { afterAll, describe, it } from 'vitest'
import { open } from '../programs/open-guarded.ts'

// The package does not export this transport, and the oldest supported Node.js cannot run TypeScript.
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
  // A failed flush is retried, and the retry drops the values that were stored since. See the README, "After
  // an outage".
  shortfalls: ['a flush that costs the connection delays neither another server nor later calls'],
})
