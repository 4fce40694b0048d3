import assert from 'node:assert/strict'
import type { Transport } from '@lmc/transport'
import { divideKeys } from '../../acts/divide-keys.ts'
import { everythingIn, spellingsOf } from '../../acts/everything-in.ts'
import type { Outcome } from '../../call-watch.ts'
import type { FaultClause } from '../../clause.ts'
import type { Step } from '../../proxy/script.ts'
import { LONG } from '../../stage.ts'
import type { Traffic } from '../../traffic.ts'

const SECRET = 'hunter2'

/** A piece of this value in the place of a reply looks like a line, and shows the secret. */
const VALUE: Uint8Array = Buffer.from(`${SECRET}-${SECRET}-${SECRET}\r\n`.repeat(15))

const calls: readonly ((transport: Transport, key: string) => Promise<unknown>)[] = [
  (transport, key) => transport.set(key, VALUE),
  (transport, key) => transport.add(key, VALUE),
  (transport, key) => transport.append(key, VALUE),
  (transport, key) => transport.compareAndSet(key, VALUE, '1'),
  (transport, key) => transport.get(key),
  (transport, key) => transport.gets(key),
  (transport, key) => transport.getMany([key]),
  (transport, key) => transport.increment(key, 1),
]

/** Damages to the replies. They cut the value, so that pieces of it stand in the place of a reply. */
const damages: readonly (readonly Step[])[] = [
  [{ do: 'drop', bytes: 1 }],
  [{ do: 'drop', bytes: 20 }],
  [{ do: 'drop', bytes: 60 }],
  [
    { do: 'pass', bytes: 60 },
    { do: 'drop', bytes: 20 },
  ],
  [
    { do: 'pass', bytes: 100 },
    { do: 'insert', text: '\r\n' },
  ],
  [{ do: 'repeat', bytes: 120 }],
  [{ do: 'pass', bytes: 100 }, { do: 'close' }],
  [{ do: 'hold' }],
]

export const secretClauses: readonly FaultClause[] = [
  {
    name: 'when one of two servers is dead, the error of a getMany shows nothing of the values of the other',
    needs: 'single server',
    isDecisive: true,
    async run(stage) {
      const dead = await stage.addServer()
      const traffic = await stage.open({ proxies: [stage.proxy, dead.proxy], timeout: LONG })
      const [here, there] = await divideKeys(traffic, stage.proxy)
      await Promise.all(here.map(async (key) => traffic.transport.set(key, VALUE)))
      await dead.kill()
      const keys = [...here, ...there]
      const many = await traffic.watch('getMany', async () => traffic.transport.getMany(keys))
      assert.equal(many.how, 'rejected', 'expected a getMany with a dead server to reject')
      assertShowNothing([many])
    },
  },
  {
    name: 'no error shows a part of a value, however the replies are damaged',
    async run(stage) {
      const traffic = await stage.open()
      const failures: Outcome<unknown>[] = []
      for (const replies of damages) {
        for (const call of calls) {
          await stage.untilServed(traffic)
          await traffic.watch('set', async () => traffic.transport.set('secret', VALUE))
          await stage.proxy.play({ replies, later: {} })
          failures.push(...(await Promise.all([0, 1].map(async () => watch(traffic, call)))))
          await stage.proxy.play({})
        }
      }
      const rejected = failures.filter(({ how }) => how === 'rejected')
      assert.ok(rejected.length > 0, 'expected some calls to reject')
      assertShowNothing(rejected)
    },
  },
  {
    name:
      'the error of a set shows nothing of the value, when the value is too large and when the server ' +
      'is down',
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      const large = Buffer.alloc(2 ** 21, SECRET)
      const tooLarge = await traffic.watch('set', async () => traffic.transport.set('large', large))
      await stage.server.kill()
      const outcomes = await Promise.all(calls.map(async (call) => watch(traffic, call)))
      assertShowNothing([tooLarge, ...outcomes])
    },
  },
]

async function watch(traffic: Traffic, call: (typeof calls)[number]): Promise<Outcome<unknown>> {
  return traffic.watch('a call', async () => call(traffic.transport, 'secret'))
}

function assertShowNothing(outcomes: readonly Outcome<unknown>[]): void {
  for (const outcome of outcomes) {
    if (outcome.how !== 'rejected') continue
    const text = everythingIn(outcome.error).replaceAll(/\s+/g, ' ')
    const seen = spellingsOf(SECRET).find((spelling) => text.includes(spelling))
    assert.equal(
      seen,
      undefined,
      `expected nothing of a value in the error "${outcome.error.message.slice(0, 100)}"`,
    )
  }
}
