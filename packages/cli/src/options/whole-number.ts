import { InvalidArgumentError } from 'commander'

/** Makes a parser of whole numbers of a range, for an argument or an option. */
export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (text.trim() !== '' && Number.isSafeInteger(number) && number >= least && number <= most) return number
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`
    throw new InvalidArgumentError(`Expected a whole number ${range}.`)
  }
}

/** Makes a parser of lists of whole numbers, separated by commas. */
export function wholeNumbers(least: number, most: number): (text: string) => number[] {
  const parse = wholeNumber(least, most)
  return (text) => text.split(',').map(parse)
}
