// Bundles the surveyors' app into dist/: one page, its scripts and styles, packed copies beside each, and a service worker
// that knows all of them, so that the app opens without a signal.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

const BASE = '/surveyor/'

/** Files of the bundle below dist/, by their path. */
function files(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((one) => {
    const path = below ? `${below}/${one.name}` : one.name
    return one.isDirectory() ? files(folder, path) : [path]
  })
}

/** Writes the service worker with the list of files, and packed copies, so that the server never compresses one twice. */
const offline: Plugin = {
  name: 'offline',
  writeBundle() {
    const all = files('dist').filter((path) => path !== 'service-worker.js').sort()
    const version = createHash('sha256')
    for (const path of all) version.update(path).update(readFileSync(join('dist', path)))
    const worker = readFileSync('src/service-worker.js', 'utf8')
      .replace('__VERSION__', version.digest('hex').slice(0, 16))
      .replace("'__FILES__'", all.map((path) => JSON.stringify(BASE + (path === 'index.html' ? '' : path))).join(', '))
    writeFileSync('dist/service-worker.js', worker)
    for (const path of files('dist')) {
      const bytes = readFileSync(join('dist', path))
      if (!/\.(css|js|svg|html|webmanifest)$/.test(path) || bytes.length < 512) continue
      writeFileSync(join('dist', `${path}.gz`), gzipSync(bytes, { level: 9 }))
      const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
      writeFileSync(join('dist', `${path}.br`), brotliCompressSync(bytes, { params: quality }))
    }
  },
}

export default defineConfig({
  base: BASE,
  plugins: [vue(), offline],
  // The fonts are named by the pages' styles (apps/ui); their files are our own.
  resolve: { alias: { '@fontsource': join(import.meta.dirname, 'node_modules/@fontsource') } },
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1600,
    // The forms' engine brings tree-sitter, whose `eval` is for modules that nobody loads; the CSP would not let it, either.
    rolldownOptions: { checks: { eval: false } },
  },
})
