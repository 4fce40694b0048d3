import type { MemcachedClient } from '@lmc/client'
import { Hono } from 'hono'
import { NONCE, secureHeaders, type SecureHeadersVariables } from 'hono/secure-headers'
import type { PageSettings } from '../api/page-settings.ts'
import { access, type AccessOptions } from './access.ts'
import { answerError } from './answer-error.ts'
import { pageDocument } from './page-document.ts'
import { type ReadingOptions, readingRoutes } from './reading-routes.ts'
import { writingRoutes } from './writing-routes.ts'

export interface AppOptions extends AccessOptions, ReadingOptions {
  readonly settings: PageSettings
  /** The script of the page. */
  readonly script: string
  /** What changes items. */
  readonly client: MemcachedClient
}

/** Makes what answers the page. Everything is below `/<token>/`. */
export function createApp(options: AppOptions): Hono<{ Variables: SecureHeadersVariables }> {
  const { token, settings, script, client } = options
  const app = new Hono<{ Variables: SecureHeadersVariables }>()
  app.onError(answerError)
  app.notFound((context) => context.json({ error: 'There is nothing at this address.' }, 404))
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: [NONCE],
        connectSrc: ["'self'"],
        imgSrc: ['data:'],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: 'DENY',
      referrerPolicy: 'no-referrer',
      // There is no TLS on this machine's own address.
      strictTransportSecurity: false,
    }),
    async (context, next) => {
      context.header('cache-control', 'no-store')
      await next()
    },
    access(options),
  )
  return app
    .get(`/${token}/`, (context) =>
      context.html(pageDocument(settings, context.get('secureHeadersNonce') ?? '')),
    )
    .get(`/${token}/page.js`, (context) =>
      context.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
    )
    .route(`/${token}/api`, readingRoutes(options))
    .route(`/${token}/api`, writingRoutes(client))
}
