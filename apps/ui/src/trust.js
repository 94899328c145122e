// Whether this browser trusts the server. Comes only to the two pages that ask.

/** Shows the one answer that is true. */
function show(box, state) {
  for (const one of box.querySelectorAll('[data-when]')) one.hidden = one.dataset.when !== state
  for (const hint of box.querySelectorAll('[data-without]')) hint.hidden = true
  box.dataset.state = state
}

/** From the plain-HTTP door: a browser that does not trust the server hears no answer from it. */
async function heard(address) {
  try {
    return (await fetch(address, { cache: 'no-store', credentials: 'omit', mode: 'cors' })).ok ? 'yes' : 'no'
  } catch {
    return 'no'
  }
}

/** At the server itself: whoever pressed past a warning sees the page, and is still refused a worker. */
async function taken(worker) {
  if (!globalThis.isSecureContext) return 'plain'
  if (!navigator.serviceWorker) return 'unknown'
  try {
    const registration = await navigator.serviceWorker.register(worker)
    await registration.unregister()
    return 'yes'
  } catch {
    return 'no'
  }
}

/** Checks at once, when somebody asks, and when somebody comes back from the settings. */
export function watch(box) {
  let busy = false
  const check = async () => {
    if (busy) return
    busy = true
    show(box, 'waiting')
    const { trustDoor, trustTest } = box.dataset
    show(box, trustDoor ? await heard(trustDoor) : await taken(trustTest))
    busy = false
  }
  for (const again of box.querySelectorAll('[data-again]')) {
    again.hidden = false
    again.addEventListener('click', check)
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && box.dataset.state !== 'yes') check()
  })
  check()
}
