// Reading aloud, where the phone has a voice of the language.
import { ref } from 'vue'
import { app } from '../app'

const voices = ref<SpeechSynthesisVoice[]>([])
export const isSpeaking = ref(false)

const synthesis = globalThis.speechSynthesis as SpeechSynthesis | undefined
const load = () => (voices.value = synthesis?.getVoices() ?? [])
load()
synthesis?.addEventListener?.('voiceschanged', load)

const voice = () => voices.value.find((one) => one.lang.toLowerCase().startsWith(app.settings.language))
export const canSpeak = () => voice() !== undefined

export function speak(text: string): void {
  const found = voice()
  if (!synthesis || !found) return
  synthesis.cancel()
  const said = new SpeechSynthesisUtterance(text)
  said.voice = found
  said.lang = found.lang
  said.rate = 0.9
  said.onend = said.onerror = () => (isSpeaking.value = false)
  isSpeaking.value = true
  synthesis.speak(said)
}

export function silent(): void {
  synthesis?.cancel()
  isSpeaking.value = false
}
