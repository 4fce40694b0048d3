/**
 * The bytes that came are no reply to what was sent. Nothing else from the same connection can be trusted.
 */
export class UnreadableReplyError extends Error {
  static {
    this.prototype.name = 'UnreadableReplyError'
  }
}
