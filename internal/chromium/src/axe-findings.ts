import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

/** Resolves to what axe finds on a page: each rule with the elements that break it. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // By the debugger's way: the page's security policy may stop scripts that are added to it.
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)')
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
}
