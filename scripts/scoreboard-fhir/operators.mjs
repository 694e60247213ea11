// Ways to break a resource. Each looks at JSON only and knows nothing of the validators: it takes the places of a resource and
// a source of randomness, changes the resource in place, and says where; or says nothing where it finds no place.

const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every property of the resource, whatever its depth: holder, key, value. Narrative stays out: it has an operator of its own. */
export function placesOf(resource) {
  const places = []
  const enter = (value, path) => {
    if (Array.isArray(value)) for (const [place, item] of value.entries()) enter(item, `${path}[${place}]`)
    if (!isObject(value)) return
    for (const key of Object.keys(value)) {
      if (key === 'resourceType' || (key === 'text' && isObject(value[key]) && 'div' in value[key])) continue
      places.push({ holder: value, key, path: `${path}.${key}`, value: value[key] })
      enter(value[key], `${path}.${key}`)
    }
  }
  enter(resource, resource.resourceType)
  return places
}

const objectsOf = (resource, places) => [
  { path: resource.resourceType, value: resource },
  ...places.flatMap(({ path, value }) =>
    (Array.isArray(value) ? value : [value]).filter(isObject).map(item => ({ path, value: item })),
  ),
]

/** An operator that changes one property among those that fit. */
const change =
  (fits, made) =>
  ({ places, random }) => {
    const found = places.filter(place => fits(place))
    if (found.length === 0) return undefined
    const place = random.pick(found)
    place.holder[place.key] = made(place.value, random, place)
    return place.path
  }

const isText = ({ value }) => typeof value === 'string'
const isDate = ({ value }) => typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value)
/** Codes as they stand in elements of type code: lower case, in a place that is named for one. */
const isCode = ({ key, value }) =>
  typeof value === 'string' &&
  /^(status|gender|use|type|kind|intent|priority|mode|relationship|comparator|unit|code|severity|criticality|action|operation|method|direction|publicationStatus|lifecycleStatus|docStatus)$/.test(
    key,
  ) &&
  /^[A-Za-z-]+$/.test(value)

