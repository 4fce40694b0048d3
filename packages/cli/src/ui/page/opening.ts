import type { PageSettings } from '../api/page-settings.ts'
import { askAhead } from './access/ask.ts'
import { listPath } from './keys/items/list-path.ts'
import { keysDetails } from './keys/keys-details.ts'
import { placeOf } from './navigation/place.ts'

/** What the page was told when it was opened. */
export const settings: PageSettings = JSON.parse(document.body.dataset['settings'] ?? '{}')

const { view, details } = placeOf(location.hash)
// `lmc ui` makes the list while the page is drawn.
if (view === 'keys') askAhead(listPath(keysDetails(details, settings.namespace).list))
