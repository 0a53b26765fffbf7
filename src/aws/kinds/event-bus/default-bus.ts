/** The name of the event bus that every account has. */
export const DEFAULT_BUS = 'default';
