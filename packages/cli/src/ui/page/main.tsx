import { render } from 'preact'
import type { PageSettings } from '../api/page-settings.ts'
import { App } from './app.tsx'
import { adoptStyles } from './styles/adopt-styles.ts'

adoptStyles()
const settings: PageSettings = JSON.parse(document.body.dataset['settings'] ?? '{}')
render(<App settings={settings} />, document.body)
