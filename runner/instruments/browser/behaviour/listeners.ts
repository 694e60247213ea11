/// <reference lib="dom" />
import type { CDPSession } from 'playwright-core'
import type { Kit } from '../engines/kit.ts'

export interface Listener {
  readonly type: string
  readonly backendNodeId: number
}

/** What listens to events of these types: on the window or the body alone, or anywhere in the document. */
export async function listenersOf(
  cdp: CDPSession,
  types: RegExp,
  on: 'everywhere' | 'window' | 'document' | 'document.documentElement' | 'document.body',
): Promise<Listener[]> {
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: on === 'everywhere' ? 'document' : on,
    objectGroup: 'mustdo',
  })
  if (!result.objectId) return []
  const { listeners } = await cdp.send('DOMDebugger.getEventListeners', {
    objectId: result.objectId,
    ...(on === 'everywhere' ? { depth: -1, pierce: true } : {}),
  })
  await cdp.send('Runtime.releaseObjectGroup', { objectGroup: 'mustdo' })
  return listeners
    .filter(({ type }) => types.test(type))
    .map(({ type, backendNodeId = 0 }) => ({ type, backendNodeId }))
}

/** Paths of these elements; document and window have none. Needs the kit in the page. */
export async function pathsOf(cdp: CDPSession, listeners: readonly Listener[], most: number): Promise<string[]> {
  const paths: string[] = []
  for (const backendNodeId of new Set(listeners.map(listener => listener.backendNodeId))) {
    if (backendNodeId === 0 || paths.length >= most) continue
    const { object } = await cdp.send('DOM.resolveNode', { backendNodeId, objectGroup: 'mustdo' })
    if (!object.objectId) continue
    const { result } = await cdp.send('Runtime.callFunctionOn', {
      objectId: object.objectId,
      returnByValue: true,
      functionDeclaration: function (this: Node) {
        const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
        return this instanceof Element && this !== document.body && this !== document.documentElement
          ? kit.path(this)
          : ''
      }.toString(),
    })
    if (typeof result.value === 'string' && result.value !== '') paths.push(result.value)
  }
  await cdp.send('Runtime.releaseObjectGroup', { objectGroup: 'mustdo' })
  return paths
}
