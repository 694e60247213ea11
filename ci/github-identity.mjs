/**
 * For `mustdo run --ci-identity` on GitHub: prints the job's token (OpenID Connect) for the audience it is called with. The job needs
 * `permissions: id-token: write`.
 */
const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = process.env
const audience = process.argv[2]
if (!address || !token || !audience) {
  console.error(
    'GitHub offers this job no token. Expected an audience as first word, and ACTIONS_ID_TOKEN_REQUEST_URL. Give the job "permissions: id-token: write".',
  )
  process.exit(2)
}
const answer = await fetch(`${address}&audience=${encodeURIComponent(audience)}`, {
  headers: { authorization: `bearer ${token}`, accept: 'application/json' },
  signal: AbortSignal.timeout(20_000),
})
if (!answer.ok) {
  console.error(`GitHub answered ${answer.status} when asked for a token. Expected 200. Run the job again.`)
  process.exit(1)
}
process.stdout.write(`${(await answer.json()).value}\n`)
