import assert from 'node:assert/strict'
import { assertQuiet } from '../../acts/assert-quiet.ts'
import type { Milliseconds } from '@lmc/transport'
import { BlackHole } from '../../acts/black-hole.ts'
import { runProgram } from '../../acts/run-program.ts'
import type { FaultClause } from '../../clause.ts'
import { GRACE, LONG, SHORT, type Stage } from '../../stage.ts'
import { answeringNames } from './answering-names.ts'

/** How long connecting to one address may take. */
const CONNECTING: Milliseconds = 500

/** How often per second a transport without calls may look up the name of its server. */
const MOST_LOOK_UPS = 2

export const nameClauses: readonly FaultClause[] = [
  {
    name: 'a server whose name has two dead addresses before its own is reached within three timeouts',
    needs: 'unnamed servers',
    isDecisive: true,
    async run(stage) {
      const { port } = stage.proxy
      const holes = [await BlackHole.open('127.0.0.2', port), await BlackHole.open('127.0.0.3', port)]
      try {
        const { output } = await runProgram({
          source: untilReached(stage),
          argument: {
            table: { 'three.test': ['127.0.0.2', '127.0.0.3', '127.0.0.1'] },
            options: { servers: [`three.test:${port}`], timeout: 2 * CONNECTING, connectTimeout: CONNECTING },
            patience: 3 * CONNECTING + 2 * GRACE,
          },
          patience: LONG,
        })
        const [took, reason] = JSON.parse(output[0] ?? '[]') as [number | null, string]
        assert.ok(
          typeof took === 'number',
          'expected three.test to be reached: 127.0.0.2 and 127.0.0.3 accept nothing, 127.0.0.1 answers; ' +
            `the last call gave: ${reason}`,
        )
        stage.note('until the third address is reached, ms', took)
        assert.ok(
          took <= 3 * CONNECTING + GRACE,
          `expected it to be reached within three connectTimeouts of ${CONNECTING} ms; that took ${took} ms`,
        )
      } finally {
        for (const hole of holes) hole.close()
      }
    },
  },
  {
    name: 'a name is looked up once at a time, and an unknown name is not looked up over and over',
    needs: 'unnamed servers',
    async run(stage) {
      const idle = Math.max(1500, stage.effort.load)
      const { output, complaint } = await runProgram({
        source: lookingUp(stage),
        argument: {
          table: { 'silent.test': 'silent', 'none.test': 'none' },
          timeout: SHORT,
          idle,
          live: stage.proxy.address,
        },
        patience: LONG,
      })
      assertQuiet({ complaint })
      assert.ok(output[0] !== undefined, 'the process ended before its calls had settled')
      const { hanging, whenIdle, messages, served } = JSON.parse(output[0]) as Seen
      assert.equal(hanging, 1, 'expected one look-up at a time of a name whose look-up hangs, by dns.lookup')
      const most = Math.ceil((MOST_LOOK_UPS * idle) / 1000)
      assert.ok(
        whenIdle <= most,
        `${whenIdle} look-ups in ${idle} ms without a call; expected at most ${most}`,
      )
      assert.equal(served, 'resolved', 'expected calls to another server to succeed meanwhile')
      assert.match(messages.none ?? '', /ENOTFOUND|not found|name|look/i)
      assert.notEqual((messages.silent ?? '').trim(), '', 'expected a message')
    },
  },
  {
    name: 'the message of a failure names the cause: a host that is down at both of its addresses',
    needs: 'unnamed servers',
    async run(stage) {
      const { port } = stage.proxy
      await stage.proxy.play({ refuse: true })
      const { output, complaint } = await runProgram({
        source: failing(stage),
        argument: {
          table: { 'dual.test': ['::1', '127.0.0.1'] },
          options: { servers: [`dual.test:${port}`], timeout: LONG, connectTimeout: LONG },
        },
        patience: LONG,
      })
      assertQuiet({ complaint })
      assert.match(output[0] ?? '', /refused/i)
    },
  },
]

interface Seen {
  readonly hanging: number
  readonly whenIdle: number
  readonly messages: Readonly<Record<string, string>>
  readonly served: string
}

/** The program writes how long it took until a call succeeded, and the last failure. `null`: no call did. */
function untilReached({ subject }: Stage): string {
  return `${answeringNames}
    const { open } = await import(${JSON.stringify(subject.program)})
    const { options, patience } = JSON.parse(process.argv[1])
    const transport = await open(options)
    const startedAt = performance.now()
    let isReached = false
    let reason = 'nothing'
    while (!isReached && performance.now() - startedAt < patience) {
      isReached = await transport.set('key', new Uint8Array(9)).then(() => true, ({ message }) => {
        reason = message
        return false
      })
      await sleep(10)
    }
    console.log(JSON.stringify([isReached ? performance.now() - startedAt : null, reason]))
    process.exit()`
}

function lookingUp({ subject }: Stage): string {
  return `${answeringNames}
    const { open } = await import(${JSON.stringify(subject.program)})
    const { timeout, idle, live } = JSON.parse(process.argv[1])
    const openTo = (server) => open({ servers: [server], timeout, connectTimeout: timeout })
    const [silent, none] = [await openTo('silent.test:11211'), await openTo('none.test:11211')]
    const other = await openTo(live)
    const messages = {}
    for (let round = 0; round < 8; round++) {
      await Promise.all([
        silent.get('key').catch(({ message }) => (messages.silent = message)),
        none.get('key').catch(({ message }) => (messages.none = message)),
        sleep(timeout / 2),
      ])
    }
    const served = await other.get('key').then(() => 'resolved', ({ message }) => message)
    await sleep(1000)
    const before = seen.started
    await sleep(idle)
    console.log(JSON.stringify({ hanging: seen.pending, whenIdle: seen.started - before, messages, served }))
    process.exit()`
}

function failing({ subject }: Stage): string {
  return `${answeringNames}
    const { open } = await import(${JSON.stringify(subject.program)})
    const transport = await open(JSON.parse(process.argv[1]).options)
    console.log(await transport.get('key').then(() => 'resolved', ({ message }) => message))
    process.exit()`
}
