/** The number behind a name in the output of a run. */
export function figure(output: string, name: string): number {
  const [, digits = 'NaN'] = new RegExp(`^${name} +([\\d,]+)`, 'm').exec(output) ?? []
  return Number(digits.replaceAll(',', ''))
}
