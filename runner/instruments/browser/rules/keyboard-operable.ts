import { type Listener, listenersOf } from '../behaviour/listeners.ts'
import { pointerParts } from './pointer-parts.ts'
import type { ActingRule, Place } from './rule.ts'

const POINTER_AND_KEYS =
  /^(click|dblclick|mouse(down|up)|pointer(down|up)|touch(start|end)|drag(start|end)?|key(down|up|press))$/
const MOST = 300
const REST =
  'Whether everything that a pointer does can be done with the keyboard: more parts listen than were looked at.'

/**
 * What a pointer sets off can be reached with the keyboard (2.1.1; techniques F42, F54, G90): parts that listen to the pointer and
 * have no stop of Tab in them or round them, that listen to pressing alone, that are dragged, or that scroll. Nothing is pressed. Sure
 * only where the page itself says that a part is a control, or where pressing it leads on.
 */
export const keyboardOperable: ActingRule = {
  id: 'keyboard-operable',
  act: [],
  criteria: ['2.1.1'],
  async find({ cdp }) {
    const [everywhere, window] = await Promise.all([
      listenersOf(cdp, POINTER_AND_KEYS, 'everywhere'),
      listenersOf(cdp, POINTER_AND_KEYS, 'window'),
    ])
    const byNode = new Map<number, string[]>()
    for (const { type, backendNodeId } of everywhere)
      byNode.set(backendNodeId, [...(byNode.get(backendNodeId) ?? []), type])
    const nodes = [...byNode].filter(([id]) => id !== 0)
    const resolved = await Promise.all(
      nodes.slice(0, MOST).map(async ([backendNodeId, types]) => ({
        types,
        objectId: await cdp
          .send('DOM.resolveNode', { backendNodeId, objectGroup: 'mustdo-pointer' })
          .then(({ object }) => object.objectId)
          .catch(() => undefined),
      })),
    )
    const above: Listener[] = [...window, ...everywhere.filter(({ backendNodeId }) => backendNodeId === 0)]
    const { result: page } = await cdp.send('Runtime.evaluate', {
      expression: 'document',
      objectGroup: 'mustdo-pointer',
    })
    const there = resolved.filter(({ objectId }) => objectId !== undefined)
    const { result, exceptionDetails } = await cdp.send('Runtime.callFunctionOn', {
      objectId: page.objectId ?? '',
      returnByValue: true,
      functionDeclaration: `function (types, above, ...elements) {
        const documents = elements.flatMap((one, at) => (one === document ? types[at] : []))
        return (${pointerParts.toString()})(types, [...above, ...documents], ...elements)
      }`,
      arguments: [
        { value: there.map(({ types }) => types) },
        { value: above.map(({ type }) => type) },
        ...there.map(({ objectId = '' }) => ({ objectId })),
      ],
    })
    await cdp.send('Runtime.releaseObjectGroup', { objectGroup: 'mustdo-pointer' })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    const places = result.value as readonly Place[]
    const left: Place = { path: '/html[1]/body[1]', selector: 'body', html: '<body>', sure: false, look: REST }
    return nodes.length > MOST ? [...places, left] : places
  },
}
