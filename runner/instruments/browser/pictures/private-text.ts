/**
 * Text that no picture shows, beside the secrets that the redactor knows: numbers of six digits or more, dates, postcodes, addresses
 * of mail, and long words that look like keys. Better too much: a picture only helps to find an element.
 */
const shapes = [
  /\d(?:[\s\u00a0./-]?\d){5,}/,
  /@/,
  /\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b/i,
  /\b\d{1,2}(?:st|nd|rd|th)?[\s\u00a0-]*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s\u00a0-]*\d{2,4}\b/i,
  /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s\u00a0-]*\d{1,2}(?:st|nd|rd|th)?,?[\s\u00a0-]*\d{4}\b/i,
  /(?=\S*\d)[\w+/=.~-]{16,}/,
]

export const looksPrivate = (text: string): boolean => shapes.some(shape => shape.test(text))
