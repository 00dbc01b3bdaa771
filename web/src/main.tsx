import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { watchSession } from './features/account/session.ts'
import { useOutbox } from './features/chat/outbox.ts'
import { preferredLocale, speak } from './i18n/language.tsx'
import { watchFaults } from './lib/faults.ts'
import './styles.css'

watchFaults()
watchSession()
// A release takes the scripts of the one before away. Once is enough: a second failure has another reason.
addEventListener('vite:preloadError', (event) => {
  if (!navigator.onLine || sessionStorage.getItem('sage.renewed')) return
  event.preventDefault()
  sessionStorage.setItem('sage.renewed', '1')
  location.reload()
})
if (useOutbox.getState().length > 0)
  void import('./features/chat/send-waiting.ts').then((box) => box.sendWaiting())
const root = document.getElementById('root')
if (root) void speak(preferredLocale()).then(() => createRoot(root).render(<App />))
