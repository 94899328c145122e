// Passkeys: only a script can ask the browser for one. What it needs is hidden until the browser can and stands at the right
// address; whoever has no script logs in with the password.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const can = (origin) =>
  location.origin === origin &&
  typeof window.AuthenticatorAttestationResponse?.prototype.getAuthenticatorData === 'function'

/** Sends what the device said along with the form, as a page: no answer is read here. */
function send(form, to, said) {
  for (const [name, value] of Object.entries(said)) {
    const field = form.querySelector(`input[name="${name}"]`) ?? form.appendChild(document.createElement('input'))
    Object.assign(field, { type: 'hidden', name, value })
  }
  form.action = to
  form.submit()
}

/** One request at a time; what went wrong is said beside the button. */
function onPress(place, button, ask) {
  const problem = place.querySelector('[role=alert]')
  button.addEventListener('click', async () => {
    button.disabled = true
    problem.hidden = true
    try {
      await ask()
    } catch (error) {
      problem.textContent = (error.name === 'InvalidStateError' && place.dataset.known) || place.dataset.failed
      problem.hidden = false
    }
    button.disabled = false
  })
}

const door = document.querySelector('[data-passkey-door]')
if (door && can(door.dataset.passkeyDoor)) {
  door.hidden = false
  const form = door.closest('form')
  onPress(door, door.querySelector('button'), async () => {
    const answer = await fetch('/login/passkey/challenge', { method: 'POST', credentials: 'same-origin' })
    if (!answer.ok) throw new Error('no challenge')
    const asked = await answer.json()
    const key = await navigator.credentials.get({ publicKey: { ...asked, challenge: bytes(asked.challenge) } })
    for (const typed of form.querySelectorAll('[type=password], [name=code]')) typed.value = ''
    send(form, '/login/passkey', {
      credential: text(key.rawId),
      client_data: text(key.response.clientDataJSON),
      authenticator_data: text(key.response.authenticatorData),
      signature: text(key.response.signature),
      user_handle: key.response.userHandle ? text(key.response.userHandle) : '',
    })
  })
}

const add = document.querySelector('[data-passkey-form]')
if (add && can(add.dataset.passkeyForm)) {
  add.hidden = false
  document.querySelector('[data-passkey-needs]').hidden = true
}

const make = document.querySelector('[data-passkey-make]')
if (make) {
  const button = make.querySelector('button')
  const asked = JSON.parse(make.dataset.passkeyMake)
  button.disabled = false
  onPress(make, button, async () => {
    const key = await navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: bytes(asked.challenge),
        user: { ...asked.user, id: bytes(asked.user.id) },
        excludeCredentials: asked.excludeCredentials.map((known) => ({ ...known, id: bytes(known.id) })),
      },
    })
    send(make, make.getAttribute('action'), {
      client_data: text(key.response.clientDataJSON),
      authenticator_data: text(key.response.getAuthenticatorData()),
    })
  })
}
