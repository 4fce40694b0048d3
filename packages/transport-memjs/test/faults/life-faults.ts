import { startMemcached } from '@lmc/memcached-server'
import { vi } from 'vitest'
import type { Fault } from './fault.ts'
import { outcomeOf } from './outcome.ts'
import { runProgram } from './run-program.ts'

/** Where memjs goes wrong between its creation and its end. */
export const lifeFaults: readonly Fault[] = [
  {
    name: 'the options that are passed in are changed',
    look: async ({ subject }) => Object.keys(subject.options).join(' '),
    bare: 'timeout keepAlive keepAliveDelay conntimeout failoverTime retries retry_delay expires logger',
    mended: 'servers timeout username password',
  },
  {
    name: 'the environment names the servers',
    environment: { MEMCACHE_SERVERS: 'elsewhere.example:11311' },
    look: async ({ way }) => way.servers(),
    bare: ['elsewhere.example:11311'],
    mended: ['127.0.0.1:11211'],
  },
  {
    name: 'the environment names credentials, and they are sent to whichever server is used',
    environment: { MEMCACHIER_USERNAME: 'bob', MEMCACHIER_PASSWORD: 'hidden' },
    look: async ({ subject, proxy }) => {
      await subject.get('key')
      return proxy.sent.includes('hidden')
    },
    bare: true,
    mended: false,
  },
  {
    name: 'the password is sent to a server that knows no authentication',
    special: { username: 'bob', password: 'hidden' },
    look: async ({ subject, proxy }) => [
      await outcomeOf(subject.set('key', 'x')),
      proxy.sent.includes('hidden'),
    ],
    bare: [{ resolved: true }, true],
    mended: [{ resolved: true }, false],
  },
  {
    name: 'after 2^31 calls every call fails',
    special: { callsBefore: 2 ** 31 - 2 },
    look: async ({ subject }) => {
      await subject.set('key', 'x')
      const outcomes = []
      for (let call = 0; call < 4; call++) outcomes.push(await outcomeOf(subject.get('key')))
      return outcomes
    },
    bare: ['rejected', 'rejected', 'rejected', 'rejected'],
    mended: Array.from({ length: 4 }, () => ({ resolved: 'x' })),
  },
  {
    name: 'failures are written to the console',
    look: async ({ subject, proxy }) => {
      await proxy.stop()
      await outcomeOf(subject.get('key'))
      return vi.spyOn(console, 'log').mock.calls.length > 0
    },
    bare: true,
    mended: false,
  },
  {
    name: 'a call to a server that is down takes 200 ms',
    look: async ({ subject, proxy }) => {
      await proxy.stop()
      const times = []
      for (let call = 0; call < 5; call++) {
        const startedAt = performance.now()
        await outcomeOf(subject.get('key'))
        times.push(performance.now() - startedAt)
      }
      return Math.min(...times) > 150
    },
    bare: true,
    mended: false,
  },
  {
    name: 'with failover, a server that is back is not used for a minute',
    look: async ({ way, server }) => {
      await server.stop()
      const subject = way.open(server.address, { failover: true })
      const down = await outcomeOf(subject.get('key'))
      const back = await startMemcached({ port: server.port })
      const up = await outcomeOf(subject.set('key', 'x'))
      await subject.close()
      await back.stop()
      return [down, up]
    },
    bare: ['rejected', 'rejected'],
    mended: ['rejected', { resolved: true }],
  },
  {
    name: 'a call after close connects again',
    look: async ({ subject, proxy }) => {
      await subject.set('key', 'x')
      await subject.close()
      return [await outcomeOf(subject.get('key')), proxy.connections]
    },
    bare: [{ resolved: 'x' }, 2],
    mended: ['rejected', 1],
  },
  {
    name: 'close after a silence does not let the process end',
    look: async ({ way, server }) => {
      await server.freeze()
      const program = `${way.program}
        subject.get('key').catch(() => 'told elsewhere')
        setTimeout(() => subject.close(), 50)`
      return runProgram(program, server.address)
    },
    bare: 'still running',
    mended: 0,
  },
  {
    name: 'a counter of three bytes ends the process',
    look: async ({ way, proxy }) => {
      proxy.script = (reply, wire) => {
        const damaged = Buffer.from(reply.subarray(0, 27))
        damaged.writeUInt32BE(3, 8)
        wire.send(damaged)
      }
      const program = `${way.program}
        await subject.increment('key', 1, { initial: 1 }).catch(() => 'told elsewhere')
        await subject.close()`
      return runProgram(program, proxy.address)
    },
    bare: 1,
    mended: 0,
  },
]
