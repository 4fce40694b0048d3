/** What came cannot be a reply to what was sent; nothing that comes by the same connection can be trusted. */
export class UnreadableReplyError extends Error {
  static {
    this.prototype.name = 'UnreadableReplyError'
  }
}
