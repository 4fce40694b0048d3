import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import { allItems } from './lists/all-items.ts'
import { Gaps } from './lists/gaps.ts'
import { listLines } from './lists/list-lines.ts'
import { listNamespaces } from './lists/list-namespaces.ts'
import type { ListSources } from './lists/list-sources.ts'
import { measureNamespaces } from './lists/measure-namespaces.ts'
import { namespaceItems } from './lists/namespace-items.ts'
import { type ItemSources, readItem } from './read-item.ts'
import type { Sampler } from './sampler.ts'

export interface ReadingOptions extends ListSources, ItemSources {
  readonly sampler: Sampler
}

/** What the page reads. */
export function readingRoutes({ sampler, ...sources }: ReadingOptions): Hono {
  return new Hono()
    .get('/servers', (context) => context.json(sampler.coursesSince(Number(context.req.query('since') ?? 0))))
    .get('/namespaces', async (context) => context.json(await listNamespaces(sources, signalOf(context.req))))
    .get('/namespaces/values', async (context) =>
      context.json(await measureNamespaces(sources, signalOf(context.req))),
    )
    .get('/items', (context) => {
      const gaps = new Gaps()
      const over = new AbortController()
      const { list, namespace } = context.req.query()
      const items =
        list === 'namespace'
          ? namespaceItems(sources, namespace, gaps, over.signal)
          : allItems(sources, gaps, over.signal)
      context.header('content-type', 'application/x-ndjson')
      return stream(context, async (answer) => {
        // The page has gone to another list.
        answer.onAbort(() => over.abort())
        try {
          for await (const line of listLines(items, gaps)) await answer.write(line)
        } catch (error) {
          if (over.signal.aborted) return
          gaps.addFailure('Items', error)
          await answer.write(`${JSON.stringify({ gaps: gaps.sentences })}\n`)
        }
      })
    })
    .get('/item', async (context) => {
      const item = await readItem(sources, context.req.query('key') ?? '', signalOf(context.req))
      return item === undefined
        ? context.json({ error: 'Nothing is there any more.' }, 404)
        : context.json(item)
    })
}

function signalOf({ raw }: { readonly raw: Request }): AbortSignal {
  return raw.signal
}
