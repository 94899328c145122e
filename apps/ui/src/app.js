// The pages work without this file. It makes them quicker: parts of a page are renewed without loading the whole,
// the theme changes at once, and charts are drawn where a table alone was.
import './app.css'
import htmx from 'htmx.org'
import './passkey.js'

// Nothing a page contains may be run as a program (strict CSP), and nothing typed is kept in the browser's storage.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0,
  selfRequestsOnly: true,
})

/** The theme at once; the link behind it remembers it. */
document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-theme-choice]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const theme = link.dataset.themeChoice
  if (theme === 'system') delete document.documentElement.dataset.bsTheme
  else document.documentElement.dataset.bsTheme = theme
  for (const other of document.querySelectorAll('[data-theme-choice]')) {
    if (other === link) other.setAttribute('aria-current', 'true')
    else other.removeAttribute('aria-current')
  }
  fetch(link.href, { redirect: 'manual', credentials: 'same-origin' }).catch(() => {})
  document.dispatchEvent(new Event('ct:theme'))
})

/** Print buttons; without a script the browser's own menu prints. */
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-print]')) window.print()
})
for (const button of document.querySelectorAll('[data-print][hidden]')) button.hidden = false

/** One open explanation at a time, closed by Escape or a tap beside it. */
const OPEN = 'details.ct-cite[open], details.ct-menu[open]'
document.addEventListener('click', (event) => {
  for (const open of document.querySelectorAll(OPEN)) if (!open.contains(event.target)) open.open = false
})
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const open of document.querySelectorAll(OPEN)) {
    open.open = false
    open.querySelector('summary')?.focus()
  }
})

/** What is hidden in a fold is printed, too. */
let folded = []
window.addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll('details:not([open]):not(.ct-cite):not(.ct-menu)')]
  for (const fold of folded) fold.open = true
})
window.addEventListener('afterprint', () => {
  for (const fold of folded) fold.open = false
})

/** Charts come only where there are some, and after everything else. */
function draw(root) {
  const figures = [...root.querySelectorAll('[data-chart]:not([data-drawn])')]
  // Marked before the file arrives: a second call must not draw the same once more.
  for (const figure of figures) figure.dataset.drawn = ''
  if (figures.length > 0) import('./chart.js').then((chart) => figures.forEach(chart.draw))
  const overview = [...root.querySelectorAll('[data-overview]:not([data-drawn])')]
  for (const figure of overview) figure.dataset.drawn = ''
  if (overview.length > 0) import('./overview.js').then((chart) => overview.forEach(chart.draw))
}
draw(document)

/** Whether this browser trusts the server: two pages ask. */
const trust = document.querySelector('[data-trust-door], [data-trust-test]')
if (trust) import('./trust.js').then(({ watch }) => watch(trust))
document.addEventListener('htmx:load', (event) => draw(event.detail.elt))

/** Whoever answers on while an earlier answer is on its way keeps what is typed: the next renewal brings both. */
const edits = new WeakMap()
const edited = (event) => {
  const form = event.target.closest?.('[data-live-form]')
  if (form) edits.set(form, (edits.get(form) ?? 0) + 1)
}
document.addEventListener('input', edited)
document.addEventListener('change', edited)
document.addEventListener('htmx:beforeRequest', ({ detail }) => {
  detail.requestConfig.edits = edits.get(detail.elt)
})
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  if (detail.requestConfig.edits !== edits.get(detail.requestConfig.elt)) detail.shouldSwap = false
})

/** Said aloud when a part of the page was renewed, and when it could not be. */
document.addEventListener('htmx:responseError', () => document.querySelector('[data-live-form]')?.submit())
document.addEventListener('htmx:sendError', () => {
  const offline = document.querySelector('[data-offline]')
  if (offline) offline.hidden = false
})

/** Marks all suggestions at once. */
for (const button of document.querySelectorAll('[data-choose-all]')) {
  button.hidden = false
  button.addEventListener('click', () => {
    for (const box of button.closest('form').querySelectorAll('input[type=checkbox]')) box.checked = true
  })
}
