import { TextGetter } from './text-getter.mjs'

/** Uses a connection that the server has closed. */
class OverhearsTheEnd extends TextGetter {
  onEnd() {
    // The `close` event of the socket comes later.
  }
}

export const open = (options) => new OverhearsTheEnd(options)
