import ucumLhc from '@lhncbc/ucum-lhc'

/** Whether a code is a valid UCUM unit, case-sensitive (UCUM, The c/s symbols); what stands around it counts. */
export function isUcumCode(code: string): boolean {
  if (code === '' || /[^\x21-\x7e]/.test(code)) return false
  return ucumLhc.UcumLhcUtils.getInstance().validateUnitString(code, false).status === 'valid'
}
