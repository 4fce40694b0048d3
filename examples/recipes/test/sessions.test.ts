import { expect, it } from 'vitest'
import { Sessions } from '../src/sessions.ts'
import { describeOnMemcached } from './environments.ts'

describeOnMemcached('Sessions', (open) => {
  it('begin, change and end, in any process', async () => {
    const [one, two] = [new Sessions(open()), new Sessions(open())]
    const id = (await one.begin('ada')) ?? ''
    await expect(two.find(id)).resolves.toEqual({ user: 'ada', cart: [] })
    await Promise.all(['a', 'b', 'c'].flatMap((product) => [one.buy(id, product), two.buy(id, product)]))
    const session = await one.find(id)
    expect(session?.cart.toSorted()).toEqual(['a', 'a', 'b', 'b', 'c', 'c'])
    await two.end(id)
    await expect(one.find(id)).resolves.toBeUndefined()
    await expect(one.buy(id, 'd')).resolves.toBeUndefined()
    await expect(one.find(id)).resolves.toBeUndefined()
  })

  it('of one user end together, also after they were changed and used', async () => {
    const sessions = new Sessions(open())
    const ids = await Promise.all([sessions.begin('ada'), sessions.begin('ada'), sessions.begin('bob')])
    const [first = '', second = '', other = ''] = ids
    await sessions.buy(first, 'a')
    await sessions.find(second)
    await sessions.endAll('ada')
    const found = await Promise.all([first, second, other].map((id) => sessions.find(id)))
    expect(found).toEqual([undefined, undefined, { user: 'bob', cart: [] }])
  })

  it('live for half an hour from their last use', async () => {
    const cache = open()
    const sessions = new Sessions(cache)
    const id = (await sessions.begin('ada')) ?? ''
    // memcached does not tell the remaining lifetime over both protocols. So the test makes it short, and
    // finds it long again.
    await cache.touch(id, 2, { namespace: 'sessions' })
    await sessions.find(id)
    await new Promise((resolve) => void setTimeout(resolve, 3000))
    await expect(sessions.find(id)).resolves.toEqual({ user: 'ada', cart: [] })
  })
})
