import { setTimeout as sleep } from 'node:timers/promises'
import { TextGetter } from './text-getter.mjs'

/** Gathers commands for a while, and does not keep the process alive until they are sent. */
class SendsLater extends TextGetter {
  async set(...args) {
    await sleep(50, undefined, { ref: false })
    return super.set(...args)
  }
}

export const open = (options) => new SendsLater(options)
