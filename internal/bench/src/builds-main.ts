import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { startMemcached } from '@lmc/memcached-server'
import type { MetaTransport } from '@lmc/transport-meta'
import { buildWorkloads, fill } from './builds/build-workloads.ts'
import { type Build, compareBuilds } from './builds/compare-builds.ts'

// Compares builds of transport-meta side by side, to show that a change costs nothing.

const HELP = 'Takes builds as name=path, such as before=/tmp/before/packages/transport-meta/dist/index.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '31' } },
})
if (positionals.length < 2) throw new TypeError(HELP)

const server = await startMemcached()
const builds = await Promise.all(
  positionals.map(async (text): Promise<Build> => {
    const [name = '', path = ''] = text.split('=')
    const module: { MetaTransport: typeof MetaTransport } = await import(pathToFileURL(resolve(path)).href)
    return { name, transport: new module.MetaTransport({ servers: [server.address] }) }
  }),
)
await Promise.all(builds.map(({ transport }) => fill(transport)))

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
console.log(
  `| workload | in flight | ${builds.map(({ name }) => `${name}, time | ${name}, processor`).join(' | ')} |`,
)
console.log(`| --- | ---: |${' ---: | ---: |'.repeat(builds.length)}`)
for (const workload of buildWorkloads) {
  const shares = await compareBuilds(workload, builds, Number(values.rounds))
  const cells = shares.map(({ time, processor }) => `${percent(time)} | ${percent(processor)}`)
  console.log(`| ${workload.name} | ${workload.inFlight} | ${cells.join(' | ')} |`)
}

await Promise.all(builds.map(({ transport }) => transport.close()))
await server.stop()
