import { TextGetter } from './text-getter.mjs'

class Complains extends TextGetter {
  lose() {
    if (this.calls.length > 0) console.error('the connection is gone')
    super.lose()
  }
}

export const open = (options) => new Complains(options)
