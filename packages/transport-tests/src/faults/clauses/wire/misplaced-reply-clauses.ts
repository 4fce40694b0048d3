import { untilNoticed } from '../../acts/until-noticed.ts'
import type { FaultClause } from '../../clause.ts'
import { createRandom } from '../../proxy/create-random.ts'
import type { Stage } from '../../stage.ts'
import type { Traffic } from '../../traffic.ts'

const replayed: readonly ((traffic: Traffic) => Promise<unknown>)[] = [
  async (traffic) => traffic.get('0'),
  async (traffic) => traffic.get('missing'),
  async (traffic) => traffic.set('1'),
  async (traffic) => traffic.increment('0-count'),
  async (traffic) => traffic.hasMany(['0', 'missing']),
]

export const misplacedReplyClauses: readonly FaultClause[] = [
  {
    name: 'a reply that no call asked for goes to no call',
    needs: 'unnumbered replies',
    async run(stage) {
      const traffic = await stage.open()
      const random = createRandom(1)
      await traffic.mixed(50, random)
      for (const ask of replayed) {
        await stage.proxy.play({})
        await ask(traffic)
        const text = stage.proxy.replies.toString('latin1')
        await stage.proxy.play({ replies: [{ do: 'insert', text }], later: {} })
        await untilNoticed()
        await traffic.mixed(10, random)
        await stage.untilServed(traffic)
        await traffic.mixed(10, random)
      }
    },
  },
  {
    name: 'a reply that comes twice, the second time in place of the next one, goes to no other call',
    needs: 'unnumbered replies',
    async run(stage) {
      const traffic = await stage.open()
      const random = createRandom(1)
      await traffic.mixed(50, random)
      for (const ask of replayed) {
        await stage.proxy.play({})
        await ask(traffic)
        const bytes = stage.proxy.replies.length
        await stage.proxy.play({ replies: [{ do: 'repeat', bytes }], later: {} })
        await Promise.all([ask(traffic), traffic.mixed(10, random)])
        await stage.proxy.play({})
        await stage.untilServed(traffic)
        await traffic.mixed(10, random)
      }
    },
  },
  {
    name: 'two replies that come in the wrong order go to their own calls or to none',
    needs: 'unnumbered replies',
    isDecisive: true,
    async run(stage) {
      const traffic = await stage.open()
      await Promise.all([traffic.set('here', 40), traffic.set('there', 60)])
      const pairs = [
        ['here', 'there'],
        ['here', 'missing'],
        ['missing', 'there'],
      ] as const
      for (const [one, other] of pairs) {
        const [bytes, others] = [
          await lengthOfReply(stage, traffic, one),
          await lengthOfReply(stage, traffic, other),
        ]
        await stage.proxy.play({ replies: [{ do: 'swap', bytes, with: others }], later: {} })
        await Promise.all([traffic.get(one), traffic.get(other)])
        await stage.proxy.play({})
        await stage.untilServed(traffic)
        await traffic.mixed(10, createRandom(1))
      }
    },
  },
]

async function lengthOfReply(stage: Stage, traffic: Traffic, key: string): Promise<number> {
  await stage.proxy.play({})
  await traffic.get(key)
  return stage.proxy.replies.length
}
