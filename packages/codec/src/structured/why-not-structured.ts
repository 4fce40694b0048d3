import { DevalueError } from 'devalue'
import { CodecError } from '../codec-error.ts'
import { typeOf } from '../type-of.ts'

// Enough to find the place. A name can be as long as a value.
const longestPath = 200

/** Returns the error for an error of devalue. That error is no `cause`, since it holds the whole value. */
export function whyNotStructured(error: unknown): CodecError {
  if (error instanceof DevalueError) return notKept(error)
  if (error instanceof RangeError)
    return new CodecError('too-deep', 'Cannot store an object of so many levels; make it flatter', {
      cause: error,
    })
  const message = 'Cannot store a value of which a getter or a reducer fails; see the cause'
  return new CodecError('to-json-failed', message, { cause: error })
}

function notKept({ path, value }: DevalueError): CodecError {
  const end = path.length > longestPath ? `…${path.slice(-longestPath)}` : path
  const place = path === '' ? '' : ` at value${end}`
  const [what, advice] = describe(value)
  return new CodecError('unsupported-type', `Cannot store ${what}${place}; ${advice}`)
}

function describe(value: unknown): [what: string, advice: string] {
  if (typeof value !== 'object' || value === null) return [`a ${typeof value}`, 'store plain data']
  const type = typeOf(value)
  if (type === 'Object') return ['an object with symbols or __proto__ among its names', 'use other names']
  if (type === 'Promise') return ['a value of type Promise', 'await it']
  return [`a value of type ${type}`, 'pass plain data made of it, or give structuredCodec() a reducer for it']
}
