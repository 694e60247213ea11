import { parseAddress } from './addresses.ts'
import type { Context } from './context.ts'
import { expectKnown, expectUnique } from './context.ts'
import type { FileForm, IdentityForm } from './file-form.ts'
import { loadHeaders } from './identity-headers.ts'
import { clientCertificate, signingKey } from './keys.ts'
import type { Auth, AuthMethod, Endpoint, Identity, TestData } from './model.ts'
import type { Secret } from './secret.ts'
import { resolveSecret } from './secrets.ts'
import { storageState } from './storage-state.ts'

/** Which keys go with which way of authenticating; `name`, `auth`, `endpoints`, `patient`, `role`, `tenant` and `headers` go with all. */
export const authKeys: Readonly<
  Record<AuthMethod, { readonly needed: readonly string[]; readonly may: readonly string[] }>
> = {
  none: { needed: [], may: [] },
  'header-key': { needed: ['key'], may: ['header'] },
  basic: { needed: ['username', 'password'], may: [] },
  bearer: { needed: ['token'], may: ['unfit'] },
  'client-secret': { needed: ['clientId', 'clientSecret'], may: ['tokenUrl', 'issuer', 'scope', 'style'] },
  'private-key-jwt': {
    needed: ['clientId', 'key', 'kid'],
    may: ['tokenUrl', 'issuer', 'scope', 'alg', 'passphrase'],
  },
  'authorization-code': {
    needed: ['clientId', 'redirectUri', 'username', 'password'],
    may: ['tokenUrl', 'issuer', 'authorizeUrl', 'scope', 'clientSecret', 'style', 'fields'],
  },
  form: { needed: ['signInUrl', 'ownPage', 'username', 'password'], may: ['fields'] },
  'storage-state': { needed: ['state'], may: [] },
  mtls: { needed: ['certificate', 'key'], may: ['passphrase'] },
}
const ALWAYS = ['name', 'auth', 'endpoints', 'patient', 'role', 'tenant', 'headers']

export function loadIdentities(
  context: Context,
  form: FileForm,
  endpoints: readonly Endpoint[],
  testData: TestData,
): readonly Identity[] {
  const forms = form.identities ?? []
  expectUnique(context, '/identities', forms, 'name')
  return forms.flatMap((identity, i) => {
    const at = `/identities/${i}`
    const origins = originsOf(context, at, identity, form, endpoints)
    const patient = testData.patients.find(p => p.nhsNumber === identity.patient || p.id === identity.patient)
    if (identity.patient !== undefined && !patient)
      context.problems.add(
        `${at}/patient`,
        `is "${identity.patient}". Expected the nhsNumber or id of a patient in testData.patients. List it there.`,
      )
    const auth = loadAuth(context, at, identity, origins)
    if (!auth) return []
    return [
      {
        name: identity.name,
        auth,
        ...(patient && { patient }),
        ...(identity.role !== undefined && { role: identity.role }),
        ...(identity.tenant !== undefined && { tenant: identity.tenant }),
        headers: loadHeaders(context, `${at}/headers`, identity),
        origins,
      },
    ]
  })
}

/** Credentials go only where the file sends them: to endpoints that name the identity or that it names. */
function originsOf(
  context: Context,
  at: string,
  identity: IdentityForm,
  form: FileForm,
  endpoints: readonly Endpoint[],
): readonly string[] {
  const names = form.endpoints.map(endpoint => endpoint.name)
  for (const [i, name] of (identity.endpoints ?? []).entries())
    expectKnown(context, `${at}/endpoints/${i}`, name, names, 'the name of an endpoint in this file')
  const named = form.endpoints.filter(e => e.identity === identity.name || identity.endpoints?.includes(e.name))
  if (named.length === 0 && !identity.endpoints && identity.auth !== 'none')
    context.problems.add(
      `${at}/name`,
      `is "${identity.name}", which no endpoint uses. Expected to know where its credentials may go. Add "endpoints: [${names[0]}]" to it, or "identity: ${identity.name}" to an endpoint.`,
    )
  const chosen = new Set(named.map(endpoint => endpoint.name))
  return [...new Set(endpoints.filter(e => chosen.has(e.name)).map(e => e.origin))]
}

