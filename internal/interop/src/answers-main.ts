import { writeFile } from 'node:fs/promises'
import { installDebianPackages, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { type ClientProgram, debianClients, npmClients } from './client-programs.ts'
import { runClient } from './run-client.ts'

// Writes the known answers for the tests of @lmc/codec: the stored bytes of other clients, and the values
// that these clients read from them.

/** The clients for which @lmc/codec has readers. */
const WITH_READERS: ReadonlySet<string> = new Set([
  'memjs',
  'memcached',
  'memcache-client',
  'memcache',
  '@keyv/memcache',
  'php-memcached',
  'php-memcached, JSON and zlib',
  'Dalli, JSON',
  'Dalli, raw',
  'gomemcache',
])

/** Longer items are left out: they are not compressed, and show nothing new. */
const MOST_BYTES = 2000

interface Answer {
  readonly key: string
  readonly flags: number
  readonly base64: string
  readonly read: unknown
}

const answers: Record<string, Answer[]> = {}
for (const client of [...npmClients, ...debianClients].filter(({ name }) => WITH_READERS.has(name))) {
  if (!installDebianPackages(...client.packages))
    throw new Error(`${client.name} is missing; install it: apt-get install ${client.packages.join(' ')}`)
  answers[client.name] = await answersOf(client)
}
const file = new URL('../../../packages/codec/test/readers/known-answers.json', import.meta.url)
const lines = Object.entries(answers).map(
  ([name, known]) =>
    `  ${JSON.stringify(name)}: [\n${known.map((one) => `    ${JSON.stringify(one)}`).join(',\n')}\n  ]`,
)
await writeFile(file, `{\n${lines.join(',\n')}\n}\n`)
console.log('Written to packages/codec/test/readers/known-answers.json.')

async function answersOf(client: ClientProgram): Promise<Answer[]> {
  const server = await startMemcached()
  const transport = new MetaTransport({ servers: [server.address] })
  try {
    const failures = runClient(client, 'write', server.address)
    const readings = Object.entries(runClient(client, 'read', server.address)).toSorted(([a], [b]) =>
      a.localeCompare(b),
    )
    const items = await transport.getMany(readings.map(([key]) => key))
    return readings.flatMap(([key, read]) => {
      const item = items.get(key)
      if (item === undefined || item.value.length > MOST_BYTES || failures[key] !== undefined) return []
      return [{ key, flags: item.flags, base64: Buffer.from(item.value).toString('base64'), read }]
    })
  } finally {
    await transport.close()
    await server.stop()
  }
}
