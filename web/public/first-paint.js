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
  if (root.lang !== 'ko') return
  // The first words are there in their own face, so that nothing moves when it comes.
  const face = {
    rel: 'preload',
    as: 'font',
    type: 'font/woff2',
    crossOrigin: '',
    href: '/fonts/core-ko.woff2',
  }
  document.head.append(Object.assign(document.createElement('link'), face))
})()
