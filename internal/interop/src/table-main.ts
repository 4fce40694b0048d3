import { readFile, writeFile } from 'node:fs/promises'
import { type Codec, firstThat, jsonCodec } from '@lmc/codec'
import { compressed } from '@lmc/codec/compressed'
import { plainJsonCodec } from '@lmc/codec/plain-json'
import { installDebianPackages } from '@lmc/memcached-server'
import { textTable, withFigures } from '@lmc/report'
import { type ClientProgram, debianClients, npmClients } from './client-programs.ts'
import { readByLmc, readByOther } from './exchange.ts'
import { cell, type Outcome } from './outcome.ts'
import { readers } from './readers.ts'
import { kinds, values } from './values.ts'

// Runs the clients of npm and Debian beside lmc on one memcached, in both directions, and writes the tables
// of docs/interop.md.

const clients = [...npmClients, ...debianClients]
for (const { name, packages } of clients) {
  if (!installDebianPackages(...packages))
    throw new Error(`${name} is missing; install it: apt-get install ${packages.join(' ')}`)
}

const own = compressed(jsonCodec())
const sections: string[] = []

/** Adds a table with a row for each client. */
async function add(
  heading: string,
  rowOf: (client: ClientProgram) => Promise<readonly [name: string, outcomes: ReadonlyMap<string, Outcome>]>,
): Promise<void> {
  const rows: string[][] = []
  for (const client of clients) {
    const [name, outcomes] = await rowOf(client)
    const row = kinds.map((kind) =>
      cell(values.filter(([, ofValue]) => ofValue === kind).map(([key]) => outcomes.get(key) ?? '-')),
    )
    rows.push([name, ...row])
    console.log([heading, name, ...row].join(' | '))
  }
  sections.push(
    `### ${heading}\n\n${textTable(['client', ...kinds], rows, [0, ...kinds.map((_, i) => i + 1)])}`,
  )
}

const writers: readonly (readonly [heading: string, codec: Codec])[] = [
  ['What others read of `jsonCodec()`', jsonCodec()],
  ['What others read of `compressed(jsonCodec())`', own],
  ['What others read of `plainJsonCodec()`', plainJsonCodec()],
]
for (const [heading, codec] of writers)
  await add(heading, async (client) => [client.name, await readByOther(client, codec)])
await add('What `compressed(jsonCodec())` reads of others', async (client) => [
  client.name,
  await readByLmc(client, own),
])
await add('What `firstThat(reader, compressed(jsonCodec()))` reads of others', async (client) => {
  const [name, reader] = readers.get(client.name) ?? []
  return [
    name === undefined ? client.name : `${client.name}, by ${name}`,
    await readByLmc(client, reader === undefined ? own : firstThat(reader, own)),
  ]
})

const page = new URL('../../../docs/interop.md', import.meta.url)
await writeFile(page, withFigures(await readFile(page, 'utf8'), sections.join('\n\n')))
console.log('Written to docs/interop.md.')
