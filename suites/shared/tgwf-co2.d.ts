/** The parts of @tgwf/co2 that are used here; it brings no types of its own. */
declare module '@tgwf/co2' {
  export class co2 {
    constructor(options: { readonly model: 'swd'; readonly version: 3 | 4 })
    /** Grams of CO2 equivalent for these bytes. */
    perByte(bytes: number, greenHosting?: boolean): number
    /** The same with what went into it; intensities in grams of CO2 equivalent per kWh. */
    perByteTrace(
      bytes: number,
      greenHosting?: boolean,
    ): {
      readonly co2: number
      readonly variables: { readonly gridIntensity: { readonly network: { readonly value: number } } }
    }
  }
}
