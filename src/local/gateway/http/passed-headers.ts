/** The client's headers that integrations see, and their spelling. */

/** Headers that only the gateway itself uses (recorded: test_apigateway_header_remapping_aws). */
export const HIDDEN: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
]);

/** Headers that the gateway sets itself; it ignores the client's values. */
export const ADDED: ReadonlySet<string> = new Set([
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
]);

/** Headers that are always capitalised like this. */
export const RECASED: ReadonlyMap<string, string> = new Map([
  ['authorization', 'Authorization'],
  ['host', 'Host'],
  ['user-agent', 'User-Agent'],
]);
