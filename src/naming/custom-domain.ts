/** API Gateway's words for custom domains. Pure. */

/** An endpoint of a domain. A domain has both while it changes from one to the other. */
export type DomainEndpoint = 'REGIONAL' | 'EDGE';

/** The base path of a mapping that leads the whole domain to a stage. */
export const NO_BASE_PATH = '(none)';

/** `api.example.com/v1`, `api.example.com` */
export const mappedName = (domain: string, basePath = NO_BASE_PATH): string =>
  basePath === NO_BASE_PATH ? domain : `${domain}/${basePath}`;
