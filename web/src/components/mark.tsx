/** Sage's mark and the portrait of Wallet Buffett, drawn for this app. */

export function Mark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden className={className}>
      <rect width="64" height="64" rx="16" fill="#1a237e" />
      <g fill="none" stroke="#d4af37" strokeWidth="4.5" strokeLinecap="round">
        <path d="M14 42c6-15 12-22 18-22s12 7 18 22" />
        <path d="M23 42c3-8 6-12 9-12s6 4 9 12" opacity=".55" />
      </g>
      <circle cx="32" cy="12.5" r="3.5" fill="#d4af37" />
    </svg>
  )
}

export function Portrait({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden className={className}>
      <defs>
        <clipPath id="portrait-round">
          <circle cx="32" cy="32" r="32" />
        </clipPath>
      </defs>
      <g clipPath="url(#portrait-round)">
        <rect width="64" height="64" fill="#1a237e" />
        <path d="M8 66c1-13 10-19 24-19s23 6 24 19z" fill="#2c3799" />
        <path d="M25 46.5l7 8 7-8 1.5 19.5h-17z" fill="#f5efe0" />
        <path d="M32 53l-2.6 2.6 2 10h1.2l2-10z" fill="#d4af37" />
        <path d="M19 28c0-10 5-16 13-16s13 6 13 16c0 12-6 20-13 20s-13-8-13-20z" fill="#f2d3b3" />
        <path
          d="M17.5 29c-2-12 5-20 14.5-20s16.5 8 14.5 20c-1.5-1-2-4-2.5-7-3-4-8-5.5-12-5.5s-9 1.5-12 5.5c-.5 3-1 6-2.5 7z"
          fill="#e9e7e2"
        />
        <g fill="none" stroke="#37474f" strokeWidth="1.7">
          <circle cx="26" cy="30" r="4.6" />
          <circle cx="38" cy="30" r="4.6" />
          <path d="M30.6 29.6c.9-.7 1.9-.7 2.8 0M21.4 29l-2.2-.8M42.6 29l2.2-.8" strokeLinecap="round" />
        </g>
        <circle cx="26" cy="30.3" r="1.3" fill="#37474f" />
        <circle cx="38" cy="30.3" r="1.3" fill="#37474f" />
        <path
          d="M22.5 23.6c2-1.4 4.5-1.5 6-.6M35.5 23c1.5-.9 4-.8 6 .6"
          fill="none"
          stroke="#d9d6cf"
          strokeWidth="2"
          strokeLinecap="round"
        />
        <path
          d="M27 40.5c3 2.6 7 2.6 10 0"
          fill="none"
          stroke="#9c6b4a"
          strokeWidth="1.8"
          strokeLinecap="round"
        />
      </g>
    </svg>
  )
}
