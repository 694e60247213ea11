/** The parts of @tgwf/co2 that are used here; it brings no types of its own. */
declare module '@tgwf/co2' {
  export class co2 {
    constructor(options: { readonly model: 'swd'; readonly version: 3 | 4 })
    /** Grams of CO2 equivalent for these bytes. */
    perByte(bytes: number, greenHosting?: boolean): number
  }
}
