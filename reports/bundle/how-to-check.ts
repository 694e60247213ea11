/** What stands beside the report in its archive, for whoever opens it first. Plain ASCII, LF. */
export const howToCheck = (report: string): string => `How to check this archive
=========================

${report}   the sealed conformance report; open it in any browser
evidence/          answers of the product as the report holds them, one file each, named by its SHA-256;
                   what was no text is in base64
SHA256SUMS         the SHA-256 of every other file here

1. Is it as it was sealed?

   Give the archive as it is to mustdo, which checks the checksums, the seal, the page and more:

       mustdo verify this-archive.zip

   Or unpack it and check the report in it: mustdo verify ${report}
   Without mustdo: the verifier page (mustdo verifier writes it) checks the seal in a browser, offline, and
   the guide "verify with openssl" needs openssl only.

2. Are the files whole?

   Linux     sha256sum -c SHA256SUMS
   macOS     shasum -a 256 -c SHA256SUMS
   Windows   certutil -hashfile ${report} SHA256     (compare with the line in SHA256SUMS)

   Checksums find damage. Only the seal inside the report finds alteration, since whoever alters a file can
   write its checksum anew.

3. Who sealed it?

   Compare the fingerprint of the key, which step 1 prints, with one that you got another way, or give
   mustdo verify your list of keys: --trust keys.json

Pass this archive on as it is. Mail gateways, editors and "save as" rewrite HTML; they leave a .zip alone.
`
