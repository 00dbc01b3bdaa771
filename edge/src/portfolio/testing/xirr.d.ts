declare module 'xirr' {
  interface Options {
    readonly guess?: number
    readonly tolerance?: number
    readonly epsilon?: number
    readonly maxIterations?: number
  }
  export default function xirr(
    payments: readonly { readonly amount: number; readonly when: Date }[],
    options?: Options,
  ): number
}
