import { isError } from './is-error.ts'

/** How deep causes and lists of errors are followed. */
const DEEPEST = 4

/**
 * What an error says, in one line that is never empty: its message, and its code where the message leaves
 * that out. For an error that stands for several, such as the `AggregateError` of a host with several
 * addresses, what each of them says.
 */
export function reasonOf(error: unknown): string {
  try {
    return reason(error, 0)
  } catch {
    // Somebody else's error may have a message that throws when it is read.
    return 'an error that cannot be read'
  }
}

function reason(error: unknown, depth: number): string {
  if (!isError(error)) return typeof error === 'string' && error !== '' ? error : `a thrown ${typeof error}`
  const errors = depth < DEEPEST ? errorsOf(error) : []
  const several = [...new Set(errors.map((one) => reason(one, depth + 1)))].join('; ')
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const said = error.message.trim() === '' ? several : error.message
  if (said === '') return code === '' ? error.name : code
  return code === '' || said.includes(code) ? said : `${said} (${code})`
}

/** Those that an `AggregateError` stands for. */
function errorsOf(error: Error): readonly unknown[] {
  return 'errors' in error && Array.isArray(error.errors) ? error.errors : []
}
