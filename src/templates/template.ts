/** What describes a template: its real files lie in `<name>/files/`, everything else about it is here as data. */

export interface Template<Answers> {
  /** The folder's name. */
  name: string;
  /** The value of each `__token__` in the files and their paths. */
  tokens(answers: Answers): Record<string, string>;
  /** What tokens cannot express, by file: from the text with its tokens replaced to the final text. */
  edits: Record<string, (text: string, answers: Answers) => string>;
}
