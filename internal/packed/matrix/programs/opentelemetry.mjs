import assert from 'node:assert/strict'
import { MemcachedClient } from '@lmc/client'
import { LmcInstrumentation } from '@lmc/opentelemetry'
import { MetaTransport } from '@lmc/transport-meta'
import { trace } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'

const exporter = new InMemorySpanExporter()
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
)
const instrumentation = new LmcInstrumentation({ commands: true })
const transport = new MetaTransport({ servers: [process.env.MEMCACHED] })
const cache = new MemcachedClient({ transport, defaultNamespace: 'opentelemetry' })
await cache.set('home', 'Home')
assert.equal(await cache.get('home'), 'Home')
await cache.close()
instrumentation.disable()
const spans = exporter.getFinishedSpans()
const get = spans.find(({ name }) => name === 'get opentelemetry')
assert.equal(get?.attributes['lmc.hits'], 1)
assert.ok(spans.some(({ name }) => name.startsWith('set')))
