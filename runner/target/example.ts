/** A target file that uses every key once: on the generated page, and in the tests, which load it. */
export const example = `# Every key of a target file
version: 1
supplier: Acme Health Ltd
product: { name: Acme EPR, version: "7.2.1" }
environment: sandbox
operator: Acme release engineering
packs: [epr]
catalogue: { version: "2026.1" }
endpoints:
  - name: main
    kind: fhir
    url: https://fhir.sandbox.acme.example/r4
    version: 4.0.1
    identity: backend
  - name: portal
    kind: web
    url: https://portal.sandbox.acme.example/app/
    audience: patient
    pages: [/, /sign-in, help]
    crawl: { maxPages: 10 }
    statement: /accessibility
  - { name: auth, kind: oauth, url: "https://auth.sandbox.acme.example" }
  - { name: hook, kind: listener, url: "https://hooks.acme.example/cb", listen: "127.0.0.1:9443" }
identities:
  - name: backend
    auth: private-key-jwt
    clientId: mustdo
    key: \${file:keys/rsa.pem}
    kid: k1
    tokenUrl: https://auth.sandbox.acme.example/token
    scope: system/*.rs
  - name: elliptic
    auth: private-key-jwt
    clientId: mustdo-ec
    key: \${file:keys/ec.jwk}
    kid: k2
    issuer: https://login.acme.example
    endpoints: [main]
  - { name: service, auth: client-secret, clientId: svc, clientSecret: "\${env:ACME_SECRET}", style: post, tokenUrl: "https://auth.sandbox.acme.example/token", endpoints: [main] }
  - { name: patient-a, auth: bearer, token: "\${env:ACME_TOKEN}", patient: "9990000018", endpoints: [main] }
  - { name: tester, auth: basic, username: tester, password: "\${env:ACME_PASSWORD}", role: clinician, endpoints: [portal] }
  - { name: gateway, auth: header-key, key: "\${env:ACME_KEY}", endpoints: [main] }
  - { name: machine, auth: mtls, certificate: keys/client.crt, key: "\${file:keys/client.pem}", endpoints: [main] }
  - { name: nobody, auth: none }
ca: keys/client.crt
proxy: { url: "http://proxy.acme.example:3128", username: ci, password: "\${env:ACME_PROXY}" }
terminology: { url: "https://tx.acme.example/r4" }
canary: { url: "https://canary.acme.example", listen: "127.0.0.1:9444" }
testData:
  patients:
    - { nhsNumber: "9990000018", id: "17" }
    - { nhsNumber: "9990000026" }
  resources: [Observation/5]
surfaces: [web, ios]
politeness: { concurrency: 2, requestsPerSecond: 10, window: { from: "08:00", to: "20:00" } }
consent:
  write:
    person: Jo Smith
    role: Head of platform
    origins: ["https://fhir.sandbox.acme.example"]
    environment: sandbox
    from: 2026-11-01
    until: 2026-12-31
notApplicable:
  - { condition: dicomweb, reason: The product stores no images., by: Jo Smith }
attestations:
  - requirement: CLN-CSM-004
    statement: The safety case covers this version.
    by: Dr A. Patel
    role: Clinical safety officer
    on: 2026-10-01
    until: 2027-09-30
    version: "7.2.1"
    evidence: [{ file: evidence/safety-case.pdf }]
waivers:
  - { requirement: SEC-HDR-004, reason: The gateway is replaced in March., until: 2027-03-31 }
hazards:
  - { id: H-04, title: Another patient's record is shown, requirements: [SEC-API-009] }
journeys:
  - name: book-appointment
    endpoint: portal
    as: tester
    steps:
      - go: /book
      - fill: { Full name: Sam Jones, "#postcode": LS1 4AP, Passphrase: "\${env:ACME_SECRET}" }
      - choose: { Clinic: Riverbank }
      - check: [I agree]
      - press: Continue
      - expect: Your appointment is booked
`
