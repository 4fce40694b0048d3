/** Says that bytes came which are no reply, or not the reply that was due. It costs the connection. */
export class ProtocolError extends Error {
  static {
    this.prototype.name = 'ProtocolError'
  }
}