export const operators = {
  'unknown element': ({ resource, places, random }) => {
    const { path, value } = random.pick(objectsOf(resource, places))
    value[random.pick(['nickname', 'foo', 'valueFoo', 'comments', 'Name'])] = random.pick(['x', 1, true, { a: 'b' }])
    return path
  },
  'element removed': ({ places, random }) => {
    const { holder, key, path } = random.pick(places)
    delete holder[key]
    return path
  },
  'element misspelt': ({ places, random }) => {
    const { holder, key, value, path } = random.pick(places)
    delete holder[key]
    holder[random.pick([`${key}s`, key.slice(0, -1), key[0].toUpperCase() + key.slice(1), `${key}_`]) || 'x'] = value
    return path
  },
  'wrong JSON type': change(
    ({ value }) => !Array.isArray(value),
    (value, random) =>
      typeof value === 'string'
        ? random.pick([12, true, { value }])
        : isObject(value)
          ? random.pick(['text', 1, false])
          : random.pick([String(value), { value }]),
  ),
  'one or many swapped': change(
    () => true,
    value => (Array.isArray(value) ? value[0] : [value]),
  ),
  'code outside its list': change(isCode, (value, random) =>
    random.pick([`${value}x`, value.toUpperCase(), `not-${value}`, 'unheard-of']),
  ),
  'malformed primitive': change(isText, (value, random) => {
    if (/^\d{4}(-\d\d)?/.test(value))
      return random.pick(['22/11/1950', `${value}T`, value.replaceAll('-', '/'), 'today'])
    return random.pick([` ${value}`, `${value}\n\n`, `${value} `, `${value}\u0000`, value.replace(/[:/]/, ' : ')])
  }),
  'impossible date': change(isDate, (value, random) =>
    random.pick([
      value.replace(/^(\d{4})-\d\d-\d\d/, '$1-02-30'),
      value.replace(/^(\d{4})-\d\d/, '$1-13'),
      value.replace(/^(\d{4})-\d\d-\d\d/, '$1-04-31'),
      value.replace(/T\d\d/, 'T25').replace(/^(\d{4}-\d\d)-\d\d$/, '$1-32'),
    ]),
  ),
  emptied: change(
    () => true,
    value => (Array.isArray(value) ? [] : isObject(value) ? {} : ''),
  ),
  'set to null': change(
    () => true,
    value => (Array.isArray(value) ? [null] : null),
  ),
  'choice made twice': ({ places, random }) => {
    const found = places.filter(({ key }) =>
      /^(value|effective|onset|deceased|multipleBirth|medication|occurrence|performed|product|item|serviced|timing|location|abatement|author|asNeeded|rate|dose)[A-Z]/.test(
        key,
      ),
    )
    if (found.length === 0) return undefined
    const { holder, key, path } = random.pick(found)
    const stem = /^[a-z]+/.exec(key)[0]
    holder[`${stem}${key.endsWith('String') ? 'Boolean' : 'String'}`] = key.endsWith('String') ? true : 'x'
    return path
  },
  'element moved': ({ resource, places, random }) => {
    const { holder, key, value, path } = random.pick(places)
    const to = random.pick(objectsOf(resource, places).filter(found => found.value !== holder && !(key in found.value)))
    if (!to || JSON.stringify(value).includes(JSON.stringify(to.value))) return undefined
    delete holder[key]
    to.value[key] = value
    return path
  },
  'coding unknown': ({ places, random }) => {
    const found = places.filter(
      ({ holder, key }) => key === 'code' && /^http:\/\/(terminology\.)?hl7\.org/.test(holder.system ?? ''),
    )
    if (found.length === 0) return undefined
    const { holder, path } = random.pick(found)
    holder.code = random.pick([`${holder.code}x`, 'unheard-of'])
    return path
  },
  'reference malformed': change(
    ({ key, value }) => key === 'reference' && typeof value === 'string',
    (value, random) =>
      random.pick([value.replace('/', ' '), `#${value.replace('/', '-')}x`, 'patient/1', `Patiant/1`, `/${value}`]),
  ),
  'number out of range': change(
    ({ value }) => typeof value === 'number',
    (value, random) => random.pick([-1 - Math.abs(value), value + 0.5, 99999999999]),
  ),
  'extension broken': ({ resource, places, random }) => {
    const found = places.filter(({ key, value }) => /^(modifierE|e)xtension$/.test(key) && Array.isArray(value))
    const extension = found.length > 0 && random.next() < 0.7 ? random.pick(random.pick(found).value) : undefined
    if (!isObject(extension)) {
      const { path, value } = random.pick(objectsOf(resource, places))
      value.extension = [
        random.pick([{ url: 'http://example.org/x' }, { valueString: 'x' }, { url: 'x y', valueString: 'x' }]),
      ]
      return path
    }
    const broken = random.next()
    if (broken < 0.4) delete extension.url
    else if (broken < 0.7)
      for (const key of Object.keys(extension).filter(name => name.startsWith('value'))) delete extension[key]
    else {
      extension.valueBoolean = true
      extension.extension = [{ url: 'http://example.org/x', valueString: 'x' }]
    }
    return 'extension'
  },
  'narrative broken': ({ resource, random }) => {
    const { text } = resource
    if (typeof text?.div !== 'string') return undefined
    text.div = random.pick([
      '<div xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></div>',
      '<div xmlns="http://www.w3.org/1999/xhtml"><p>open</div>',
      '<p>no div</p>',
      '<div xmlns="http://www.w3.org/1999/xhtml"> </div>',
      '<div xmlns="http://www.w3.org/1999/xhtml"><p onclick="x()">text</p></div>',
      '<div>no namespace</div>',
      'text',
    ])
    return 'text.div'
  },
  'period turned round': change(
    ({ value }) => isObject(value) && typeof value.start === 'string' && typeof value.end === 'string',
    value => ({ ...value, start: value.end, end: value.start }),
  ),
  'contained broken': ({ resource, random }) => {
    const inner = resource.contained?.[0]
    if (!inner) return undefined
    const broken = random.pick(['id', 'type', 'nested', 'version', 'unused'])
    if (broken === 'id') delete inner.id
    else if (broken === 'type') inner.resourceType = random.pick(['Foo', 'Element', ''])
    else if (broken === 'nested') inner.contained = [{ resourceType: 'Patient', id: 'inner' }]
    else if (broken === 'version') inner.meta = { versionId: '1' }
    else resource.contained.push({ resourceType: 'Patient', id: 'nobody-points-here' })
    return 'contained'
  },
}
