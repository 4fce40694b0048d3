export type { Browser, Locator, Page } from 'playwright-core'
export { axeFindings } from './axe-findings.ts'
export { launchChromium } from './launch-chromium.ts'
