import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { breakOff } from '../../../src/faults/proxy/break-off.ts'

describe('breakOff', () => {
  const server = createServer({ allowHalfOpen: true })
  let client: Socket
  let socket: Socket

  beforeEach(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    client = connect((server.address() as AddressInfo).port, '127.0.0.1')
    ;[socket] = (await once(server, 'connection')) as [Socket]
  })
  afterEach(() => {
    client.destroy()
    server.close()
  })

  it('resets the other side', async () => {
    breakOff(socket)
    await expect(once(client, 'close')).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  it('closes a socket that is ending and is destroyed at once, which Node by itself does not', async () => {
    socket.end()
    breakOff(socket)
    socket.destroy()
    await once(socket, 'close')
    expect(socket.destroyed).toBe(true)
  })
})
