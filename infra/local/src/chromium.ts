/** A real Chromium for the journeys: CHROME_PATH, one on this machine, or Debian's package where it may be installed. */
import { Failure } from './failure.ts'
import { findProgram, installPackage } from './programs.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const macPath = '/Applications/Google Chrome.app/Contents/MacOS'

/** Resolves with the program's path. `asked` is CHROME_PATH. */
export async function findChromium(asked: string | undefined, path: string): Promise<string> {
  const found = asked ?? onMachine(path)
  if (found !== undefined) return found
  console.log('Installing Chromium for the browser journeys')
  await installPackage({ apt: ['chromium'], brew: [] }, path)
  const installed = onMachine(path)
  if (installed !== undefined) return installed
  throw new Failure('The browser journeys need Chromium: install it, or set CHROME_PATH to the program.')
}

function onMachine(path: string): string | undefined {
  for (const name of names) {
    const program = findProgram(name, path)
    if (program !== undefined) return program
  }
  return process.platform === 'darwin' ? findProgram('Google Chrome', macPath) : undefined
}
