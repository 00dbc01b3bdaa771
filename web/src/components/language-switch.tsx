import { Locale } from '@sage/db/vocabulary'
import { speak, useSpeech } from '../i18n/language.tsx'
import { Segments } from './ui/segments.tsx'

/** The languages by their own names: whoever is lost in one finds theirs. */
const names = { ko: '한국어', en: 'English' } as const

/** Switches the language without a reload, and tells `onChange`. */
export function LanguageSwitch({ onChange }: { readonly onChange?: (locale: Locale) => void }) {
  const { t, locale } = useSpeech()
  return (
    <Segments
      label={t('settings.language')}
      value={locale}
      options={Locale.options.map((value) => ({ value, text: names[value], lang: value }))}
      onChange={(next) => {
        void speak(next)
        onChange?.(next)
      }}
    />
  )
}
