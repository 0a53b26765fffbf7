/** One line of the report about an API or a project that comes in from elsewhere. Types only. */
export interface Finding {
  /**
   * `changes`: a deploy changes it. `lost`: it is not in the project, and a person has to decide. `stays`: nothing
   * changes it, and perhaps nobody needs it any more.
   */
  readonly about: 'changes' | 'lost' | 'stays';
  /** The resource in AWS, or file and line. */
  readonly place: string;
  /** One or more sentences. */
  readonly says: string;
}
