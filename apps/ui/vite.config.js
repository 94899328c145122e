// Bundles styles, scripts and fonts into dist/, with a manifest that the server reads and packed copies beside each file.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import postcss from 'postcss'
import { PurgeCSS } from 'purgecss'
import { defineConfig } from 'vite'

// What the pages can name: templates, the sources that fill them, and our scripts.
const PAGES = ['../../crates/web/templates/**/*.html', '../../crates/web/src/**/*.rs', 'src/*.js']

// Tabler writes its dark colours for many places to put the theme; ours stands on <html> alone.
const OTHER_PLACES = /data-bs-navbar-theme|\[data-theme|body\[data-bs-theme/

/** Leaves of Tabler only the rules that a page can use. */
const onlyUsed = {
  postcssPlugin: 'only-used',
  async Once(root) {
    // By now the imports of app.css stand in it, one after the other.
    const tabler = root.nodes.filter((node) => node.source?.input.file?.includes('@tabler'))
    if (tabler.length === 0) return
    const here = root.index(tabler[0])
    const all = postcss.root({ nodes: tabler.map((node) => node.remove()) })
    all.walkRules((rule) => {
      const kept = rule.selectors.filter((selector) => !OTHER_PLACES.test(selector))
      if (kept.length === 0) rule.remove()
      else rule.selectors = kept
    })
    const [purged] = await new PurgeCSS().purge({
      content: PAGES,
      css: [{ raw: all.toString() }],
      // Whatever a page may be told to look like at run time.
      safelist: { standard: ['html', 'body', 'show', 'active'], greedy: [/data-bs-theme/, /htmx-/] },
      variables: true,
      keyframes: true,
    })
    const used = postcss.parse(purged.css).nodes
    if (here < root.nodes.length) root.nodes[here].before(used)
    else root.append(used)
  },
}

/** The dark theme also for whoever chose none and has a dark system: without a script, so without a flash. */
const darkBySystem = {
  postcssPlugin: 'dark-by-system',
  OnceExit(root) {
    root.walkRules(/\[data-bs-theme=["']?dark["']?\]/, (rule) => {
      if (rule.parent.type === 'atrule' && rule.parent.params?.includes('prefers-color-scheme')) return
      const selectors = rule.selectors.map((selector) =>
        selector.replaceAll(/(:root|html)?\[data-bs-theme=["']?dark["']?\]/g, 'html:not([data-bs-theme])'),
      )
      const media = postcss.atRule({ name: 'media', params: 'screen and (prefers-color-scheme: dark)' })
      media.append(rule.clone({ selectors }))
      rule.after(media)
    })
  },
}

/** Packed copies, so that the server never compresses a file twice. */
const packed = {
  name: 'packed',
  closeBundle() {
    const folder = 'dist/assets'
    for (const name of readdirSync(folder)) {
      const path = join(folder, name)
      if (!/\.(css|js|svg|json)$/.test(name) || statSync(path).size < 512) continue
      const bytes = readFileSync(path)
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
      const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
      writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: quality }))
    }
  },
}

export default defineConfig({
  base: '/',
  css: { postcss: { plugins: [onlyUsed, darkBySystem] } },
  plugins: [packed],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    // Fonts stay files: a page then loads only the letters that it shows.
    assetsInlineLimit: (path) => (path.endsWith('.woff2') ? false : undefined),
    modulePreload: { polyfill: false },
    target: 'es2022',
    chunkSizeWarningLimit: 600,
    // htmx has an `eval` that our settings never let it reach; the CSP would not either.
    rolldownOptions: { input: { app: 'src/app.js' }, checks: { eval: false } },
  },
})
