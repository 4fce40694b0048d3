import type { PageSettings } from '../api/page-settings.ts'

/** The HTML of the page. The page itself is a script, which `nonce` lets through. */
export function pageDocument(settings: PageSettings, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>lmc</title>
<link rel="icon" href="data:,">
<script type="module" src="page.js" nonce="${nonce}"></script>
</head>
<body data-settings="${escaped(JSON.stringify(settings))}">
<noscript>This page needs JavaScript.</noscript>
</body>
</html>
`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
