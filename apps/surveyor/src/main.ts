import { createApp } from 'vue'
import App from './App.vue'
import { app, start } from './app'
import './style/app.css'

createApp(App).mount('#app')
void start()

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault()
  app.install = event as typeof app.install
})

if ('serviceWorker' in navigator) {
  void navigator.serviceWorker.register('/surveyor/service-worker.js', { scope: '/surveyor/' }).then((registration) => {
    const offer = () => {
      if (registration.waiting && navigator.serviceWorker.controller) app.update = registration.waiting
    }
    offer()
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer))
    setInterval(() => void registration.update().catch(() => undefined), 60 * 60_000)
  })
  let isReloading = false
  // Only after the person took the new version: see `take-over`.
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (app.update && !isReloading) {
      isReloading = true
      location.reload()
    }
  })
}
