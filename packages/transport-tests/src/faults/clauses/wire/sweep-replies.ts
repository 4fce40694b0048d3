import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultProxy } from '../../proxy/fault-proxy.ts'
import type { Script } from '../../proxy/script.ts'
import { SHORT, type Stage } from '../../stage.ts'
import type { Traffic } from '../../traffic.ts'

/** How many scripts are played side by side, each before a transport of its own. */
const AT_ONCE = 12

const questions: readonly ((traffic: Traffic, number: number) => Promise<unknown>)[] = [
  async (traffic) => traffic.get('here'),
  async (traffic) => traffic.get('missing'),
  async (traffic) => traffic.getMany(['missing', 'here']),
  async (traffic, number) => traffic.set(`own-${number}`, 20),
]

/**
 * Asks a few questions. `toScripts` makes scripts of what the server answers to each, and the question is
 * asked once for each script, on a transport of its own, and then until a call succeeds.
 */
export async function sweepReplies(stage: Stage, toScripts: (reply: Buffer) => Script[]): Promise<void> {
  const preparing = await stage.open()
  await Promise.all(['here', 'there'].map(async (key) => preparing.set(key, 24)))
  await preparing.close()
  const proxies = await Promise.all(Array.from({ length: AT_ONCE }, async () => stage.addProxy()))
  let number = 0
  for (const ask of questions) {
    const scripts = toScripts(await rehearse(stage, ask)).values()
    await Promise.all(
      proxies.map(async (proxy) => {
        for (const script of scripts) {
          await proxy.play(script)
          // A bit of the value itself may be among those that were changed.
          const traffic = await stage.open({ proxies: [proxy], timeout: SHORT, changedBytes: 1 })
          // The second one is where bytes of the first would end up.
          await Promise.all([ask(traffic, number++), traffic.get('there')])
          await stage.untilServed(traffic)
          await traffic.close()
          await untilNobody(proxy)
        }
      }),
    )
  }
}

/** Resolves to all that the server says to a new transport that asks this. */
async function rehearse(stage: Stage, ask: (typeof questions)[number]): Promise<Buffer> {
  await stage.proxy.play({})
  const traffic = await stage.open({ timeout: SHORT })
  await ask(traffic, -1)
  await traffic.close()
  await untilNobody(stage.proxy)
  return stage.proxy.replies
}

/** Resolves when no client is connected; a transport that has closed is none. */
async function untilNobody(proxy: FaultProxy): Promise<void> {
  while (proxy.openCount > 0) await sleep(1)
}
