import assert from 'node:assert/strict'
import { KeyvMemcached } from '@lmc/keyv'
import { Keyv } from 'keyv'

const keyv = new Keyv(new KeyvMemcached({ servers: process.env.MEMCACHED }), { namespace: 'keyv' })
await keyv.set('greeting', { text: 'Grüße' }, 60_000)
assert.deepEqual(await keyv.get('greeting'), { text: 'Grüße' })
const entries = []
for await (const entry of keyv.iterator()) entries.push(entry)
assert.deepEqual(entries, [['greeting', { text: 'Grüße' }]])
await keyv.clear()
assert.equal(await keyv.get('greeting'), undefined)
await keyv.disconnect()
