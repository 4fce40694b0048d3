import { expect, it } from 'vitest'
import { PageViews } from '../src/page-views.ts'
import { describeOnMemcached } from './environments.ts'

describeOnMemcached('PageViews', (open) => {
  it('writes each view once, also views that are counted during a write', async () => {
    const views = [open({ trackKeys: true }), open({ trackKeys: true })].map((cache) => new PageViews(cache))
    const written = new Map<string, number>()
    const write = async (page: string, count: number): Promise<void> => {
      written.set(page, (written.get(page) ?? 0) + count)
    }
    const left = Array.from({ length: 300 }, (_, index) => (index % 2 === 0 ? '/even' : '/odd'))
    const count = async (counter: PageViews): Promise<void> => {
      for (let page = left.pop(); page !== undefined; page = left.pop()) await counter.count(page)
    }
    const flush = async (): Promise<void> => {
      while (left.length > 0) await Promise.all(views.map((counter) => counter.flush(write)))
    }
    await Promise.all([...views.map(count), flush()])
    await views[0]?.flush(write)
    expect(written).toEqual(
      new Map([
        ['/odd', 150],
        ['/even', 150],
      ]),
    )
    written.clear()
    await views[0]?.flush(write)
    expect(written.size).toBe(0)
  })
})
