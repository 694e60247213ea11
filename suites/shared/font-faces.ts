export interface FontFace {
  readonly family: string
  /** A WOFF2 file, or a font of the device, is among the sources. */
  readonly woff2: boolean
}

/** The @font-face rules of a style sheet, or of a page with styles in it. */
export function facesIn(text: string): readonly FontFace[] {
  return [...text.matchAll(/@font-face\s*\{([^}]*)\}/gi)].map(([, rule = '']) => ({
    family: (/font-family\s*:\s*([^;]+)/i.exec(rule)?.[1] ?? '').replace(/["']/g, '').trim(),
    woff2: /woff2/i.test(rule) || !/url\(/i.test(rule),
  }))
}
