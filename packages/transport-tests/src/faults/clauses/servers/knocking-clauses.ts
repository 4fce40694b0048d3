import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'
import type { FaultClause } from '../../clause.ts'
import type { Script } from '../../proxy/script.ts'
import { LONG, type Stage } from '../../stage.ts'
import type { Traffic } from '../../traffic.ts'

/** How many connections per second a transport without calls may open: its pauses have grown to seconds. */
const MOST_WHEN_IDLE = 3

/** How many connections a transport may open in the first second of calls, while its pauses grow. */
const MOST_WHEN_CALLED = 100

/** The time in which the pauses grow. */
const GROWING: Milliseconds = 1000

const refusals: readonly [name: string, script: Script][] = [
  ['accepts and closes each connection', { replies: [{ do: 'close' }] }],
  ['accepts and resets each connection', { replies: [{ do: 'reset' }] }],
  [
    'answers with noise',
    { replies: [{ do: 'insert', text: 'HTTP/1.1 400 Bad Request\r\n\r\n' }, { do: 'close' }] },
  ],
]

export const knockingClauses: readonly FaultClause[] = [
  ...refusals.map(([what, script]): FaultClause => ({
    name: `a transport without calls hardly connects to a server that ${what}`,
    async run(stage) {
      const traffic = await stage.open()
      await traffic.set('key')
      await stage.proxy.play(script)
      for (let call = 0; call < 5; call++) await traffic.get('key')
      await assertLeftAlone(stage)
    },
  })),
  {
    name:
      'a server that closes the connection at the first command gets few connections, with calls and ' +
      'without',
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      const handshake = await lengthOfHandshake(stage, traffic)
      await traffic.close()
      const script: Script = {
        replies: [{ do: 'pass', bytes: handshake }, { do: 'drop', bytes: 1 }, { do: 'close' }],
      }
      await stage.proxy.play(script)
      const caller = await stage.open()
      const before = stage.proxy.connectionCount
      const startedAt = performance.now()
      while (performance.now() - startedAt < GROWING) {
        await caller.get('key')
        // A call that fails at once must not keep the loop from turning.
        await sleep(1)
      }
      const opened = stage.proxy.connectionCount - before
      stage.note('connections in a second of calls', opened)
      assert.ok(
        opened <= MOST_WHEN_CALLED,
        `expected at most ${MOST_WHEN_CALLED} connections in a second of calls, got ${opened}`,
      )
      await assertLeftAlone(stage)
    },
  },
]

async function assertLeftAlone({ proxy, effort }: Stage): Promise<void> {
  await sleep(GROWING)
  const before = proxy.connectionCount
  const time = Math.max(GROWING, effort.load)
  await sleep(time)
  const most = Math.ceil((MOST_WHEN_IDLE * time) / 1000)
  const opened = proxy.connectionCount - before
  assert.ok(
    opened <= most,
    `expected at most ${most} connections in ${time} ms without a call, got ${opened}`,
  )
}

/** How many bytes the server sends on a new connection before its answer to the first command. */
async function lengthOfHandshake({ proxy }: Stage, traffic: Traffic): Promise<number> {
  await traffic.get('missing')
  const first = proxy.replyByteCount
  await traffic.get('missing')
  const second = proxy.replyByteCount - first
  return first - second
}
