import assert from 'node:assert/strict'
import type { FaultProxy } from '../proxy/fault-proxy.ts'
import type { Traffic } from '../traffic.ts'

/** Stores 40 keys. Divides them into the keys that went through this proxy and the others. */
export async function divideKeys(
  traffic: Traffic,
  proxy: FaultProxy,
): Promise<[here: string[], there: string[]]> {
  const here: string[] = []
  const there: string[] = []
  for (let index = 0; index < 40; index++) {
    const before = proxy.requestByteCount
    await traffic.set(`key-${index}`)
    if (proxy.requestByteCount > before) here.push(`key-${index}`)
    else there.push(`key-${index}`)
  }
  assert.ok(here.length > 0 && there.length > 0, 'expected each server to get some of 40 keys')
  return [here, there]
}
