/** An amount as it is typed, as the decimal string that the server takes; `undefined` for anything else. */
export function amountOf(text: string): string | undefined {
  const amount = text.replaceAll(/[,\s]/g, '')
  return /^\d{1,12}(\.\d{1,18})?$/.test(amount) && /[1-9]/.test(amount) ? amount : undefined
}
