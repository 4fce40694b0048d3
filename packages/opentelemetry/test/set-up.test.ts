import { MemcachedClient } from '@lmc/client'
import { MemoryTransport } from '@lmc/transport-memory'
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation'
import { diag } from '@opentelemetry/api'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LmcInstrumentation } from '../src/index.ts'
import { Telemetry } from './telemetry.ts'

describe('LmcInstrumentation', () => {
  const cache = new MemcachedClient({ transport: new MemoryTransport() })
  let telemetry: Telemetry
  let instrumentation: LmcInstrumentation

  beforeEach(() => {
    telemetry = new Telemetry()
  })
  afterEach(async () => {
    instrumentation.disable()
    await telemetry.close()
  })

  it('is what registerInstrumentations takes, and uses the providers that it is given', async () => {
    instrumentation = new LmcInstrumentation()
    const asInstrumentation: Instrumentation = instrumentation
    const { tracerProvider, meterProvider } = telemetry
    const unregister = registerInstrumentations({
      instrumentations: [asInstrumentation],
      tracerProvider,
      meterProvider,
    })
    await cache.get('key')
    expect(telemetry.spans.map(({ name }) => name)).toEqual(['get memory'])
    expect(await telemetry.counts('db.client.operation.duration')).toHaveLength(1)
    unregister()
    await cache.get('key')
    expect(telemetry.spans).toHaveLength(1)
  })

  it('finds the providers that the application registers later', async () => {
    instrumentation = new LmcInstrumentation()
    await cache.get('key')
    telemetry.register()
    await cache.get('key')
    expect(telemetry.spans).toHaveLength(1)
    expect(await telemetry.points('lmc.reads')).toMatchObject([{ value: 1 }])
  })

  it('is silent until it is enabled, and after it was disabled', async () => {
    telemetry.register()
    instrumentation = new LmcInstrumentation({ enabled: false })
    await cache.get('key')
    expect(telemetry.spans).toHaveLength(0)
    instrumentation.enable()
    instrumentation.enable()
    await cache.get('key')
    expect(telemetry.spans).toHaveLength(1)
    instrumentation[Symbol.dispose]()
    await cache.get('key')
    expect(telemetry.spans).toHaveLength(1)
  })

  it('survives a call that began before it was enabled', async () => {
    telemetry.register()
    instrumentation = new LmcInstrumentation({ enabled: false })
    let end = (): void => {}
    let waiting: Promise<number> | undefined
    await new Promise<void>((begun) => {
      waiting = cache.getOrSet('slow', async () => {
        begun()
        return new Promise<number>((resolve) => (end = () => resolve(1)))
      })
    })
    instrumentation.enable()
    await cache.get('key')
    end()
    await expect(waiting).resolves.toBe(1)
    expect(telemetry.spans.map(({ name }) => name)).toEqual(['get memory'])
  })

  it('makes no span without a parent where that is asked for, and counts the call', async () => {
    telemetry.register()
    instrumentation = new LmcInstrumentation({ requireParentSpan: true })
    await cache.get('key')
    expect(telemetry.spans).toHaveLength(0)
    expect(await telemetry.points('lmc.reads')).toMatchObject([{ value: 1 }])
    await telemetry.inSpan(() => cache.get('key'))
    expect(telemetry.spans.map(({ name }) => name)).toEqual(['get memory', 'caller'])
  })

  it('changes nothing for a call when a span processor throws, and tells diag of it', async () => {
    const fail = (): never => {
      throw new Error('full')
    }
    const told: unknown[] = []
    const nothing = (): void => {}
    const logger = { error: (...words: unknown[]) => void told.push(words), warn: nothing, info: nothing }
    diag.setLogger({ ...logger, debug: nothing, verbose: nothing })
    const shutdown = (): Promise<void> => Promise.resolve()
    const processor = { onStart: nothing, onEnd: fail, forceFlush: shutdown, shutdown }
    instrumentation = new LmcInstrumentation()
    instrumentation.setTracerProvider(new BasicTracerProvider({ spanProcessors: [processor] }))
    await expect(cache.get('key')).resolves.toBeUndefined()
    diag.disable()
    expect(told).toEqual([['@lmc/opentelemetry could not record a call', new Error('full')]])
  })

  it('refuses options that it does not know', () => {
    const wrong =
      (config: object): (() => unknown) =>
      () =>
        new LmcInstrumentation(config)
    expect(wrong({ traceKeys: true })).toThrow('did you mean "keys"?')
    expect(wrong({ keys: 'yes' })).toThrow('keys is of type string; expected a boolean')
    expect(() => instrumentation.setConfig({ key: true } as object)).toThrow('did you mean "keys"?')
  })
})
