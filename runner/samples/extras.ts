/**
 * What invariants demand beside the mandatory elements, by type or by path of an element. An element that may not be empty
 * (ele-1) but has no mandatory part is given its plainest one.
 */
import type { Json } from './generate.ts'

const words = 'Synthetic, written by a conformance test'
const concept = { text: words }
const at = '2026-03-29T12:00:00+01:00'

export const extras: Readonly<Record<string, Json>> = {
  // ele-1
  Attachment: { title: words },
  Money: { value: 1, currency: 'GBP' },
  Period: { start: at },
  Quantity: { value: 1 },
  Range: { low: { value: 1 } },
  Ratio: { numerator: { value: 1 }, denominator: { value: 1 } },
  Timing: { event: [at] },
  Identifier: { system: 'urn:mustdo:sample', value: 'sample' },
  HumanName: { text: words },
  Address: { text: words },
  ContactPoint: { system: 'other', value: words },
  Dosage: { text: words },
  Annotation: { text: words },
  // ait-1
  AllergyIntolerance: {
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'inactive' }],
    },
  },
  // app-1
  'Appointment.participant': { type: [concept] },
  // apr-1
  AppointmentResponse: { participantType: [concept] },
  // bdl-9 and others, which are of documents and messages
  Bundle: { type: 'collection' },
  // cpb-1, cpb-2, cpb-14
  CapabilityStatement: {
    kind: 'instance',
    implementation: { description: words },
    rest: [{ mode: 'client' }],
  },
  // R4 lets them do without; servers find them by it
  ConceptMap: { url: 'urn:mustdo:sample:concept-map' },
  // ppc-1
  Consent: { policyRule: concept },
  // trd-3
  'EventDefinition.trigger': { name: words },
  // imr-1
  'ImmunizationRecommendation.recommendation': { vaccineCode: [concept] },
  // ipn-1
  InsurancePlan: { name: words },
  // org-1
  Organization: { name: words },
  // sdf-4, sdf-6
  StructureDefinition: {
    name: 'Sample',
    kind: 'resource',
    abstract: false,
    type: 'Basic',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Basic',
    derivation: 'constraint',
    differential: { element: [{ id: 'Basic', path: 'Basic' }] },
  },
  // What is off sends nothing
  Subscription: { status: 'off', criteria: 'Basic?code=mustdo' },
  // tcp-2, tcp-3
  TerminologyCapabilities: { implementation: { description: words } },
  ValueSet: { url: 'urn:mustdo:sample:value-set' },
}

/** Elements of which invariants demand more than their cardinality does: lnk-1. */
export const least: Readonly<Record<string, number>> = { 'Linkage.item': 2 }
