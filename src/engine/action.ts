/** The actions of a plan. Types only. */

/** There is no `replace`: a change that cannot be made in place stops the plan. */
export type Action = 'create' | 'update' | 'delete' | 'adopt' | 'none';
