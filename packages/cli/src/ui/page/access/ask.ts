/** What the page asks `lmc ui` for. Paths are below `api/`. */
export async function ask<Answer>(path: string, options: RequestInit = {}): Promise<Answer> {
  const response = await open(path, options)
  return (await response.json()) as Answer
}

/** Has `lmc ui` change something. */
export function tell<Answer>(path: string, body: unknown): Promise<Answer> {
  return ask(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
}

/** Asks for lines of JSON, and gives each as it comes. */
export async function* askForLines<Line>(path: string, signal: AbortSignal): AsyncGenerator<Line> {
  const { body } = await (takeAhead(path, signal) ?? open(path, { signal }))
  if (body === null) return
  const decoder = new TextDecoder()
  let rest = ''
  const reader = body.getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line) as Line
  }
}

/** Lines that somebody is about to ask for. */
interface Ahead {
  readonly path: string
  readonly response: Promise<Response>
  readonly over: AbortController
}

let ahead: Ahead | undefined

/** Asks for the lines that `askForLines` is going to be asked for: they are on their way meanwhile. */
export function askAhead(path: string): void {
  const over = new AbortController()
  const response = open(path, { signal: over.signal })
  // Whoever takes it is told of the failure.
  response.catch(() => undefined)
  ahead = { path, response, over }
}

function takeAhead(path: string, signal: AbortSignal): Promise<Response> | undefined {
  if (ahead?.path !== path) return undefined
  const { response, over } = ahead
  ahead = undefined
  signal.addEventListener('abort', () => over.abort(signal.reason))
  return response
}

async function open(path: string, options: RequestInit): Promise<Response> {
  const response = await fetch(`api/${path}`, options).catch((error: unknown) => {
    if (options.signal?.aborted === true) throw error
    throw new Error('`lmc ui` does not answer. Start it again, and open its new address.')
  })
  if (response.ok) return response
  const { error } = (await response.json().catch(() => ({}))) as { readonly error?: string }
  throw new Error(error ?? `The answer has the status ${response.status}.`)
}
