import { parseArgs } from 'node:util'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import type { BuildWorkload } from './builds/build-workload.ts'
import { type Checkout, loadCheckout } from './builds/checkout.ts'
import { type Clients, clientWorkloads, fillClients } from './builds/client-workloads.ts'
import { type Build, compareBuilds } from './builds/compare-builds.ts'
import { fillTransport, transportWorkloads } from './builds/transport-workloads.ts'

// Compares builds of transport-meta, and of the whole client over it, side by side. So it shows what a change
// costs.

const HELP = 'Takes the folders of two or more built checkouts as name=folder: before=../before now=.'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '31' },
    only: { type: 'string', default: 'transport,client' },
  },
})
if (positionals.length < 2) throw new TypeError(HELP)
const parts = values.only.split(',')

const checkouts = await Promise.all(
  positionals.map(async (text) => {
    const [name = '', folder = ''] = text.split('=')
    return { name, checkout: await loadCheckout(folder) }
  }),
)

if (parts.includes('transport'))
  await compare('transport', transportWorkloads, async ({ MetaTransport }, server) => {
    const transport = new MetaTransport({ servers: [server.address] })
    await fillTransport(transport)
    return { subject: transport, close: () => transport.close() }
  })

if (parts.includes('client'))
  await compare('client', clientWorkloads, async (checkout, server, name) => {
    const open = (trackKeys: boolean): Clients['plain'] =>
      new checkout.MemcachedClient({
        transport: new checkout.MetaTransport({ servers: [server.address] }),
        // Each build has a list of its own, since builds may write it in different formats.
        defaultNamespace: name,
        trackKeys,
        failures: 'throw',
      })
    const clients = { plain: open(false), tracked: open(true) }
    await fillClients(clients)
    return { subject: clients, close: () => Promise.all([clients.plain.close(), clients.tracked.close()]) }
  })

/** Prints how long each build takes for each workload, on one memcached. */
async function compare<Subject>(
  what: string,
  workloads: readonly BuildWorkload<Subject>[],
  open: (
    checkout: Checkout,
    server: MemcachedServer,
    name: string,
  ) => Promise<{ readonly subject: Subject; readonly close: () => Promise<unknown> }>,
): Promise<void> {
  // With several threads, the connection of one build may be on a better placed thread than another's.
  const server = await startMemcached({ args: ['-t', '1'] })
  const opened = await Promise.all(checkouts.map(({ name, checkout }) => open(checkout, server, name)))
  const builds = opened.map(({ subject }, at): Build<Subject> => ({
    name: checkouts[at]?.name ?? '',
    subject,
  }))
  console.log(
    `| ${what} | in flight | ${builds.map(({ name }) => `${name}, time | ${name}, processor`).join(' | ')} |`,
  )
  console.log(`| --- | ---: |${' ---: | ---: |'.repeat(builds.length)}`)
  for (const workload of workloads) {
    const shares = await compareBuilds(workload, builds, Number(values.rounds))
    const cells = shares.map(({ time, processor }) => `${percent(time)} | ${percent(processor)}`)
    console.log(`| ${workload.name} | ${workload.inFlight} | ${cells.join(' | ')} |`)
  }
  console.log('')
  await Promise.all(opened.map(({ close }) => close()))
  await server.stop()
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
