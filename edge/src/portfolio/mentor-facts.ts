/** The figures of the user's own portfolio on the sheet that a turn may cite from. */
import type { FactSheet } from '../facts/fact-sheet.ts'
import { type PortfolioSummary, portfolioFacts } from '../facts/sheet.ts'
import type { Stored } from '../services.ts'

/** A turn does not wait longer for the database than the market's own figures may take. */
const patienceMs = 500

/**
 * The sheet with the portfolio's facts on it; the sheet alone where there are none, or where they cannot be had in
 * time: an answer about the market needs no database.
 */
export async function withPortfolio(
  sheet: Promise<FactSheet>,
  summary: Promise<Stored<PortfolioSummary | undefined>>,
): Promise<FactSheet> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMs)
  })
  const known = summary.then(
    (found) => (found.status === 'ok' ? found.value : undefined),
    () => undefined,
  )
  try {
    const [market, portfolio] = await Promise.all([sheet, Promise.race([known, patience])])
    if (!portfolio) return market
    const own = portfolioFacts(portfolio).map((fact) => [fact.id, fact] as const)
    return { ...market, facts: new Map([...market.facts, ...own]) }
  } finally {
    clearTimeout(timer)
  }
}
