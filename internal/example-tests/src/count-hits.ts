import { once } from 'node:events'
import { connect } from 'node:net'
import type { MemcachedServer } from '@lmc/memcached-server'

/** Resolves to the number of hits since the start of this memcached on 127.0.0.1. */
export async function countHits({ port }: MemcachedServer): Promise<number> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  socket.end('stats\r\nquit\r\n')
  let statistics = ''
  socket.on('data', (text: string) => (statistics += text))
  await once(socket, 'close')
  const [, hits] = /^STAT get_hits (\d+)/m.exec(statistics) ?? []
  if (hits === undefined) throw new Error(`memcached gave no get_hits: ${statistics}`)
  return Number(hits)
}
