/** What a made-up resource points at where nothing that may stand there is known. */
export const NOBODY = 'urn:mustdo:nobody'
