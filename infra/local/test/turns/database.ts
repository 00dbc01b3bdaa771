import { kill, restart } from '../stack.ts'

const attempts = 40
const pauseMs = 250

/**
 * Kills PostgreSQL in the midst of its work and brings it back. Its server processes outlive it for a moment, and
 * until the last has gone it refuses to start ("pre-existing shared memory block is still in use").
 */
export async function crashDatabase(meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  await kill('postgres', 'SIGKILL')
  try {
    await meanwhile()
  } finally {
    await bringBack()
  }
}

async function bringBack(): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await restart('postgres')
    } catch (error) {
      if (attempt === attempts) throw error
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}
