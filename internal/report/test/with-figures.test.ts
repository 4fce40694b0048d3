import { describe, expect, it } from 'vitest'
import { withFigures } from '../src/with-figures.ts'

describe('withFigures', () => {
  it('replaces only the text between the marks, any number of times', () => {
    const page = 'before\n<!-- figures -->\nold\n<!-- /figures -->\nafter'
    const once = withFigures(page, '| 1 |')
    expect(once).toBe('before\n<!-- figures -->\n\n| 1 |\n\n<!-- /figures -->\nafter')
    expect(withFigures(once, '| 1 |')).toBe(once)
  })

  it.each(['no marks', '<!-- figures -->', '<!-- /figures --> <!-- figures -->'])(
    'refuses a page with "%s"',
    (page) => {
      expect(() => withFigures(page, '')).toThrow(/has no/)
    },
  )
})
