/// <reference lib="dom" />
import { pageRule } from './rule.ts'

/** Elements whose role forbids a name (WAI-ARIA 1.2, 5.2.8.6) carry none: assistive technology drops it, or what it replaces. */
export const prohibitedNaming = pageRule({
  id: 'prohibited-naming',
  act: ['kb1m8s'],
  criteria: ['1.3.1'],
  soft: true,
  find: kit => {
    const nameless = new Set(
      'caption code deletion emphasis generic insertion none paragraph presentation strong subscript superscript'.split(
        ' ',
      ),
    )
    const generic = /^(div|span|b|i|bdi|bdo|pre|q|samp|small|u|data)$/
    const byTag: { readonly [tag: string]: string } = {
      p: 'paragraph',
      em: 'emphasis',
      strong: 'strong',
      code: 'code',
      del: 'deletion',
      ins: 'insertion',
      s: 'deletion',
      sub: 'subscript',
      sup: 'superscript',
    }
    return kit.all('[aria-label],[aria-labelledby],[aria-braillelabel],[aria-roledescription]').flatMap(element => {
      const role = kit.role(element) ?? (generic.test(element.localName) ? 'generic' : (byTag[element.localName] ?? ''))
      const named = ['aria-label', 'aria-labelledby', 'aria-braillelabel'].some(name =>
        element.getAttribute(name)?.trim(),
      )
      const described = role === 'generic' && element.hasAttribute('aria-roledescription')
      return kit.exposed(element) && ((nameless.has(role) && named) || described) ? [{ element }] : []
    })
  },
})
