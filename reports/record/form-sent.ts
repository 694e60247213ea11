/** What came of pressing the button of a form in which nothing had been entered, or one text in its only field. */
export interface FormSent {
  readonly fields: readonly {
    readonly selector: string
    readonly name: string
    readonly label: string
    readonly type: string
    readonly required: boolean
  }[]
  /** What was entered in the only field; absent for nothing. */
  readonly entered?: string
  readonly button: string
  /** Of the page that came instead; 0 where the page stayed. */
  readonly status: number
  /** Whether the page stayed, or another one came. */
  readonly end: 'stayed' | 'led'
  /** Whether fields of the form are shown afterwards. */
  readonly formThere: boolean
  /** What the browser itself says at the field that it takes the keyboard to. */
  readonly native: { readonly label: string; readonly text: string } | null
  /** Text that was not there before. `of` are labels of the fields it belongs to, by code or by its place. */
  readonly messages: readonly {
    readonly text: string
    readonly selector: string
    /** Role or politeness of the live region around it, `dialog` for a box of the browser; else ''. */
    readonly live: string
    readonly of: readonly string[]
    readonly byCode: boolean
    /** The keyboard is in it, or on a field that it describes. */
    readonly focused: boolean
  }[]
  /** Labels of fields that look otherwise than before. */
  readonly marked: readonly string[]
  /** Labels of fields that say in code that they are invalid. */
  readonly invalid: readonly string[]
  readonly focus: 'message' | 'field' | 'elsewhere' | 'nowhere'
}
