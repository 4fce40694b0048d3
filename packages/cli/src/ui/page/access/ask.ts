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
  const { body } = await open(path, { signal })
  if (body === null) return
  let rest = ''
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line) as Line
  }
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
