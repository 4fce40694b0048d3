// First, since what follows takes a while to load: a list that the page opens with is asked for before.
import { settings } from './opening.ts'
import { render } from 'preact'
import { App } from './app.tsx'
import { adoptStyles } from './styles/adopt-styles.ts'

adoptStyles()
render(<App settings={settings} />, document.body)
