// Runs a program of every package in every runtime, from the packed tarballs. Prints a table, and writes it
// to `docs/runtimes.md`. With `--check` it only checks whether that page is still right.
import assert from 'node:assert/strict'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startMemcached } from '@lmc/memcached-server'
import { withFigures } from '@lmc/report'
import { chromiumRuntime } from './matrix/chromium-runtime.ts'
import { commandRuntimes } from './matrix/command-runtimes.ts'
import { type MatrixResult, runMatrix } from './matrix/run-matrix.ts'
import type { RuntimeOptions } from './matrix/runtime.ts'
import { workerdRuntime } from './matrix/workerd-runtime.ts'
import { PackedPackages, QUIETLY, root } from './packed-packages.ts'
import { runFile } from './run-file.ts'

async function runAll(options: RuntimeOptions): Promise<MatrixResult> {
  const commands = await commandRuntimes(options)
  const chromium = await chromiumRuntime(options)
  try {
    return await runMatrix([...commands, chromium, await workerdRuntime(options)])
  } finally {
    await chromium.stop()
  }
}

const packages = await PackedPackages.pack()
const server = await startMemcached()
try {
  const folder = await packages.folder('matrix')
  await cp(join(root, 'internal', 'packed', 'matrix'), folder, { recursive: true })
  await runFile('npm', ['ci', ...QUIETLY], { cwd: folder })
  await runFile('npm', ['install', ...QUIETLY, '--no-save', ...packages.tarballs.values()], { cwd: folder })
  const { table, failures } = await runAll({ folder, server: server.address })
  process.stdout.write(`${table}\n`)
  for (const failure of failures) process.stderr.write(`\n${failure}\n`)
  if (failures.length > 0) process.exitCode = 1
  else {
    const path = join(root, 'docs', 'runtimes.md')
    const old = await readFile(path, 'utf8')
    const page = withFigures(old, table)
    if (process.argv.includes('--check'))
      assert.equal(old, page, 'docs/runtimes.md is stale: `pnpm matrix` writes it')
    else await writeFile(path, page)
  }
} finally {
  await server.stop()
  await packages.remove()
}
