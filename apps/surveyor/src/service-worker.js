// Keeps the app itself on the phone. It never touches what the app keeps, nor what it asks the server for.
const VERSION = '__VERSION__'
const FILES = ['__FILES__']
const CACHE = `surveyor-${VERSION}`

self.addEventListener('install', (event) => {
  // All files or none: a half version must never answer.
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' })))))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys()
      await Promise.all(names.filter((name) => name.startsWith('surveyor-') && name !== CACHE).map((name) => caches.delete(name)))
      await self.clients.claim()
    })(),
  )
})

// A new version waits until the person says so: nobody is thrown out of a question.
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== self.location.origin || !url.pathname.startsWith('/surveyor')) return
  const wanted = event.request.mode === 'navigate' ? '/surveyor/' : event.request
  event.respondWith(
    (async () => {
      const cache = await caches.open(CACHE)
      return (await cache.match(wanted, { ignoreSearch: true })) ?? fetch(event.request)
    })(),
  )
})
