/** The base path of a mapping that leads the whole domain to an API. */
export const NO_BASE_PATH = '(none)';
