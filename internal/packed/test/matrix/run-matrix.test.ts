import { describe, expect, it } from 'vitest'
import { runMatrix } from '../../src/matrix/run-matrix.ts'

describe('runMatrix', () => {
  it('shows what runs, what fails and what is not tried, and says why something fails', async () => {
    const tried: string[] = []
    const { table, failures } = await runMatrix([
      {
        name: 'One',
        packages: ['keys', 'codec'],
        run: async (name) => {
          tried.push(name)
        },
      },
      { name: 'Other', packages: ['keys'], run: () => Promise.reject(new Error('no crypto')) },
    ])
    expect(tried).toEqual(['codec', 'keys'])
    expect(table).toMatch(/^\| `keys` +\| runs \| FAILS \|$/m)
    expect(table).toMatch(/^\| `codec` +\| runs \| +\|$/m)
    expect(table).toMatch(/^\| `tracker` +\| +\| +\|$/m)
    expect(failures).toEqual(['keys in Other: Error: no crypto'])
  })
})
