import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { watchSession } from './features/account/session.ts'
import { preferredLocale, speak } from './i18n/language.tsx'
import { queryClient } from './lib/query-client.ts'
import './styles.css'

watchSession(queryClient)
const root = document.getElementById('root')
if (root) void speak(preferredLocale()).then(() => createRoot(root).render(<App />))
