import { same } from './same.mjs'

const bytesOf = (text) => new TextEncoder().encode(text)
const textOf = (item) => item && new TextDecoder().decode(item.value)

/** Uses a transport itself, and closes it. */
export async function useTransport(transport, name) {
  const key = (part) => `${name}:${part}`
  const long = 'long '.repeat(40_000)
  same(await transport.set(key('a'), bytesOf('one'), { flags: 16, lifetime: 60 }), true)
  same((await transport.get(key('a'))).flags, 16)
  same(await transport.append(key('a'), bytesOf(' two')), true)
  same(textOf(await transport.get(key('a'))), 'one two')
  same(await transport.add(key('a'), bytesOf('no')), false)
  await transport.set(key('long'), bytesOf(long))
  same(textOf(await transport.get(key('long'))), long)
  const found = await transport.getMany([key('a'), key('long'), key('none')])
  same([found.size, textOf(found.get(key('a'))), textOf(found.get(key('long')))], [2, 'one two', long])
  const { cas } = await transport.gets(key('a'))
  same(await transport.compareAndSet(key('a'), bytesOf('three'), cas), true)
  same(await transport.compareAndSet(key('a'), bytesOf('four'), cas), false)
  same(String(await transport.increment(key('n'), 1, { initial: 41 })), '41')
  same(String(await transport.increment(key('n'), 1)), '42')
  same(await transport.touch(key('a'), 30), true)
  for (const part of ['a', 'long', 'n']) same(await transport.delete(key(part)), true)
  same(await transport.get(key('a')), undefined)
  await transport.close()
}
