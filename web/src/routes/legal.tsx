/** `/legal/:document` */
import { consents } from '@sage/edge/contract'
import { useParams } from 'wouter'
import { PublicFrame } from '../app/public-frame.tsx'
import { documentNames, documents } from '../features/legal/documents.ts'
import { useSpeech } from '../i18n/language.tsx'
import { useTitle } from '../lib/title.ts'
import { NotFound } from './not-found.tsx'

export default function Legal() {
  const { t, locale } = useSpeech()
  const { document: wanted } = useParams()
  const name = documentNames.find((each) => each === wanted)
  useTitle(name ? t(`legal.${name}`) : t('notFound.title'))
  if (!name) {
    return (
      <PublicFrame>
        <NotFound />
      </PublicFrame>
    )
  }
  const version = consents.find(({ document }) => document === name)?.version
  return (
    <PublicFrame>
      <article className="mx-auto w-full max-w-2xl px-4 py-8">
        <h1 className="text-2xl font-semibold tracking-tight">{t(`legal.${name}`)}</h1>
        {version && <p className="mt-1 text-sm text-ink-3">{t('legal.version', { date: version })}</p>}
        {documents[locale][name].map(({ title, text }) => (
          <section key={title} className="mt-6">
            <h2 className="font-semibold">{title}</h2>
            <p className="mt-1 text-ink-2">{text}</p>
          </section>
        ))}
      </article>
    </PublicFrame>
  )
}
