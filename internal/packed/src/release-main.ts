// A release that stays on this machine. In a copy of the repository, the packages get their next versions.
// The release's command publishes them to a registry of this program. Then new projects install them from
// there as each README says, and run the sample of the README. Changes nothing in the repository.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMemcached } from '@lmc/memcached-server'
import { textTable } from '@lmc/report'
import { folders, root } from './packed-packages.ts'
import { NewProject } from './release/new-project.ts'
import { Registry } from './release/registry.ts'
import { ReleaseCopy } from './release/release-copy.ts'

const scratch = await mkdtemp(join(tmpdir(), 'lmc-release-'))
const server = await startMemcached()
const registry = await Registry.start(join(scratch, 'registry'))
try {
  const copy = await ReleaseCopy.create(join(scratch, 'copy'))
  await copy.version()
  const versions = new Map<string, string>()
  for (const folder of folders) versions.set(folder, await copy.versionOf(folder))
  await copy.publish(registry)

  const everything = await NewProject.create(join(scratch, 'everything'), registry.env)
  await everything.install(folders.map((folder) => `@lmc/${folder}`))
  const installed = await everything.versions()

  const rows: string[][] = []
  for (const [folder, version] of versions) {
    const name = `@lmc/${folder}`
    assert.equal(installed.get(name), version, `The registry has another version of ${name}`)
    const project = await NewProject.create(join(scratch, 'projects', folder), registry.env)
    await project.follow(join(copy.folder, 'packages', folder, 'README.md'), server.address)
    rows.push([name, version, 'installs, sample runs'])
  }
  process.stdout.write(`${textTable(['published', 'version', 'as its README says'], rows, [0, 1, 2])}\n`)

  const project = await NewProject.create(join(scratch, 'projects', 'lmc'), registry.env)
  const printed = await project.follow(join(root, 'README.md'), server.address)
  process.stdout.write(`\nThe README of the repository, installed from there, prints:\n\n${printed}\n`)
} finally {
  await registry.stop()
  await server.stop()
  await rm(scratch, { recursive: true })
}
