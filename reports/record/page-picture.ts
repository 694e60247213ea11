/** Small pictures of elements that something was found about, as evidence beside the words; no judge looks at them. */
export interface PagePictures {
  readonly taken: readonly PagePicture[]
  /** Elements that a picture would have been taken of, and was not. */
  readonly left: number
  /** Why none may be taken of this page. */
  readonly because?: 'signed-in' | 'not-wanted'
}

export interface PagePicture {
  readonly selector: string
  /** sha256 (hex) of the picture's base64 text, under which the record's bodies hold it. */
  readonly digest: string
  readonly type: 'image/webp'
  /** CSS pixels. */
  readonly width: number
  readonly height: number
  /** Areas that were covered before the picture was taken: fields, frames, drawings, and text that may be private. */
  readonly covered: number
}
