/** A lively market, for the delay from the venue to the detector. */
export const paced = { perSecond: 1000, frames: 5000 } as const
