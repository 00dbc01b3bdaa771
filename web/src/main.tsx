import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { watchSession } from './features/account/session.ts'
import { preferredLocale, speak } from './i18n/language.tsx'
import './styles.css'

watchSession()
const root = document.getElementById('root')
if (root) void speak(preferredLocale()).then(() => createRoot(root).render(<App />))
