/** Keeps the latest requests that each rule of a web ACL applied to, for GetSampledRequests. */
import type { Sample, WebAcl } from '../../state/firewall.ts';
import { type Firewall, samplesKey } from '../../state/firewall.ts';
import type { Invocation } from '../invocation.ts';
import type { Applied, Verdict } from './applied.ts';
import type { InspectedRequest } from './inspected-request.ts';

/** The most that GetSampledRequests returns is 500 on AWS; so many suffice on one machine. */
const MOST = 50;

/** Credentials stay out of the samples. */
const HEADERS = ['Host', 'User-Agent', 'Content-Type'];

export function keepSamples(
  { samples }: Firewall,
  acl: WebAcl,
  { final, counted }: Verdict,
  request: InspectedRequest,
  { http, startedAt }: Invocation,
): void {
  if (!acl.visibility.SampledRequestsEnabled) return;
  const Headers = HEADERS.flatMap((Name) => {
    const Value = request.header(Name.toLowerCase());
    return Value === undefined ? [] : [{ Name, Value }];
  });
  const sampleOf = ({ action, within }: Applied): Sample => ({
    at: startedAt,
    request: {
      Request: {
        ClientIP: request.ip,
        ...(request.country !== undefined && { Country: request.country }),
        URI: request.path,
        Method: request.method,
        HTTPVersion: `HTTP/${http.httpVersion}`,
        Headers,
      },
      Action: action,
      ...(within !== undefined && { RuleNameWithinRuleGroup: within }),
    },
  });
  for (const applied of [...counted, final]) {
    const key = samplesKey(acl.arn, applied.metric);
    samples.put(key, [...(samples.get(key) ?? []), sampleOf(applied)].slice(-MOST));
  }
}
