import type { Item } from '@lmc/transport'
import { Call } from '../src/calls/call.ts'
import { ClassicStoreCommand } from '../src/commands/classic-store.ts'
import { createStoreCall } from '../src/commands/store.ts'
import { createDeleteCall } from '../src/commands/delete.ts'
import { createGetCall } from '../src/commands/get.ts'
import { createGetManyCall } from '../src/commands/get-many.ts'
import { createIncrementCall } from '../src/commands/increment.ts'
import { opaqueText } from '../src/wire/opaque.ts'
import type { Random } from './random.ts'

/** A piece of a reply. */
interface Piece {
  readonly isValue: boolean
  readonly text: string
}

export type Reply = readonly Piece[]

/** A call, and what a server answers to its commands. */
export interface Exchange {
  readonly call: Call<unknown>
  /** One for each command. */
  readonly replies: readonly Reply[]
  /** What the call comes to, as text. */
  readonly outcome: Promise<string>
  /** What it has to come to, by those replies. */
  readonly expected: string
}

/** Makes up a call whose first command has this number on its connection, and the replies to it. */
export function createExchange(random: Random, number: number): Exchange {
  const isYes = random.below(3) > 0
  const opaque = ` O${opaqueText(number)}\r\n`
  switch (random.below(6)) {
    case 0:
      return exchange(createDeleteCall('k'), [line(isYes ? 'HD' : 'NF', opaque)], isYes)
    case 1: {
      const call = createStoreCall('add', 'k', new Uint8Array())
      return exchange(call, [line(isYes ? 'HD' : 'NS', opaque)], isYes)
    }
    case 2: {
      const call = new Call('append', new ClassicStoreCommand('append', 'k', new Uint8Array(), {}), 64, 0, 2)
      const fence = line(random.pick(['HD', 'EN']), ` O${opaqueText(number + 1)}\r\n`)
      return exchange(call, [line(isYes ? 'STORED' : 'NOT_STORED', '\r\n'), fence], isYes)
    }
    case 3: {
      const counter = String(random.below(1_000_000))
      const call = createIncrementCall('k', 1)
      return isYes
        ? exchange(call, [hit(counter, opaque)], counter)
        : exchange(call, [line('NF', opaque)], undefined)
    }
    case 4:
      return manyExchange(random, number)
    default: {
      const value = createValue(random, number)
      const call = createGetCall('k')
      return isYes
        ? exchange(call, [hit(value, ` f0 s${value.length}${opaque}`)], value)
        : exchange(call, [line('EN', opaque)], undefined)
    }
  }
}

function exchange(call: Call<unknown>, replies: readonly Reply[], expected: unknown): Exchange {
  return { call, replies, outcome: call.promise.then(show), expected: String(expected) }
}

function manyExchange(random: Random, number: number): Exchange {
  const keys = Array.from({ length: 1 + random.below(4) }, (_, index) => `k${index}`)
  const hits = new Map<string, Item>()
  const call = createGetManyCall(keys, hits)
  const expected: string[] = []
  const replies = keys.map((key, index) => {
    const opaque = ` O${opaqueText(number + index)}\r\n`
    if (random.below(3) === 0) return line('EN', opaque)
    const value = createValue(random, number + index)
    expected.push(`${key}=${value}`)
    return hit(value, ` f0 s${value.length}${opaque}`)
  })
  const outcome = call.promise.then(() => Array.from(hits, ([key, item]) => `${key}=${show(item)}`).join())
  return { call, replies, outcome, expected: expected.join() }
}

/** A value that no other command's reply has, up to a few hundred bytes long. */
function createValue(random: Random, number: number): string {
  return `${number}:${'abc\n'.repeat(random.below(random.pick([2, 20, 200])))}`
}

function line(start: string, end: string): Reply {
  return [{ isValue: false, text: start + end }]
}

function hit(value: string, end: string): Reply {
  return [
    { isValue: false, text: `VA ${value.length}${end}` },
    { isValue: true, text: value },
    { isValue: false, text: '\r\n' },
  ]
}

function show(answer: unknown): string {
  const isItem = typeof answer === 'object' && answer !== null && 'value' in answer
  return isItem ? Buffer.from((answer as Item).value).toString('latin1') : String(answer)
}
