import { counted } from '../../text/counted.ts';
import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import type { FilteredRequest } from '../evidence.ts';

export const wafBlocked: Cause = {
  id: 'waf-blocked',
  signs: {
    statuses: [403],
    types: ['WAF_FILTERED'],
    words: /(?:^|")forbidden(?:"|$)|the request was refused/im,
  },
  says: 'AWS WAF blocked the request.',
  fix: 'Change the request, allow its address under waf.ipSets.allow, or let the rules only count (waf.count), and deploy.',
  next: (stage) => `apikit metrics --stage ${stage} --since 3h`,
  async check({ stage, symptom }) {
    const { webAcl } = await stage.live();
    if (webAcl === undefined) return ruledOut('the stage has no web ACL');
    const blocked = (await stage.filtered()).filter((one) => !one.counted);
    const [latest] = blocked;
    if (!latest) return possible(`The stage has the web ACL ${webAcl}, which has no sample of a blocked request.`);
    const because = `In the last three hours the web ACL blocked ${rulesOf(blocked)}. The latest one was ${latest.request} from ${latest.address}.`;
    const more = { fix: fixOf(latest) };
    return symptom.type === 'WAF_FILTERED' ? confirmed(because, more) : possible(because, more);
  },
};

/** For example `12 requests by rate-limit and 1 request by common (SizeRestrictions_BODY)`. */
function rulesOf(blocked: readonly FilteredRequest[]): string {
  const names = blocked.map(({ rule, within }) => (within === undefined ? rule : `${rule} (${within})`));
  const parts = [...new Set(names)].map((name) => {
    const count = names.filter((one) => one === name).length;
    return `${counted(count, 'request')} by ${name}`;
  });
  return parts.length === 1 ? String(parts[0]) : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

const FIXES: Readonly<Record<string, string>> = {
  'rate-limit':
    'Let the client send fewer requests, raise waf.rateLimit in apikit.yaml, or allow its address under waf.ipSets.allow, and deploy.',
  'block-addresses': 'Take the address out of waf.ipSets.block in apikit.yaml, and deploy.',
  'block-countries': 'Take the country out of waf.blockCountries in apikit.yaml, and deploy.',
  'allow-countries': 'Add the country to waf.allowCountries in apikit.yaml, and deploy.',
};

const fixOf = ({ rule, within }: FilteredRequest): string =>
  within === 'SizeRestrictions_BODY'
    ? 'The rule group common blocks bodies above 8 KB. Send a smaller body, allow the address under waf.ipSets.allow, or take common out of waf.managedRules, and deploy.'
    : (FIXES[rule] ?? wafBlocked.fix);
