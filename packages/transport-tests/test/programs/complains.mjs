import { TextGetter } from './text-getter.mjs'

class Complains extends TextGetter {
  lose() {
    if (this.calls.length > 0) process.stderr.write('the connection is gone\n')
    super.lose()
  }
}

export const open = (options) => new Complains(options)
