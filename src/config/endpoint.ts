/** `endpoint` of apikit.yaml: from where the API can be reached. Pure. */
import { type AccessConfig, callerKind, isNetwork } from './access.ts';
import { type Schema, section } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

const TYPES = ['regional', 'edge', 'private'] as const;
const ADDRESS_TYPES = ['ipv4', 'dualstack'] as const;

export interface EndpointConfig {
  type: (typeof TYPES)[number];
  /** The VPC endpoints that get a host name of the API. Only for private APIs. */
  vpcEndpoints: readonly string[];
  /** Whether the API also answers at its default address, as it does without the setting. */
  executeApi?: boolean;
  /** Without it, the API keeps its own. */
  ipAddressType?: (typeof ADDRESS_TYPES)[number];
}

export type RawEndpoint = EndpointConfig['type'] | Partial<EndpointConfig>;

export const endpointSchema: Schema = {
  description:
    'From where the API can be reached: regional (the internet), edge (the internet, through CloudFront) or private (only VPCs). The stage local has it only if it is set there (docs/network.md). Default: regional.',
  oneOf: [
    { enum: TYPES },
    section('The endpoint with its settings.', {
      type: { enum: TYPES, description: 'regional, edge or private. Default: regional.' },
      vpcEndpoints: {
        type: 'array',
        uniqueItems: true,
        items: { type: 'string', pattern: '^vpce-[0-9a-f]{8,17}$' },
        description:
          'Only for private: IDs of VPC endpoints for execute-api, each of which gets a host name of the API. If access.allow names no VPC, endpoint, account or organization, only they can call the API. Default: none.',
      },
      executeApi: {
        type: 'boolean',
        description:
          'Whether the API also answers at the address of execute-api. false needs domain: the API then answers only there, and everywhere else with 403. Default: true.',
      },
      ipAddressType: {
        enum: ADDRESS_TYPES,
        description:
          'ipv4, or dualstack for IPv6 as well. A private API is always dualstack. Default: unchanged; a new API has ipv4.',
      },
    }),
  ],
};

export function resolveEndpoint(raw: RawEndpoint | undefined): EndpointConfig {
  const { type = 'regional', vpcEndpoints = [], ...rest } = typeof raw === 'string' ? { type: raw } : (raw ?? {});
  return { type, vpcEndpoints, ...rest };
}

/**
 * The VPCs, VPC endpoints, accounts and organizations that may call a private API. Addresses cannot be among them,
 * because every VPC may use the same ones.
 */
export function privateCallers(
  { vpcEndpoints }: Pick<EndpointConfig, 'vpcEndpoints'>,
  access: AccessConfig | undefined,
): readonly string[] {
  const named = (access?.allow ?? []).filter((caller) => callerKind(caller) !== 'address');
  return named.length > 0 ? named : vpcEndpoints;
}

interface Checked {
  readonly endpoint: EndpointConfig;
  readonly access?: AccessConfig;
  readonly domain?: unknown;
}

export function checkEndpoint({ endpoint, access, domain }: Checked, report: ReportProblem): void {
  const { type, vpcEndpoints, ipAddressType, executeApi = true } = endpoint;
  if (!executeApi && type === 'private') {
    const message = 'endpoint.executeApi is false, and a private API has no other address.';
    report(['endpoint', 'executeApi'], message, 'Remove it.');
  } else if (!executeApi && domain === undefined) {
    const message = 'endpoint.executeApi is false, and the stage has no domain: nobody could call the API.';
    report(
      ['endpoint', 'executeApi'],
      message,
      'Write domain: { name: api.example.com } under the stage, or remove it.',
    );
  }
  if (type !== 'private') {
    if (vpcEndpoints.length === 0) return;
    const fix = 'Write type: private, or remove vpcEndpoints.';
    report(['endpoint', 'vpcEndpoints'], `endpoint.vpcEndpoints is for private APIs, and this one is ${type}.`, fix);
    return;
  }
  if (ipAddressType === 'ipv4') {
    const fix = 'Write dualstack, or remove ipAddressType.';
    report(['endpoint', 'ipAddressType'], 'API Gateway has no private APIs with ipAddressType ipv4.', fix);
  }
  const callers = privateCallers(endpoint, access);
  if (callers.length === 0) {
    report(
      ['endpoint'],
      'The API is private, and nothing says who may call it: a private API refuses every caller that its policy does not name.',
      'Name VPC endpoints in endpoint.vpcEndpoints (vpce-…), or VPCs, endpoints or accounts in access.allow.',
    );
  }
  const onlyEndpoints = callers.every((caller) => callerKind(caller) === 'vpcEndpoint');
  for (const [index, one] of vpcEndpoints.entries()) {
    const path = ['endpoint', 'vpcEndpoints', index];
    if (access?.deny?.includes(one)) {
      report(path, `endpoint.vpcEndpoints has ${one}, and access.deny has it, too.`, 'Remove it from one of them.');
    } else if (onlyEndpoints && !callers.includes(one)) {
      report(
        path,
        `endpoint.vpcEndpoints has ${one}, and access.allow does not, so the API would refuse its callers.`,
        'Add it to access.allow, or remove it.',
      );
    }
  }
}

/** Reports callers that API Gateway does not know at an endpoint of this type. */
export function checkCallersOfEndpoint({ endpoint, access }: Checked, report: ReportProblem): void {
  // API Gateway knows VPCs only for private APIs, so allow would refuse everybody, and deny nobody
  // (docs/aws/data-plane.md).
  if (endpoint.type === 'private') return;
  for (const [name, list] of Object.entries({ allow: access?.allow ?? [], deny: access?.deny ?? [] })) {
    for (const [index, caller] of list.entries()) {
      if (!isNetwork(caller)) continue;
      report(
        ['access', name, index],
        `access.${name} has "${caller}". API Gateway knows the VPC of a caller only for private APIs, and this one is ${endpoint.type}.`,
        'Write endpoint: private, or name the addresses that the VPC uses on the internet, such as those of its NAT gateways.',
      );
    }
  }
}
