/** The name of the event bus that every account has. apikit does not create, tag or delete it. */
export const DEFAULT_BUS = 'default';
