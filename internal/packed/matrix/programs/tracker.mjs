import assert from 'node:assert/strict'
import { KeyTracker } from '@lmc/tracker'
import { MetaTransport } from '@lmc/transport-meta'

const transport = new MetaTransport({ servers: [process.env.MEMCACHED] })
const tracker = new KeyTracker({
  transport,
  memcachedKey: (key, { namespace = '' }) => `${namespace}/${key}`,
})
for (const name of ['ada', 'grüße']) {
  const { sent, listed, stored } = tracker.announce(tracker.entry({ key: name, namespace: 'tracker' }))
  await sent
  await transport.set(`tracker/${name}`, Buffer.from(name))
  stored()
  await listed
}
assert.deepEqual(new Set(await tracker.keys('tracker')), new Set(['ada', 'grüße']))
await transport.delete('tracker/ada')
assert.deepEqual(await tracker.keys('tracker'), ['grüße'])
await transport.close()
