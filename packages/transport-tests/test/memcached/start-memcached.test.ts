import { connect } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findMemcached, freePort, memcachedPath, startMemcached } from '../../src/index.ts'

let environment: NodeJS.ProcessEnv
beforeEach(() => (environment = { ...process.env }))
afterEach(() => {
  process.env = environment
})

/** Resolves to the answer of a server to a command. */
async function ask(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`${command}\r\n`)
  const [reply]: unknown[] = await once(socket, 'data')
  socket.destroy()
  return String(reply)
}

describe('startMemcached', () => {
  it('starts a server on the given port with the given arguments, and stops it', async () => {
    const port = await freePort()
    const server = await startMemcached({ port, args: ['-F'] })
    expect(server.address).toBe(`127.0.0.1:${port}`)
    expect(await ask(port, 'flush_all')).toContain('flush_all not allowed')
    await server.stop()
    await expect(ask(port, 'version')).rejects.toThrow(/ECONNREFUSED/)
  })

  it('rejects with the message of memcached when it does not start', async () => {
    await expect(startMemcached({ args: ['--no-such-argument'] })).rejects.toThrow(/no-such-argument/)
  })

  it('rejects with one sentence when there is no memcached', async () => {
    process.env = { ...environment, LMC_MEMCACHED: '', PATH: '/nowhere' }
    await expect(startMemcached()).rejects.toThrow(
      /^There is no memcached on the PATH: install one .* LMC_MEMCACHED .*\.$/,
    )
  })
})

describe('findMemcached', () => {
  it('prefers the program of LMC_MEMCACHED to the one on the PATH', () => {
    process.env = { ...environment, LMC_MEMCACHED: process.execPath }
    expect(findMemcached()).toBe(process.execPath)
    expect(memcachedPath()).toBe(process.execPath)
  })

  it('throws when LMC_MEMCACHED names a file that cannot be run', () => {
    process.env = { ...environment, LMC_MEMCACHED: '/nowhere/memcached' }
    expect(() => findMemcached()).toThrow(/"\/nowhere\/memcached", which is no program/)
  })
})