function loadAuth(context: Context, at: string, form: IdentityForm, origins: readonly string[]): Auth | undefined {
  const { needed, may } = authKeys[form.auth]
  for (const key of Object.keys(form))
    if (![...ALWAYS, ...needed, ...may].includes(key))
      context.problems.add(
        `${at}/${key}`,
        `does not go with auth ${form.auth}. Expected ${[...needed, ...may].join(', ') || 'no other key'}. Remove it or change auth.`,
      )
  const secret = (key: keyof IdentityForm): Secret | undefined =>
    form[key] === undefined ? undefined : resolveSecret(context, `${at}/${key}`, `${form.name}.${key}`, form[key])
  switch (form.auth) {
    case 'none':
      return { method: 'none' }
    case 'header-key': {
      const key = secret('key')
      return key && { method: 'header-key', header: form.header ?? 'X-API-Key', key }
    }
    case 'basic': {
      const password = secret('password')
      return password && { method: 'basic', username: form.username ?? '', password }
    }
    case 'bearer': {
      const token = secret('token')
      return token && { method: 'bearer', token, ...(form.unfit && { unfit: form.unfit }) }
    }
    case 'client-secret': {
      const client = loadClient(context, at, form)
      const clientSecret = secret('clientSecret')
      return (
        client && clientSecret && { ...client, method: 'client-secret', clientSecret, style: form.style ?? 'basic' }
      )
    }
    case 'private-key-jwt': {
      const client = loadClient(context, at, form)
      const passphrase = secret('passphrase')
      const written = secret('key')
      const key = written && signingKey(context, `${at}/key`, written, form.alg, passphrase, form.kid)
      return client && key && { ...client, method: 'private-key-jwt', ...key, kid: form.kid ?? '' }
    }
    case 'authorization-code': {
      const client = loadClient(context, at, form)
      const password = secret('password')
      const clientSecret = secret('clientSecret')
      const authorizeUrl = address(context, at, form, 'authorizeUrl')
      const redirectUri = form.redirectUri ?? ''
      if (!URL.canParse(redirectUri) || redirectUri.includes('#')) {
        context.problems.add(
          `${at}/redirectUri`,
          `is "${redirectUri}". Expected an absolute address without a fragment, as it is registered. Write it in full.`,
        )
        return undefined
      }
      return (
        client &&
        password && {
          ...client,
          method: 'authorization-code',
          ...(authorizeUrl && { authorizeUrl }),
          redirectUri,
          ...(clientSecret && { clientSecret }),
          style: form.style ?? 'basic',
          username: form.username ?? '',
          password,
          fields: form.fields ?? {},
        }
      )
    }
    case 'form': {
      const password = secret('password')
      const [signInUrl, ownPage] = [address(context, at, form, 'signInUrl'), address(context, at, form, 'ownPage')]
      if (!signInUrl || !ownPage || !password) return undefined
      if (new URL(signInUrl).origin !== new URL(ownPage).origin) {
        context.problems.add(
          `${at}/ownPage`,
          `is "${ownPage}", on another origin than signInUrl. Expected a page of the same website that only its users see. Name one.`,
        )
        return undefined
      }
      return { method: 'form', signInUrl, ownPage, username: form.username ?? '', password, fields: form.fields ?? {} }
    }
    case 'storage-state': {
      const written = secret('state')
      const state = written && storageState(context, `${at}/state`, written, origins)
      return state && { method: 'storage-state', state }
    }
    case 'mtls': {
      const passphrase = secret('passphrase')
      const written = secret('key')
      const pair = written && clientCertificate(context, at, form.certificate ?? '', written, passphrase)
      return pair && { method: 'mtls', ...pair }
    }
  }
}

function loadClient(context: Context, at: string, form: IdentityForm) {
  if (form.tokenUrl === undefined && form.issuer === undefined) {
    context.problems.add(
      at,
      `lacks "tokenUrl" and "issuer". Expected one of them, to know where tokens come from. Add it.`,
    )
    return undefined
  }
  const tokenUrl = address(context, at, form, 'tokenUrl')
  const issuer = address(context, at, form, 'issuer')
  return {
    clientId: form.clientId ?? '',
    ...(tokenUrl !== undefined && { tokenUrl }),
    ...(issuer !== undefined && { issuer }),
    ...(form.scope !== undefined && { scope: form.scope }),
  }
}

/** An address as it was written; undefined when it is left out, or after a complaint. */
function address(
  context: Context,
  at: string,
  form: IdentityForm,
  key: 'tokenUrl' | 'issuer' | 'authorizeUrl' | 'signInUrl' | 'ownPage',
): string | undefined {
  const written = form[key]
  return written !== undefined && parseAddress(context.problems, `${at}/${key}`, written) ? written : undefined
}
