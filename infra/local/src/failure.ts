/** An expected reason to stop, told to the person at the terminal in one sentence; the exit code is 1. */
export class Failure extends Error {
  /** The end of a log that explains it, if there is one. */
  readonly detail: string | undefined

  constructor(sentence: string, detail?: string) {
    super(sentence)
    this.name = 'Failure'
    this.detail = detail
  }
}
