/** Small synthetic patients in XML, with a document type where a check wants one. */
export const FHIR_XML = 'application/fhir+xml'

/** `types` is a document type or nothing; `family` and `text` may hold references to its entities. */
export const xmlPatient = (types: string, family: string, text: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${types}<Patient xmlns="http://hl7.org/fhir"><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>${text}</p></div></text><active value="true"/><name><family value="${family}"/></name></Patient>`
