/** What HL7's validator says when it could not look. By message id, which does not change with wording or language. */
import type { ExtraRule } from '../extra-rules.ts'

const TERMINOLOGY = 'codes bound to a value set that needs a terminology server'
const SYSTEM = 'codes of a code system whose content is not at hand'
const EXTENSION = 'extensions whose definition is not at hand'
const REFERRED = 'profiles that other definitions refer to'
const QUESTIONS = 'answers against their questionnaire'

/** A profile that a resource claims; its name is put in place of this. */
export const PROFILE = 'profile'

const unseen: readonly (readonly [id: RegExp, what: string])[] = [
  [/^VALIDATION_VAL_(GLOBAL_)?PROFILE_UNKNOWN/, PROFILE],
  [
    /^TERMINOLOGY_TX_(NOSVC|BINDING_(CANTCHECK|MISSING|NOSERVER|NOSOURCE)|CONFIRM_[1-3]_CC|NOVALID_(7|9|15)$|VALUESET_NOTFOUND|ERROR_)/,
    TERMINOLOGY,
  ],
  [
    /^(UNABLE_TO_CHECK_IF_THE_PROVIDED_CODES|(ERROR|UNABLE)_(VALIDATING|TO_VALIDATE|EXPANDING)_\w+(TERMINOLOGY_SERVICES|WITHOUT_USING_SERVER))/,
    TERMINOLOGY,
  ],
  [/^(UNABLE_TO_CONNECT_TO|ATTEMPT_TO_USE)_TERMINOLOGY_SERVER|^TX_SERVER_BATCH/, TERMINOLOGY],
  [
    /^UNABLE_TO_RESOLVE_(SYSTEM__VALUE_SET_HAS_INCLUDE_WITH_UNKNOWN_SYSTEM|VALUE_SET_)$|^VS_EXP_IMPORT_UNK/,
    TERMINOLOGY,
  ],
  [/^VALUESET_(INC_(NO_SERVER|NO_BATCH|CS_NO_SUPPORT|TOO_MANY)|TXVER_BATCH)/, TERMINOLOGY],
  [/^(UNKNOWN_CODESYSTEM|SUBSUMPTION_CS_NOT_FOUND|CODESYSTEM_CS_UNK)/, SYSTEM],
  [/^TERMINOLOGY_TX_(SYSTEM_UNKNOWN|SYSTEM_UNSUPPORTED|SYSTEM_NOT_USABLE|UNKNOWN_OID)/, SYSTEM],
  [/^EXTENSION_EXT_(UNKNOWN|COUNT_NOTFOUND)/, EXTENSION],
  [/^(SLICING_CANNOT_BE_EVALUATED|(FHIRPATH_)?DISCRIMINATOR_|VALIDATION_VAL_PROFILE_NOCHECK(MAX|MIN))/, 'slicing'],
  [/^UNABLE_TO_(FIND|RESOLVE)\w*(DISCRIMINATOR|SLICE_MATCHING)/, 'slicing'],
  [/^(REFERENCE_REF_CANTRESOLVEPROFILE|UNABLE_TO_(FIND|RESOLVE)_PROFILE_|VALIDATION_VAL_PROFILE_DEPENDS)/, REFERRED],
  [/^QUESTIONNAIRE_QR_(Q_(NONE|NOTFOUND)|ITEM_(BADOPTION_CS|VS_BAD|REF_CANT|DECIMAL_INVALID_UNIT_VS))$/, QUESTIONS],
  [/^TYPE_SPECIFIC_CHECKS_DT_URL_RESOLVE/, 'where addresses lead'],
  [/^TYPE_SPECIFIC_CHECKS_DT_ATT_(NO_FETCHER|UNKNOWN_URL_SCHEME|URL_ERROR)/, 'content of attachments'],
  [/^BUNDLE_SIGNATURE_NOT_CHECKED/, 'signatures'],
  [/^UNABLE_TO_DETERMINE_TYPE_CONTEXT_INV/, 'invariants of an extension'],
]

/** Some of its issues carry no id; these are its words for them. */
const unnamed: readonly (readonly [words: RegExp, what: string])[] = [
  [/^A definition for (the )?CodeSystem .* could not be found/i, SYSTEM],
  [/\b(without|no|absence of a) terminology (server|service)/i, TERMINOLOGY],
]

/** An option that only a code system with content could tell wrong. */
const blind = /^QUESTIONNAIRE_QR_ITEM_BADOPTION$/

/** A filter of a value set whose value only a terminology server could tell wrong; its words say whether one was missing. */
const filter = /^VALUESET_BAD_FILTER_VALUE_/

/** An extension without a definition, at a place where it could be. */
const stranger = /^EXTENSION_EXT_UNKNOWN_NOTHERE$/

/** What this issue says was not looked at; undefined for a finding, among which are those that were asked for. */
export function unseenIn(
  rule: string | undefined,
  message: string,
  also: readonly ExtraRule[] = [],
): string | undefined {
  const id = rule?.toUpperCase() ?? ''
  if (stranger.test(id) && also.includes('unknown-extensions')) return undefined
  if (blind.test(id) && /could not be found|without terminology/i.test(message)) return QUESTIONS
  if (filter.test(id)) return whatWords(message)
  return id ? unseen.find(([form]) => form.test(id))?.[1] : whatWords(message)
}

const whatWords = (message: string) => unnamed.find(([words]) => words.test(message))?.[1]

/** Terminology that was not at hand; what is said of the same code afterwards follows from that. */
export const isBlindness = (what: string): boolean => what === SYSTEM || what === TERMINOLOGY

/** "Not in the value set", which is no finding where the codes of its system were not at hand. */
export const restsOnCodes = (rule: string | undefined): boolean =>
  /^TERMINOLOGY_TX_(CONFIRM|NOVALID)_/i.test(rule ?? '')
