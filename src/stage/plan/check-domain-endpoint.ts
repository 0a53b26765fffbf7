/** Checks before a deploy that a domain can change from one endpoint to the other. Pure. */
import { endpointName } from '../../aws/domains/domain-reads.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Observation } from '../../engine/observe.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import type { DomainEndpoint } from '../../naming/custom-domain.ts';
import { domainEndpoint } from '../../stack/domain.ts';
import { findObserved } from '../../stack/ids.ts';

/** Throws `DomainCannotChange`. */
export function refuseDomainEndpoint(config: StageConfig, { observed }: Observation): void {
  const { domain } = config;
  const found = findObserved(observed, 'domain-name');
  const wanted = domainEndpoint(config);
  if (!domain || !found?.properties.created || found.properties.endpoint.split(' ').includes(wanted)) return;
  const moves = findObserved(observed, 'base-path-mapping')?.properties.moves === true;
  const obstacle = moves ? otherDoor(config.api) : obstacleOf(domain, found, wanted);
  if (obstacle === undefined) return;
  throw new ApikitError(
    'DomainCannotChange',
    `The domain ${domain.name} cannot become ${endpointName(wanted)} now: ${obstacle.why} Nothing was changed.`,
    { hint: obstacle.hint, exitCode: EXIT.usage },
  );
}

/** API Gateway maps an HTTP API only to a domain whose one endpoint is regional. */
const otherDoor = (api: string) => ({
  why: `its base path moves to another front door (api: ${api}) with the same deploy, and an HTTP API cannot be mapped to a domain with two endpoints.`,
  hint: 'Change the front door and the endpoint with two deploys. A domain that is edge-optimized becomes regional first.',
});

type Domain = NonNullable<StageConfig['domain']>;
type Found = NonNullable<ReturnType<typeof findObserved<'domain-name'>>>;

function obstacleOf({ securityPolicy }: Domain, { properties, inUse }: Found, wanted: DomainEndpoint) {
  const { policy, mutualTls } = properties;
  if (inUse !== undefined) {
    return { why: `${inUse}.`, hint: 'Use another name for this stage, or let the others leave the domain first.' };
  }
  if (wanted === 'EDGE' && mutualTls) {
    return {
      why: 'it asks clients for certificates, which only regional domains can.',
      hint: 'Deploy once with mutualTls: false and the endpoint of before, and change the endpoint then.',
    };
  }
  if (policy !== 'TLS_1_2' || (securityPolicy !== undefined && securityPolicy !== policy)) {
    return {
      why: `both endpoints have the same security policy meanwhile, which must be TLS_1_2, and the policy is ${policy}${securityPolicy === undefined || securityPolicy === policy ? '' : ` and becomes ${securityPolicy}`}.`,
      hint: 'Deploy once with securityPolicy: TLS_1_2 and the endpoint of before, change the endpoint then, and the policy last.',
    };
  }
  return undefined;
}
