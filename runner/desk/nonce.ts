/** The nonce of a challenge goes into requests as it stands, so no character of it may need quoting. */
export const NONCE = /^[A-Za-z0-9_-]{16,128}$/
