/** `waf` of apikit.yaml: the firewall in front of the stage. Its rules are in `waf-rules.ts`. Pure. */
import { counted } from '../text/counted.ts';
import { checkWaf } from './check-waf.ts';
import { COUNTRY_CODES } from './country-codes.ts';
import type { OptionalSetting } from './optional-setting.ts';
import { type Schema, section } from './schema-node.ts';
import {
  capacityOf,
  inspectionPrice,
  MANAGED_RULES,
  type WafConfig,
  type WafRules,
  wafPrice,
  wafRules,
} from './waf-rules.ts';

type RawWaf = string | (Partial<Omit<WafRules, 'ipSets'>> & { ipSets?: Partial<WafRules['ipSets']> });

const countries = (description: string): Schema => ({
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: { enum: COUNTRY_CODES },
  description: `${description} Two letters each, for example DE.`,
});

const addresses = (description: string): Schema => ({
  type: 'array',
  minItems: 1,
  maxItems: 10_000,
  uniqueItems: true,
  items: { type: 'string', minLength: 1 },
  description: `${description} An address or range each, for example 203.0.113.0/24.`,
});

const schema = {
  description:
    'A firewall in front of the stage: a web ACL of AWS WAF, which inspects every request before anything else (docs/waf.md).',
  oneOf: [
    section('The rules of a web ACL that apikit creates.', {
      rateLimit: {
        type: 'integer',
        minimum: 10,
        maximum: 2_000_000_000,
        description: 'The number of requests that one address may send in five minutes. Default: no limit.',
      },
      managedRules: {
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        items: { enum: Object.keys(MANAGED_RULES) },
        description:
          'Rule groups of AWS: common (attacks on any web application), bad-inputs (known exploits), sqli (SQL injection), linux, posix, ip-reputation (addresses with a bad reputation), anonymous-ip (VPNs and proxies). Default: none.',
      },
      allowCountries: countries('Only requests from these countries pass. Default: all countries.'),
      blockCountries: countries('Requests from these countries are blocked. Default: none.'),
      ipSets: section('Lists of addresses.', {
        allow: addresses('Requests from these addresses pass without any other rule. Default: none.'),
        block: addresses('Requests from these addresses are blocked. Default: none.'),
      }),
      count: {
        type: 'boolean',
        description:
          'Only counts the requests that the rules would block, so that you see whom they would hit. Default: false.',
      },
    }),
    {
      type: 'string',
      pattern: '^arn:aws[a-z-]*:wafv2:[a-z0-9-]+:[0-9]{12}:regional/webacl/[\\w-]{1,128}/[\\w-]{1,36}$',
      description: 'The ARN of an existing web ACL, which apikit associates with the stage and does not change.',
    },
    { const: false },
  ],
} satisfies Schema;

function resolve(raw: RawWaf): WafConfig {
  if (typeof raw === 'string') return { existing: raw };
  const { ipSets: { allow = [], block = [] } = {}, ...rules } = raw;
  return {
    managedRules: [],
    allowCountries: [],
    blockCountries: [],
    count: false,
    ...rules,
    ipSets: { allow, block },
  };
}

export const waf: OptionalSetting<RawWaf, WafConfig> = {
  schema,
  examples: [
    { rateLimit: 2000, managedRules: ['common', 'bad-inputs', 'ip-reputation'], ipSets: { block: ['203.0.113.0/24'] } },
    { rateLimit: 1000, managedRules: ['common', 'sqli'], ipSets: { block: ['198.51.100.0/24'] }, count: true },
  ],
  kind: 'web-acl',
  furtherKinds: ['ip-set', 'web-acl-association'],
  resolve,
  check: checkWaf,
  price: (config) => ({
    resource: 'firewall',
    usd: (requests) => ('existing' in config ? inspectionPrice(requests) : wafPrice(wafRules(config), requests)),
  }),
  costNote: (config) => {
    if ('existing' in config) return 'AWS also bills 0.60 USD for each million requests that the web ACL inspects.';
    const rules = wafRules(config);
    const million = (wafPrice(rules, 1e6) - wafPrice(rules, 0)).toFixed(2);
    return `It has ${counted(rules.length, 'rule')}, which ${rules.length === 1 ? 'needs' : 'need'} ${capacityOf(rules)} of at most 5000 capacity units. AWS also bills ${million} USD for each million requests.`;
  },
};
