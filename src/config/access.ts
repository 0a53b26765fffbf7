/** `access` of apikit.yaml: the callers whose requests the API takes at all, before keys and authorizers. Pure. */
import { addressRange, findCovering } from '../naming/address-range.ts';
import { type Schema, section } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

/** Addresses, ranges, VPCs, VPC endpoints, accounts and organizations, as users write them. */
export interface AccessConfig {
  /** If it is there, everybody else is refused. */
  allow?: readonly string[];
  deny?: readonly string[];
}

/** The kinds of callers that are not addresses. */
const KINDS = [
  ['account', /^[0-9]{12}$/],
  ['organization', /^o-[a-z0-9]{10,32}$/],
  ['vpc', /^vpc-[0-9a-f]{8,17}$/],
  ['vpcEndpoint', /^vpce-[0-9a-f]{8,17}$/],
] as const;

export type CallerKind = (typeof KINDS)[number][0] | 'address';

/** Returns the kind of a caller; `undefined` if the text is none. An address may have a prefix length: `10.0.0.0/8`. */
export function callerKind(text: string): CallerKind | undefined {
  const named = KINDS.find(([, pattern]) => pattern.test(text));
  return named ? named[0] : addressRange(text) && 'address';
}

/** Whether the text is a VPC or a VPC endpoint, which API Gateway knows only for private APIs. */
export const isNetwork = (text: string): boolean => ['vpc', 'vpcEndpoint'].includes(callerKind(text) ?? '');

const callers = (description: string): Schema => ({
  type: 'array',
  uniqueItems: true,
  items: { type: 'string', minLength: 1 },
  description: `${description} Each is an address or range (203.0.113.0/24), for a private API a VPC (vpc-…) or VPC endpoint (vpce-…) or, for requests that are signed with AWS credentials, an account (12 digits) or an organization (o-…).`,
});

export const accessSchema = section(
  'The callers whose requests the API takes at all, before keys and authorizers, as a resource policy (docs/access.md). The stage local has it only if it is set there.',
  {
    allow: callers('Only these callers. Default: everybody.'),
    deny: callers('Never these callers, not even if allow names them. Default: nobody.'),
  },
);

export function checkAccess({ access }: { readonly access?: AccessConfig }, report: ReportProblem): void {
  if (!access) return;
  const { allow, deny = [] } = access;
  for (const [name, list] of Object.entries({ allow: allow ?? [], deny })) {
    for (const [index, caller] of list.entries()) {
      if (callerKind(caller) !== undefined) continue;
      report(
        ['access', name, index],
        `access.${name} has "${caller}", which is neither an address, a VPC, a VPC endpoint, an account nor an organization.`,
        'Write an address or range (203.0.113.0/24), vpc-…, vpce-…, an account ID in quotes, or o-….',
      );
    }
  }
  if (allow?.length === 0)
    report(
      ['access', 'allow'],
      'access.allow is empty, so the API would refuse everybody.',
      'Name a caller, or leave allow out.',
    );
  const covering = findCovering(deny);
  const denied = (caller: string) => (deny.includes(caller) ? caller : covering(caller));
  for (const [index, caller] of (allow ?? []).entries()) {
    const by = denied(caller);
    if (by === undefined) continue;
    report(
      ['access', 'allow', index],
      `access.allow has ${caller}, and access.deny has ${by}, which always wins.`,
      'Remove one of them.',
    );
  }
  const everybody = ['0.0.0.0/0', '::/0'].find((all) => denied(all) !== undefined);
  if (everybody !== undefined && allow === undefined) {
    report(
      ['access', 'deny'],
      `access.deny covers ${everybody}, so the API would refuse everybody from the internet.`,
      'Deny less, or name the callers in allow.',
    );
  }
}
