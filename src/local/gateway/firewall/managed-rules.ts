/** The rules of AWS's managed rule groups by their published names (`state/managed-rule-groups.ts`). */
import {
  looksLikeScript,
  looksLikeShell,
  looksLikeSqlInjection,
  looksLikeTraversal,
  looksUpNames,
  namesMetadataService,
  namesSystemFile,
} from './attack-patterns.ts';
import type { InspectedRequest } from './inspected-request.ts';

type Matches = (request: InspectedRequest) => boolean;
type Recognizes = (text: string) => boolean;

const inBody =
  (recognizes: Recognizes): Matches =>
  ({ body }) =>
    recognizes(body);
const inPath =
  (recognizes: Recognizes): Matches =>
  ({ path }) =>
    recognizes(path);
const inArguments =
  (recognizes: Recognizes): Matches =>
  ({ queryArguments }) =>
    queryArguments.some(recognizes);
const inQuery =
  (recognizes: Recognizes): Matches =>
  ({ query }) =>
    recognizes(query);
const inCookie =
  (recognizes: Recognizes): Matches =>
  ({ cookie }) =>
    recognizes(cookie);

/** The limits are published in bytes: "over 8 KB (8,192 bytes)" for a body. */
export const MANAGED_RULES: Readonly<Record<string, Matches>> = {
  NoUserAgent_HEADER: ({ header }) => header('user-agent') === undefined,
  SizeRestrictions_QUERYSTRING: ({ query }) => Buffer.byteLength(query) > 2_048,
  SizeRestrictions_Cookie_HEADER: ({ cookie }) => Buffer.byteLength(cookie) > 10_240,
  SizeRestrictions_BODY: ({ bodyLength }) => bodyLength > 8_192,
  SizeRestrictions_URIPATH: ({ path }) => Buffer.byteLength(path) > 1_024,
  EC2MetaDataSSRF_BODY: inBody(namesMetadataService),
  EC2MetaDataSSRF_URIPATH: inPath(namesMetadataService),
  EC2MetaDataSSRF_QUERYARGUMENTS: inArguments(namesMetadataService),
  GenericLFI_QUERYARGUMENTS: inArguments(looksLikeTraversal),
  GenericLFI_URIPATH: inPath(looksLikeTraversal),
  GenericLFI_BODY: inBody(looksLikeTraversal),
  CrossSiteScripting_COOKIE: inCookie(looksLikeScript),
  CrossSiteScripting_QUERYARGUMENTS: inArguments(looksLikeScript),
  CrossSiteScripting_BODY: inBody(looksLikeScript),
  CrossSiteScripting_URIPATH: inPath(looksLikeScript),
  PROPFIND_METHOD: ({ method }) => method === 'PROPFIND',
  Log4JRCE_HEADER: ({ header }) =>
    ['user-agent', 'referer', 'x-api-version'].some((name) => looksUpNames(header(name) ?? '')),
  Log4JRCE_QUERYSTRING: inQuery(looksUpNames),
  Log4JRCE_BODY: inBody(looksUpNames),
  Log4JRCE_URIPATH: inPath(looksUpNames),
  SQLi_QUERYARGUMENTS: inArguments(looksLikeSqlInjection),
  SQLi_BODY: inBody(looksLikeSqlInjection),
  SQLi_COOKIE: inCookie(looksLikeSqlInjection),
  SQLi_URIPATH: inPath(looksLikeSqlInjection),
  LFI_URIPATH: inPath(namesSystemFile),
  LFI_QUERYSTRING: inQuery(namesSystemFile),
  UNIXShellCommandsVariables_QUERYSTRING: inQuery(looksLikeShell),
  UNIXShellCommandsVariables_BODY: inBody(looksLikeShell),
};
