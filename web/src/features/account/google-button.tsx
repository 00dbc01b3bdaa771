import { useState } from 'react'
import { buttonClass } from '../../components/ui/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Consent } from './consent.tsx'
import { signInAddress } from './session.ts'

/** Begins the sign-in with Google, which comes back to `next`; says what that agrees to. */
export function GoogleButton({
  next,
  label,
  className,
}: {
  readonly next: string
  readonly label: string
  readonly className?: string
}) {
  const { t } = useSpeech()
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  const begin = async () => {
    setState('busy')
    try {
      location.assign(await signInAddress(next))
    } catch {
      setState('failed')
    }
  }
  return (
    <div className={className}>
      <button
        type="button"
        disabled={state === 'busy'}
        onClick={() => void begin()}
        className={buttonClass({ look: 'primary' }, 'h-12 w-full px-6')}
      >
        <GoogleSign />
        {state === 'busy' ? t('signIn.busy') : label}
      </button>
      <Consent />
      {state === 'failed' && (
        <p role="alert" className="mt-2 text-sm text-down">
          {t('signIn.failed.other.text')}
        </p>
      )}
    </div>
  )
}

function GoogleSign() {
  return (
    <span aria-hidden className="flex size-6 items-center justify-center rounded-full bg-white">
      <svg aria-hidden viewBox="0 0 24 24" className="size-4">
        <path
          fill="#4285f4"
          d="M23 12.3c0-.8-.1-1.5-.2-2.200H12v4.200h6.200a5.3 5.3 0 0 1-2.3 3.500v2.900h3.700c2.2-2 3.4-5 3.4-8.400z"
        />
        <path
          fill="#34a853"
          d="M12 23.500c3.1 0 5.7-1 7.6-2.800l-3.7-2.900c-1 .7-2.3 1.1-3.9 1.1-3 0-5.5-2-6.4-4.700H1.800v3c1.9 3.7 5.7 6.3 10.2 6.300z"
        />
        <path fill="#fbbc05" d="M5.6 14.200a6.9 6.9 0 0 1 0-4.400v-3H1.800a11.5 11.5 0 0 0 0 10.400z" />
        <path
          fill="#ea4335"
          d="M12 5.100c1.7 0 3.2.6 4.4 1.700l3.3-3.300A11.5 11.5 0 0 0 1.8 6.800l3.8 3c.9-2.7 3.4-4.7 6.4-4.700z"
        />
      </svg>
    </span>
  )
}
