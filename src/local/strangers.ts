/**
 * Who may not use the control plane, though the connection comes from this machine: a browser that was sent here by a
 * page. Control planes take unsigned requests, and a page that could create a function and call it would run its code
 * on this machine; a plain form needs no preflight for that. What the user deployed answers pages as on AWS.
 */
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Names that no page on the internet can have: addresses, names without a dot, what is reserved for this machine or its
 * containers, and names that only their owners can point somewhere, which SDKs and other emulators' users send.
 */
const OWN_HOST =
  /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]|[a-z0-9_-]+|(?:[a-z0-9_-]+\.)+(?:localhost|internal|test|localstack\.cloud|amazonaws\.com|amazonaws\.com\.cn))\.?(?::\d+)?$/i;

/** Why the request is not answered, as a sentence; `undefined` where it may be. */
export function refusalOf(headers: IncomingHttpHeaders): string | undefined {
  const { host, origin } = headers;
  // A page that has its own name point at this machine (DNS rebinding) sends GETs without an Origin.
  if (host !== undefined && host !== '' && !OWN_HOST.test(host)) {
    return `The embedded cloud's control plane does not answer to the name ${JSON.stringify(host)}; use 127.0.0.1 or localhost.`;
  }
  if (origin !== undefined) {
    return `The embedded cloud's control plane does not answer web pages, and ${JSON.stringify(origin)} is one.`;
  }
  // Without an Origin: what a page loads as an image or a script, and links. `none` is an address that someone typed.
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'none') return "The embedded cloud's control plane does not answer web pages.";
  return undefined;
}
