import assert from 'node:assert/strict'
import { assertRejected } from '../../acts/assert-outcomes.ts'
import type { Outcome } from '../../call-watch.ts'
import { untilNoticed } from '../../acts/until-noticed.ts'
import type { FaultClause } from '../../clause.ts'
import type { Script } from '../../proxy/script.ts'
import type { Traffic } from '../../traffic.ts'

/** A message about silence. It must not say that there was no connection. */
const SILENCE = /^(?!.*no connection).*(\d ?ms|milliseconds|answer|repl)/i

/** Faults, and what a message must say about each. */
const causes: readonly [name: string, script: Script, says: RegExp][] = [
  ['a server that is down', { refuse: true, replies: [{ do: 'reset' }] }, /refused/i],
  ['a server that answers nothing', { requests: [{ do: 'drop' }] }, SILENCE],
  ['a server that reads nothing', { requests: [{ do: 'stall' }] }, SILENCE],
  ['a server that closes each connection', { replies: [{ do: 'close' }] }, /clos|end|hung up|reset|EPIPE/i],
  ['a server that resets each connection', { replies: [{ do: 'reset' }] }, /clos|end|hung up|reset|EPIPE/i],
  [
    'a server that answers with noise',
    {
      replies: [
        { do: 'drop', bytes: 1 },
        { do: 'insert', text: 'HTTP/1.1 400 Bad Request\r\nServer: none\r\n\r\n' },
        { do: 'drop' },
      ],
    },
    /repl|answer|respon|protocol|unexpected|meta|belong|byte/i,
  ],
]

export const messageClauses: readonly FaultClause[] = [
  ...causes.map(([what, script, says]): FaultClause => ({
    name: `the message of a failure names the cause: ${what}`,
    async run(stage) {
      for (const isWarm of [false, true]) {
        const traffic = await stage.open()
        if (isWarm) await traffic.set('key')
        await stage.proxy.play(script)
        await untilNoticed()
        const outcomes = [
          await traffic.get('key'),
          await traffic.increment('count'),
          await traffic.getMany(['key', 'missing']),
          await traffic.watch('flush', async () => traffic.transport.flush()),
        ]
        assertRejected(outcomes)
        for (const outcome of outcomes) assertSays(outcome, says)
        assert.match(await reasonInStatistics(traffic), says)
        await stage.proxy.play({})
        await traffic.close()
      }
    },
  })),
  {
    name: 'the message of a failure names the cause: a command that the server refuses',
    async run(stage) {
      const traffic = await stage.open()
      await traffic.set('key')
      const increment = await traffic.watch('increment', async () => traffic.transport.increment('key', 1))
      assertRejected([increment], 'server')
      assertSays(increment, /number|numeric/i)
    },
  },
]

/** Asserts that the message gives the cause, behind the command and the server. */
function assertSays(outcome: Outcome<unknown>, says: RegExp): void {
  if (outcome.how !== 'rejected') return
  const { message, server, command } = outcome.error
  const reason = message.replaceAll(server ?? '', '').replaceAll(command ?? '', '')
  assert.match(reason, says, `expected the message to name the cause: "${message}"`)
}

async function reasonInStatistics(traffic: Traffic): Promise<string> {
  const [entry] = await traffic.transport.statistics()
  assert.ok(entry?.error, 'expected the statistics of a server that fails to hold an error')
  return entry.error.message
}
