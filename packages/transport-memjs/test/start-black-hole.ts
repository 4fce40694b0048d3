import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'

/** Starts something that neither takes a connection nor refuses one: a frozen server whose queue is full. */
export async function startBlackHole(host: string, port: number): Promise<Pick<MemcachedServer, 'stop'>> {
  const server = await startMemcached({ host, port, args: ['-b', '1', '-t', '1'] })
  await server.freeze()
  const queued: Socket[] = []
  for (let tries = 0; tries < 20; tries++) {
    const socket = connect({ host, port }).on('error', () => undefined)
    queued.push(socket)
    const connected = new Promise<boolean>((resolve) => socket.once('connect', () => resolve(true)))
    if (await Promise.race([connected, sleep(300).then(() => false)])) continue
    const stop = async (): Promise<void> => {
      for (const each of queued) each.destroy()
      await server.stop()
    }
    return { stop }
  }
  throw new Error(`${host}:${port} takes connections though it is frozen`)
}
