import { firstThat, jsonCodec } from '@lmc/codec'
import { plainJsonCodec } from '@lmc/codec/plain-json'
import { describe, expect, it } from 'vitest'
import { npmClients } from '../src/client-programs.ts'
import { readByLmc, readByOther } from '../src/exchange.ts'
import type { Outcome } from '../src/outcome.ts'
import { readers } from '../src/readers.ts'

/** The values that come back changed. */
const lost: Readonly<Record<string, Readonly<Record<string, Outcome>>>> = {
  // memjs makes a Buffer of the list, and stores only strings and Buffers.
  memjs: { list: 'other', byteDigits: 'text' },
  memcache: { byteDigits: 'text' },
}

describe.each(npmClients)('$name, beside lmc on one server', (client) => {
  it('has a reader that reads each of its values unchanged', async () => {
    const [, reader] = readers.get(client.name) ?? []
    expect(reader).toBeDefined()
    if (reader === undefined) return
    const outcomes = await readByLmc(client, firstThat(reader, jsonCodec()))
    const notTheSame = [...outcomes].filter(([, outcome]) => outcome !== '=' && outcome !== '-')
    expect(Object.fromEntries(notTheSame)).toEqual(lost[client.name] ?? {})
    expect([...outcomes.values()].filter((outcome) => outcome === '=').length).toBeGreaterThan(5)
  })
})

// Keyv needs its own JSON around the value.
describe.each(npmClients.filter(({ name }) => name !== '@keyv/memcache'))(
  '$name, beside plainJsonCodec()',
  (client) => {
    it('reads each value as its JSON', async () => {
      const outcomes = await readByOther(client, plainJsonCodec())
      const came = new Set(outcomes.values())
      expect(came).toEqual(new Set([client.name === 'memjs' ? 'bytes' : 'text', '-']))
    })
  },
)
