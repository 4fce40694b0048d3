import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from './fault.ts'
import { type Outcome, outcomeOf, PATIENCE } from './outcome.ts'
import { SHORT } from './subject.ts'

/** Where memjs loses its way when replies are late, lost, cut or damaged. */
export const wireFaults: readonly Fault[] = [
  {
    name: 'a connection that breaks in mid-reply leaves its bytes to the next one',
    special: { timeout: SHORT },
    look: async ({ subject, proxy }) => {
      await subject.set('first', 'A'.repeat(20))
      await subject.set('second', 'B'.repeat(20))
      proxy.script = (reply, wire) => {
        proxy.script = undefined
        wire.send(reply.subarray(0, 40))
        setTimeout(() => wire.reset(), 10)
      }
      const first = await outcomeOf(subject.get('first'))
      return [first, servedBy(await outcomeOf(subject.get('second'), PATIENCE))]
    },
    // What is left of the broken reply, and the header of the one that came after.
    bare: [{ resolved: 'AAAAAAAAAAAA\x81\x00\x00\x00\x04\x00\x00\x00' }, 'not served'],
    mended: ['rejected', 'B'.repeat(20)],
  },
  {
    name: 'a server that closes politely leaves the calls under way unsettled',
    special: { timeout: SHORT },
    look: async ({ subject, proxy }) => {
      await subject.set('key', 'x')
      proxy.script = (_, wire) => wire.end()
      return outcomeOf(subject.get('key'), PATIENCE)
    },
    bare: 'hung',
    mended: 'rejected',
  },
  {
    name: 'a reply that is lost is waited for as long as others come',
    special: { timeout: SHORT },
    look: async ({ subject, proxy }) => {
      await subject.set('key', 'x')
      proxy.script = () => (proxy.script = undefined)
      const lost = outcomeOf(subject.get('key'), 4 * SHORT)
      const others = keepCalling(() => subject.get('key'), 4 * SHORT)
      const outcome = await lost
      await others
      return outcome
    },
    bare: 'hung',
    mended: 'rejected',
  },
  {
    name: 'a silent server is waited for as long as calls are made',
    special: { timeout: SHORT },
    look: async ({ subject, proxy }) => {
      await subject.set('key', 'x')
      proxy.script = () => undefined
      const first = outcomeOf(subject.get('key'), 2 * SHORT)
      const others = keepCalling(() => subject.get('key'), 2 * SHORT)
      const outcome = await first
      await others
      return outcome
    },
    bare: 'hung',
    mended: 'rejected',
  },
  {
    name: 'a reply whose lengths contradict each other stops all that follow',
    special: { timeout: SHORT },
    look: async ({ subject, proxy }) => {
      await subject.set('key', 'x')
      proxy.script = (reply, wire) => {
        proxy.script = undefined
        const damaged = Buffer.from(reply)
        damaged.writeUInt16BE(1000, 2)
        wire.send(damaged)
      }
      const first = await outcomeOf(subject.get('key'), PATIENCE)
      return [first, await outcomeOf(subject.get('key'), PATIENCE)].map(servedBy)
    },
    bare: ['not served', 'not served'],
    mended: ['not served', 'x'],
  },
  {
    name: 'a reply of zeros stops all that follow',
    special: { timeout: SHORT },
    look: async ({ subject, proxy }) => {
      await subject.set('key', 'x')
      proxy.script = (reply, wire) => {
        proxy.script = undefined
        wire.send(Buffer.concat([Buffer.alloc(30), reply]))
      }
      const first = await outcomeOf(subject.get('key'), PATIENCE)
      return [first, await outcomeOf(subject.get('key'), PATIENCE)].map(servedBy)
    },
    bare: ['not served', 'not served'],
    mended: ['not served', 'x'],
  },
  {
    name: 'an increment whose reply is lost is sent again',
    look: async ({ subject, proxy }) => {
      await subject.set('key', '0')
      proxy.script = (_, wire) => {
        proxy.script = undefined
        wire.reset()
      }
      await outcomeOf(subject.increment('key', 1))
      return subject.get('key')
    },
    bare: '2',
    mended: '1',
  },
  {
    name: 'a call made as another fails is forgotten',
    special: { retries: 1, timeout: SHORT },
    look: async ({ subject, proxy }) => {
      await subject.set('key', 'x')
      proxy.script = (_, wire) => {
        proxy.script = undefined
        wire.reset()
      }
      return outcomeOf(
        subject.get('key').catch(async () => subject.get('key')),
        PATIENCE,
      )
    },
    bare: 'hung',
    mended: { resolved: 'x' },
  },
]

async function keepCalling(call: () => Promise<unknown>, time: number): Promise<void> {
  for (let passed = 0; passed < time; passed += 20) {
    call().catch(() => 'told elsewhere')
    await sleep(20)
  }
}

/** The value, or that there is none, whether memjs has given up by now or not. */
function servedBy(outcome: Outcome): unknown {
  return typeof outcome === 'object' ? outcome.resolved : 'not served'
}
