import { TextGetter } from './text-getter.mjs'

class LeavesATimer extends TextGetter {
  timer = setInterval(() => undefined, 1000)
}

export const open = (options) => new LeavesATimer(options)
