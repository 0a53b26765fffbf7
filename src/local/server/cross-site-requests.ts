/**
 * Decides which local connections must not use the control plane: a browser whose page sends requests here. Control
 * planes accept unsigned requests, and a page that could create a function and call it would run its code on this
 * machine; a plain form needs no preflight request for that. Deployed APIs answer pages as on AWS.
 */
import type { IncomingHttpHeaders } from 'node:http';

/**
 * The loopback addresses and names of this machine. Browsers treat them as trustworthy as HTTPS (Secure Contexts, "Is
 * origin potentially trustworthy?") and send with every request the site that it comes from (Fetch Metadata,
 * `Sec-Fetch-Site`).
 */
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|(?:[a-z0-9_-]+\.)*localhost)\.?(?::\d+)?$/i;

/**
 * Other names that no page on the internet can have: names without a dot, names reserved for containers and tests, and
 * names that only their owners can point somewhere, which SDKs and users of other emulators use. In a browser these
 * names can lead here, too. A page that the cloud itself has served (a deployed API can return HTML) then has the same
 * origin, and its GETs come without Origin and without Sec-Fetch-Site.
 */
const OTHER_OWN_NAME =
  /^(?:0\.0\.0\.0|[a-z0-9_-]+|(?:[a-z0-9_-]+\.)+(?:internal|test|localstack\.cloud|amazonaws\.com|amazonaws\.com\.cn))\.?(?::\d+)?$/i;

/** Returns the reason for a refusal as a sentence; `undefined` if the request is allowed. */
export function refusalOf(headers: IncomingHttpHeaders): string | undefined {
  const { host, origin } = headers;
  const isLoopback = host === undefined || host === '' || LOOPBACK.test(host);
  // A page whose own name points to this machine (DNS rebinding) sends GETs without an Origin.
  if (!isLoopback && !OTHER_OWN_NAME.test(host)) {
    return `The embedded cloud's control plane does not answer to the name ${JSON.stringify(host)}; use 127.0.0.1 or localhost.`;
  }
  if (origin !== undefined) {
    return `The embedded cloud's control plane does not accept requests from web pages, and ${JSON.stringify(origin)} is one.`;
  }
  // Images, scripts and links of a page send no Origin. `none` is an address that the user has typed.
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'none')
    return "The embedded cloud's control plane does not accept requests from web pages.";
  if (isLoopback || isOfSdk(headers)) return undefined;
  return `The embedded cloud's control plane accepts requests to the name ${JSON.stringify(host)} only if an AWS SDK or the AWS CLI has signed them; use 127.0.0.1 or localhost.`;
}

/**
 * SDKs and the CLI sign requests, which a page elsewhere cannot do without a preflight request. A page of the same
 * origin can, but every browser adds the user's languages to every request, which no script can prevent and no SDK
 * does.
 */
const isOfSdk = (headers: IncomingHttpHeaders): boolean =>
  headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') === true && headers['accept-language'] === undefined;
