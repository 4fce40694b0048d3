import { describe, expect, it } from 'vitest'
import { Course } from '../../src/top/course.ts'
import { withHeadAndFoot } from '../../src/top/frame.ts'
import { overview, serversInSight } from '../../src/top/overview.ts'

const style = (_format: unknown, text: string): string => text
const names = [
  '127.0.0.1:11211',
  '[2001:db8:85a3:8d3:1319:8a2e:370:7348]:11211',
  '/run/memcached.sock',
  'a:1',
]

function courses(count: number, samples = 200): Course[] {
  return names.slice(0, count).map((name) => {
    const course = new Course(name)
    for (let at = 0; at < samples; at++) {
      const statistics = {
        pid: '1',
        uptime: `${at}`,
        cmd_get: `${at * at * 1_000_000}`,
        limit_maxbytes: '1000',
      }
      course.add({ server: name, statistics }, at)
    }
    return course
  })
}

describe('overview', () => {
  it.each([20, 36, 50, 80, 100, 200, 400])('is never wider than %i columns', (columns) => {
    for (const count of [1, 2, 3, 4]) {
      const inSight = courses(Math.min(count, serversInSight(columns)))
      const lines = overview(inSight, { columns, rows: 30, style })
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns)
    }
  })

  it('shows the newest figure, and its course with the newest at the right', () => {
    const lines = overview(courses(1), { columns: 60, rows: 30, style })
    const line = lines.find((text) => text.startsWith('gets/s'))
    // The last second has gained (199² - 198²) million.
    expect(line).toMatch(/^gets\/s +397,000,000 [▁▂▃▄▅▆▇█]+█$/)
  })

  it('shows a server that is down as down, and a gap in its course', () => {
    const [course] = courses(1, 5)
    if (course === undefined) throw new Error('no course')
    const last = { pid: '1', uptime: '9', cmd_get: '1' }
    course.add({ server: course.server, statistics: {}, error: new Error('refused') }, 5)
    const down = overview([course], { columns: 60, rows: 30, style })
    expect(down[1]).toMatch(/^ +down$/)
    expect(down.find((text) => text.startsWith('items'))).toMatch(/^items +- ▁+$/)
    course.add({ server: course.server, statistics: last }, 6)
    expect(overview([course], { columns: 60, rows: 30, style })[1]).toContain('up 9s')
    expect(course.figures.map((figures) => figures === undefined)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      false,
    ])
  })

  it('remembers 120 samples', () => {
    expect(courses(1, 500)[0]?.figures).toHaveLength(120)
  })
})

describe('withHeadAndFoot', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`)

  it.each([1, 2, 5, 22, 40])('has at most %i rows, the head first and the foot last', (rows) => {
    const all = withHeadAndFoot('head', lines, 'foot', { columns: 10, rows, style })
    expect(all).toHaveLength(Math.min(rows, 22))
    expect(all[0]).toBe('head      ')
    if (rows > 1) expect(all.at(-1)).toBe('foot')
  })
})
