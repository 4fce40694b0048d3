import { TextGetter } from './text-getter.mjs'

/** Closes in a timer that does not keep the process alive. */
class ClosesInItsSleep extends TextGetter {
  async close() {
    this.rest()
    await new Promise((resolve) => setTimeout(resolve, 100).unref())
    await super.close()
  }
}

export const open = (options) => new ClosesInItsSleep(options)
