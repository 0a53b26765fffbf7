/**
 * Who may not use the control plane, though the connection comes from this machine: a browser that was sent here by a
 * page. Control planes take unsigned requests, and a page that could create a function and call it would run its code
 * on this machine; a plain form needs no preflight for that. What the user deployed answers pages as on AWS.
 */
import type { IncomingHttpHeaders } from 'node:http';

/**
 * This machine by its loopback addresses and names. Browsers take these for as safe as HTTPS (Secure Contexts, "Is origin
 * potentially trustworthy?") and say with every request which site it comes from (Fetch Metadata, `Sec-Fetch-Site`).
 */
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|(?:[a-z0-9_-]+\.)*localhost)\.?(?::\d+)?$/i;

/**
 * Other names that no page on the internet can have: names without a dot, what is reserved for containers and tests, and
 * names that only their owners can point somewhere, which SDKs and other emulators' users send. In a browser they may lead
 * here as well, and then a page that the cloud itself has served (a deployed API may answer HTML) is of the same origin:
 * its GETs come without Origin and without Sec-Fetch-Site.
 */
const OTHER_OWN_NAME =
  /^(?:0\.0\.0\.0|[a-z0-9_-]+|(?:[a-z0-9_-]+\.)+(?:internal|test|localstack\.cloud|amazonaws\.com|amazonaws\.com\.cn))\.?(?::\d+)?$/i;

/** Why the request is not answered, as a sentence; `undefined` where it may be. */
export function refusalOf(headers: IncomingHttpHeaders): string | undefined {
  const { host, origin } = headers;
  const isLoopback = host === undefined || host === '' || LOOPBACK.test(host);
  // A page that has its own name point at this machine (DNS rebinding) sends GETs without an Origin.
  if (!isLoopback && !OTHER_OWN_NAME.test(host)) {
    return `The embedded cloud's control plane does not answer to the name ${JSON.stringify(host)}; use 127.0.0.1 or localhost.`;
  }
  if (origin !== undefined) {
    return `The embedded cloud's control plane does not answer web pages, and ${JSON.stringify(origin)} is one.`;
  }
  // Without an Origin: what a page loads as an image or a script, and links. `none` is an address that someone typed.
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'none') return "The embedded cloud's control plane does not answer web pages.";
  if (isLoopback || isOfSdk(headers)) return undefined;
  return `The embedded cloud's control plane answers to the name ${JSON.stringify(host)} only what an AWS SDK or the AWS CLI has signed; use 127.0.0.1 or localhost.`;
}

/**
 * SDKs and the CLI sign, which a page elsewhere cannot do without a preflight. A page of the same origin can, but every
 * browser adds the user's languages to every request, which no script can prevent and no SDK does.
 */
const isOfSdk = (headers: IncomingHttpHeaders): boolean =>
  headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') === true && headers['accept-language'] === undefined;
