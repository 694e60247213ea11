/** A page's text as the pieces that the eye tells apart: lines and cells, labels apart from their values. */
const label = /\b(Date of birth|D\.?O\.?B\.?|Born|Gender|Sex|NHS (?:No\b\.?|number))(?=[:\s]|$):?/gi

export const piecesOf = (text: string): readonly string[] =>
  text
    .replace(/\u00a0/g, ' ')
    .replace(label, '\n$1\n')
    .split(/[\n\t]+/)
    .map(piece => piece.trim())
    .filter(piece => piece !== '')
