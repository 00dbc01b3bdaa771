// Runs before the first paint, so that a chosen theme, colour or language never flashes as the other one.
;(() => {
  const stored = (key) => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  const root = document.documentElement
  const theme = stored('sage.theme')
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
  const movement = stored('sage.movement')
  if (movement === 'red' || movement === 'green') root.dataset.movement = movement
  const locale = stored('sage.locale')
  root.lang = locale === 'ko' || locale === 'en' ? locale : navigator.language.startsWith('ko') ? 'ko' : 'en'
})()
