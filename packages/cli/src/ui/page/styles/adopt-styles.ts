import plotStyles from 'uplot/dist/uPlot.min.css'
import frame from './frame.css'
import item from './item.css'
import keys from './keys.css'
import parts from './parts.css'
import servers from './servers.css'
import theme from './theme.css'

/** Gives the page its styles. The security policy of the page lets no style elements through. */
export function adoptStyles(): void {
  document.adoptedStyleSheets = [plotStyles, theme, frame, parts, servers, keys, item].map((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    return sheet
  })
}
