import { type Answered, cantTell, check } from '../../../runner/check.ts'
import { askPages, documentsAmong, noDocument } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'
import { parseHtml } from '../../shared/html.ts'

/** Types and files that only plug-ins showed which no browser has any more. */
const types =
  /^application\/(x-shockwave-flash|futuresplash|x-director|x-silverlight(-2)?|x-java-(applet|bean|vm)|x-oleobject|x-p?nacl|vnd\.adobe\.flash\.movie)\b/i
const files = /\.(swf|dcr|xap|class|jar|nexe|nmf)([?#]|$)/i

/** How an element asks for a plug-in; undefined where it does not. */
function pluginOf(name: string, attribute: (name: string) => string): string | undefined {
  if (name === 'applet') return '<applet>'
  const [type, classid, place] = [attribute('type').trim(), attribute('classid'), attribute('data') || attribute('src')]
  if (types.test(type)) return `<${name} type="${type}">`
  if (/^\s*(clsid|java):/i.test(classid)) return `<${name} classid="${classid.trim()}">`
  // A type that is named decides; a file name is looked at where there is none.
  return type === '' && files.test(place) ? `<${name}> of ${place}` : undefined
}

function retired({ response }: Answered): Fault | undefined {
  const asked = parseHtml(response.body.text ?? '')
    .querySelectorAll('applet, object, embed')
    .flatMap(one => pluginOf(one.rawTagName.toLowerCase(), name => one.getAttribute(name) ?? '') ?? [])
  return asked[0] === undefined
    ? undefined
    : { key: 'asked', expected: 'HTML, SVG, video or audio', actual: [...new Set(asked)].join(', ') }
}

/**
 * Pages ask for no plug-in that browsers have given up (ASVS 3.7.1): Flash, Shockwave, Silverlight, Java applets, ActiveX, Native
 * Client. Looked at are the pages listed, as the server sends them; what stands behind others, or is put in by scripts, a person
 * sees. An object of PDF, SVG or HTML is none of them.
 */
export default check({
  id: 'pages/plug-ins',
  version: 1,
  title: 'Pages ask for no plug-in that browsers have given up',
  verifies: { 'SEC-WEB-005': 'part' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Replace Flash, Silverlight, applets and ActiveX by HTML, SVG, video or WebAssembly.',

  probe: async context => ({ pages: await askPages(context) }),

  judge: ({ pages }) => {
    const documents = documentsAmong(pages)
    return documents.length > 0 ? faultsIn(documents, retired) : cantTell(noDocument.key, noDocument)
  },

  messages: { asked: '{at} asks for a plug-in that no browser has: {actual}.', 'no-document': '{message}' },

  examples: [
    shown('none', '<main><img src="/scan.png" alt=""></main>', 'passed'),
    shown(
      'a PDF and a picture',
      '<object type="application/pdf" data="/a.pdf"></object><embed src="/a.svg">',
      'passed',
    ),
    shown('Flash', '<object type="application/x-shockwave-flash" data="/help.swf"></object>', 'failed'),
    shown('Flash by its file', '<EMBED SRC="/help.swf?x=1">', 'failed'),
    shown('ActiveX', '<object classid="CLSID:D27CDB6E-AE6D-11cf-96B8-444553540000"></object>', 'failed'),
    shown('an applet', '<applet code="Viewer.class"></applet>', 'failed'),
    shown(
      'in a comment for a browser of before',
      '<!--[if IE]><object classid="clsid:1"></object><![endif]-->',
      'passed',
    ),
    {
      name: 'no page among the answers',
      from: 'reference supplier, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-document'],
      seen: { pages: [answer(401)] },
    },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { pages: [gatewayPage()] },
    },
  ],
})

function shown(name: string, body: string, outcome: 'passed' | 'failed') {
  const seen = { pages: [answer(200, { 'content-type': 'text/html' }, `<!doctype html>${body}`)] }
  return { name, from: 'nginx 1.22, 2026-11-22', outcome, seen }
}
