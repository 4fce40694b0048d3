import { render } from 'preact'
import type { PageSettings } from '../api/page-settings.ts'
import { askAhead } from './access/ask.ts'
import { App } from './app.tsx'
import { keysDetails } from './keys/keys-details.ts'
import { listPath } from './keys/items/list-path.ts'
import { placeOf } from './navigation/place.ts'
import { adoptStyles } from './styles/adopt-styles.ts'

const settings: PageSettings = JSON.parse(document.body.dataset['settings'] ?? '{}')
const { view, details } = placeOf(location.hash)
// `lmc ui` makes the list while the page is drawn.
if (view === 'keys') askAhead(listPath(keysDetails(details, settings.namespace).list))
adoptStyles()
render(<App settings={settings} />, document.body)
