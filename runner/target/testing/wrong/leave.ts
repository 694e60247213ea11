// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the file's own notation
import { least } from '../../testing.ts'
import type { Wrong } from './model.ts'

const consent = (text: string) => `${least}consent:\n  write: ${text}\n`
const ok = 'person: Jo, role: Head, origins: ["https://a.example"], environment: sandbox, until: 2026-12-31'
const journey = (steps: string, where = ', endpoint: web') =>
  `${least}  - { name: web, kind: web, url: "https://w.example/" }\njourneys:\n  - { name: j${where}, steps: ${steps} }\n`

/** Wrong consents, limits and journeys: what a run may do. */
export const wrongLeave: readonly Wrong[] = [
  [
    'consent that has expired',
    consent(`{ ${ok.replace('2026-12-31', '2026-11-21')} }`),
    [
      'mustdo.yaml:8:90  consent.write.until is 2026-11-21, and today is 2026-11-22. Expected consent that still holds. Ask for it anew, or remove it.',
    ],
  ],
  [
    'consent that ends before it begins',
    consent(`{ ${ok}, from: 2027-01-01 }`),
    [
      'mustdo.yaml:8:90  consent.write.until is 2026-12-31, before "from" (2027-01-01). Expected the last day it holds. Swap them?',
    ],
  ],
  [
    'a day that does not exist',
    consent(`{ ${ok.replace('2026-12-31', '2026-02-30')} }`),
    ['mustdo.yaml:8:90  consent.write.until is "2026-02-30". Expected a valid date (a calendar day, YYYY-MM-DD).'],
  ],
  [
    'consent for an origin that is no endpoint',
    consent(`{ ${ok.replace('a.example', 'b.example')} }`),
    [
      'mustdo.yaml:8:46  consent.write.origins[0] is "https://b.example". Expected one of https://a.example. Did you mean "https://a.example"?',
    ],
  ],
  [
    'consent for another environment',
    consent(`{ ${ok.replace('sandbox', 'live')} }`),
    [
      'mustdo.yaml:8:68  consent.write.environment is "live", but the file\'s is "sandbox". Expected the same. Consent for one is none for the other.',
    ],
  ],
  [
    'consent in a live environment without window and test patients',
    consent(`{ ${ok.replace('sandbox', 'live')} }`).replace('environment: sandbox', 'environment: live'),
    [
      'mustdo.yaml:8:3  consent.write lacks "window". Expected times of day, because the environment is live. Add "window: { from: HH:MM, to: HH:MM }".',
      'mustdo.yaml:8:3  consent.write is for a live environment without test patients. Expected testData.patients, so that no real record is written to. List them, or remove it.',
    ],
  ],
  [
    'a time without its leading zero',
    `${least}politeness: { window: { from: "8:00", to: "20:00" } }\n`,
    ['mustdo.yaml:7:25  politeness.window.from is "8:00". Expected a time of day in UTC, HH:MM.'],
  ],
  [
    'a rate of nothing',
    `${least}politeness: { requestsPerSecond: 0 }\n`,
    [
      'mustdo.yaml:7:15  politeness.requestsPerSecond must be > 0 (Requests a second). Expected what the schema says; see its description.',
    ],
  ],
  [
    'a journey that is none',
    journey('[{ fill: { Name: hunter2 } }, { go: "https://other.example/" }, { go: /a, press: Send }, {}]'),
    [
      'mustdo.yaml:9:39  journeys[0].steps[0] is not a "go". Expected the page at which the journey begins. Begin with a step as "go: /path".',
      'mustdo.yaml:9:70  journeys[0].steps[1].go is "https://other.example/". Expected a path on https://w.example, as /sign-in. Make another origin an endpoint of its own.',
      'mustdo.yaml:9:102  journeys[0].steps[2] has go and press. Expected exactly one of go, fill, choose, check, press, expect. Give each act a step of its own.',
      'mustdo.yaml:9:127  journeys[0].steps[3] has no key. Expected exactly one of go, fill, choose, check, press, expect. Give each act a step of its own.',
    ],
  ],
  [
    'values of a journey that are no texts, or secrets that are not there',
    journey('[{ go: / }, { fill: { Age: 12345678, Code: "${env:NOT_THERE}" } }, { choose: { Country: [hunter2] } }]'),
    [
      'mustdo.yaml:9:60  journeys[0].steps[1].fill.Age is no text. Expected what is entered, in quotes. Put it in quotes.',
      'mustdo.yaml:9:75  journeys[0].steps[1].fill.Code names the environment variable NOT_THERE, which is not set. Expected it to hold the secret. Set it, or name another.',
      'mustdo.yaml:9:117  journeys[0].steps[2].choose.Country is no text. Expected what is entered, in quotes. Put it in quotes.',
    ],
  ],
  [
    'a journey on nothing, by nobody, twice',
    journey('[{ go: / }]', ', endpoint: main, as: sam').replace(/ {2}- .*\n$/, line => line + line),
    [
      'mustdo.yaml:9:16  journeys[0].endpoint is "main". Expected one of web.',
      'mustdo.yaml:9:32  journeys[0].as is "sam". Expected the name of an identity in this file, and there is none.',
      'mustdo.yaml:10:7  journeys[1].name is "j", as is journeys[0]. Expected each name once. Rename or remove one.',
      'mustdo.yaml:10:16  journeys[1].endpoint is "main". Expected one of web.',
      'mustdo.yaml:10:32  journeys[1].as is "sam". Expected the name of an identity in this file, and there is none.',
    ],
  ],
  [
    'a step of a journey that is not known',
    journey('[{ go: / }, { pres: Send }]'),
    [
      'mustdo.yaml:9:52  "pres" is not a known key in journeys[0].steps[1]. Expected one of go, fill, choose, check, press, expect. Did you mean "press"?',
    ],
  ],
]
