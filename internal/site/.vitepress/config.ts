import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { transformerTwoslash } from '@shikijs/vitepress-twoslash'
import { slug } from 'github-slugger'
import { defineConfig, type Plugin } from 'vitepress'
import { linkToPages } from '../src/link-to-pages.ts'
import { EXCLUDED, pageOf } from '../src/page-of.ts'
import { sidebar } from '../src/sidebar.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const { description, homepage: repository } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="7" fill="#3451b2"/>
  <path d="M10 7v15a3 3 0 0 0 3 3h9" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round"/>
</svg>`

const pages = new Map<string, string>()

/** A package with several entries has a folder in the reference. */
const reference = readdirSync(`${root}/packages`)
  .toSorted()
  .map((name) => {
    const page = `/reference/@lmc/${name}`
    return {
      text: `@lmc/${name}`,
      link: existsSync(`${root}/packages/${name}/typedoc.json`) ? `${page}/` : page,
    }
  })

/** Checks the types of the samples that are marked with `twoslash`, with what is installed in this package. */
const twoslash = {
  explicitTrigger: true,
  twoslashOptions: { vfsRoot: fileURLToPath(new URL('..', import.meta.url)) },
}

/** The sources of the pages stand in folders without Vue. */
const vueOfThisPackage: Plugin = {
  name: 'vue-of-this-package',
  enforce: 'pre',
  resolveId(id) {
    return /^vue(\/|$)/.test(id) ? this.resolve(id, import.meta.filename, { skipSelf: true }) : undefined
  },
}

export default defineConfig({
  title: 'lmc',
  description,
  lang: 'en',
  srcDir: root,
  srcExclude: EXCLUDED,
  // VitePress calls this for each page before it renders the first one.
  rewrites(source) {
    const page = pageOf(source)
    pages.set(source, page)
    return page
  },
  outDir: 'dist',
  cacheDir: '.vitepress/cache',
  vite: { plugins: [vueOfThisPackage] },
  markdown: {
    // The same anchors as on GitHub.
    anchor: { slugify: slug },
    config: (markdown) => linkToPages(markdown, { root, repository, pages }),
    // Typed as an object: VitePress and this transformer have types of different versions of Shiki.
    codeTransformers: [transformerTwoslash(twoslash) as object],
  },
  // Browsers ask for an icon.
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(ICON)}` }]],
  themeConfig: {
    nav: [
      { text: 'Guides', link: '/start' },
      { text: 'Packages', link: '/packages/client' },
      { text: 'Reference', link: '/reference/' },
    ],
    sidebar: { '/': sidebar, '/reference/': [{ text: 'Reference', items: reference }] },
    outline: [2, 3],
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: repository }],
  },
})
