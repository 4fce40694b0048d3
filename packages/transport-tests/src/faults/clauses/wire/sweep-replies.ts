import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultProxy } from '../../proxy/fault-proxy.ts'
import type { Script } from '../../proxy/script.ts'
import { SHORT, type Stage } from '../../stage.ts'
import type { Traffic } from '../../traffic.ts'

/** How many scripts are played side by side, each for a transport of its own. */
const AT_ONCE = 12

const questions: readonly ((traffic: Traffic, number: number) => Promise<unknown>)[] = [
  async (traffic) => traffic.get('here'),
  async (traffic) => traffic.get('missing'),
  async (traffic) => traffic.getMany(['missing', 'here']),
  async (traffic, number) => traffic.set(`own-${number}`, 20),
]

/**
 * Asks a few questions. `toScripts` turns the answer to a question into scripts. For each script, a new
 * transport asks the question, and then makes calls until one succeeds.
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
          // The changed bit may be in the value itself.
          const traffic = await stage.open({ proxies: [proxy], timeout: SHORT, changedBytes: 1 })
          // Bytes that are left of the first reply would end up in the second.
          await Promise.all([ask(traffic, number++), traffic.get('there')])
          await stage.untilServed(traffic)
          await traffic.close()
          await untilNobody(proxy)
        }
      }),
    )
  }
}

/** Resolves to everything that the server sends to a new transport with this question. */
async function rehearse(stage: Stage, ask: (typeof questions)[number]): Promise<Buffer> {
  await stage.proxy.play({})
  const traffic = await stage.open({ timeout: SHORT })
  await ask(traffic, -1)
  await traffic.close()
  await untilNobody(stage.proxy)
  return stage.proxy.replies
}

/** Resolves when no client is connected. A closed transport is not connected. */
async function untilNobody(proxy: FaultProxy): Promise<void> {
  while (proxy.openCount > 0) await sleep(1)
}
