import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { MemcachedStore } from '@lmc/express-session'
import session from 'express-session'

const store = new MemcachedStore({ servers: process.env.MEMCACHED })
const sessions = session({ store, secret: 'of the matrix', resave: false, saveUninitialized: false })
const server = createServer((request, response) => {
  sessions(request, response, () => {
    request.session.visits = (request.session.visits ?? 0) + 1
    response.end(String(request.session.visits))
  })
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const address = `http://127.0.0.1:${server.address().port}/`

const first = await fetch(address)
assert.equal(await first.text(), '1')
const [cookie] = first.headers.get('set-cookie').split(';')
const second = await fetch(address, { headers: { cookie } })
assert.equal(await second.text(), '2')
assert.equal((await store.ids()).length, 1)
await store.clear()
await store.close()
server.close()
server.closeAllConnections()
