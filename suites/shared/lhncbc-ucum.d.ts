/** The part of @lhncbc/ucum-lhc that is used here; it brings no types of its own. */
declare module '@lhncbc/ucum-lhc' {
  interface Utils {
    validateUnitString(code: string, suggest?: boolean): { readonly status: 'valid' | 'invalid' | 'error' }
  }
  const library: { readonly UcumLhcUtils: { getInstance(): Utils } }
  export default library
}
