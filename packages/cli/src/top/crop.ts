/** A text of at most so many characters, its beginning left out where it is longer. */
export function crop(text: string, width: number): string {
  if (text.length <= width) return text
  return width <= 1 ? text.slice(0, width) : `…${text.slice(1 - width)}`
}
