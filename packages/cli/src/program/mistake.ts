/** The user asks for what can not be. The message says what was expected. */
export class Mistake extends Error {
  static {
    this.prototype.name = 'Mistake'
  }
}
